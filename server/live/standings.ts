import type { LoggedEvent, Seat } from '../../shared/events.ts';
import type { TimedEvent } from '../../shared/stream.ts';
import type { StoredDevice } from './live-store.ts';

type Standing = StoredDevice['standing'];
type Told = Map<string, Standing>;
const RANK: Readonly<Record<Standing, number>> = { asking: 0, admitted: 1, draining: 2, removed: 3 };

/**
 * The phones and observers that stand behind what the log says of them: a server that died between an admission's commit
 * and its store's rows finds them so. A standing never goes back; of the phones that were let in only the last may still
 * write, while several may follow. Phones are the therapist's to let in and take out, observers the client's.
 * @param events in the order of the log
 */
export function standingsBehind(
	events: readonly LoggedEvent[],
	devices: readonly StoredDevice[],
): readonly StoredDevice[] {
	const phones: Told = new Map();
	const observers: Told = new Map();
	for (const { body } of events) {
		if (body.kind === 'removed') phones.set(body.device, 'removed');
		else if (body.kind === 'admitted') admitPhone(phones, body.device);
		else if (body.kind === 'observer-removed') observers.set(body.device, 'removed');
		else if (body.kind === 'observer-admitted' && !observers.has(body.device)) observers.set(body.device, 'admitted');
	}
	const toldOf: Partial<Record<Seat, Told>> = { client: phones, observer: observers };
	const behind = devices.flatMap((device) => {
		const standing = toldOf[device.seat]?.get(device.id) ?? device.standing;
		return RANK[standing] > RANK[device.standing] ? [{ ...device, standing }] : [];
	});
	// Who leaves goes first: nothing of the present reaches a phone that another has replaced.
	return behind.sort((a, b) => RANK[b.standing] - RANK[a.standing]);
}

function admitPhone(phones: Told, device: string): void {
	if (phones.has(device)) return;
	for (const [other, standing] of phones) if (standing === 'admitted') phones.set(other, 'draining');
	phones.set(device, 'admitted');
}

/** Whether the client said no to one of these devices, or ended its following: whose they are asks no more. */
export function wasSaidNo(events: readonly LoggedEvent[], devices: readonly StoredDevice[]): boolean {
	return events.some(({ body }) => body.kind === 'observer-removed' && devices.some(({ id }) => id === body.device));
}

/** Whether a phone that nobody had taken out stood admitted before that time. */
export function admittedAt(events: readonly TimedEvent[], at: number): boolean {
	const admitted = new Set<string>();
	for (const { t, body } of events) {
		if (t >= at) break;
		if (body.kind === 'admitted') admitted.add(body.device);
		if (body.kind === 'removed') admitted.delete(body.device);
	}
	return admitted.size > 0;
}
