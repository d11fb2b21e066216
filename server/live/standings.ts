import type { LoggedEvent } from '../../shared/events.ts';
import type { TimedEvent } from '../../shared/stream.ts';
import type { StoredDevice } from './live-store.ts';

type Standing = StoredDevice['standing'];
const RANK: Readonly<Record<Standing, number>> = { asking: 0, admitted: 1, draining: 2, removed: 3 };

/**
 * The phones that stand behind what the log says of them: a server that died between an admission's commit and its
 * store's rows finds them so. A standing never goes back; of the phones that were let in only the last may still write.
 * @param events in the order of the log
 */
export function standingsBehind(
	events: readonly LoggedEvent[],
	devices: readonly StoredDevice[],
): readonly StoredDevice[] {
	const told = new Map<string, Standing>();
	for (const { body } of events) {
		if (body.kind === 'removed') told.set(body.device, 'removed');
		if (body.kind !== 'admitted' || told.has(body.device)) continue;
		for (const [device, standing] of told) if (standing === 'admitted') told.set(device, 'draining');
		told.set(body.device, 'admitted');
	}
	const behind = devices.flatMap((device) => {
		const standing = told.get(device.id) ?? device.standing;
		return device.seat === 'client' && RANK[standing] > RANK[device.standing] ? [{ ...device, standing }] : [];
	});
	// Who leaves goes first: nothing of the present reaches a phone that another has replaced.
	return behind.sort((a, b) => RANK[b.standing] - RANK[a.standing]);
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
