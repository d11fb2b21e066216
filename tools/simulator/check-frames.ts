import type { Body, LoggedEvent } from '../../shared/events.ts';
import type { DownFrame, DownFrameOf } from '../../shared/protocol.ts';
import { MEMBERS } from './observer-page.ts';
import type { SimPage } from './sim-page.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

/** Kinds that are the staff's alone (W14), written out here: the code under test has its own list. */
const NOT_FOR_CLIENTS: readonly string[] = ['note', 'signal'];
/** What a device may be told that nobody has let in. */
const BEFORE_ADMISSION: readonly DownFrame['t'][] = ['waiting', 'over', 'refused'];

/**
 * What the server may send to whom: checked on every frame as it leaves.
 * @param answer of the second road, which is seen only as it arrives: all of its frames
 */
export function checkFrame(
	world: World,
	witness: Witness,
	page: SimPage,
	frame: DownFrame,
	answer: readonly DownFrame[] = [],
): void {
	if (page.seat !== 'client') return;
	const device = world.store.device(page.token)?.id;
	if (device !== undefined && !witness.admitted.has(device) && !BEFORE_ADMISSION.includes(frame.t)) {
		witness.blame(`an unadmitted device was sent ${frame.t}`);
	}
	if (frame.t === 'events') checkEvents(witness, frame);
	if (frame.t === 'now' && frame.asking?.some(({ words }) => !MEMBERS.includes(words)))
		witness.blame('a phone was told which phones ask');
	if (frame.t === 'welcome' && frame.clientName !== undefined) witness.blame('a phone was told a name');
	const by = device !== undefined && witness.admitted.size > 1 ? replacing(world, device) : undefined;
	if (!by) return;
	if (frame.t === 'events' && answer.length > 0 && !tellsOf(answer, by))
		witness.pardon('answered-before-it-was-replaced', page.name);
	else checkDraining(witness, frame);
}

function checkEvents(witness: Witness, { events }: DownFrameOf<'events'>): void {
	for (const { body } of events) {
		if (NOT_FOR_CLIENTS.includes(body.kind)) witness.blame(`W14 a ${body.kind} went to a phone`);
	}
}

/**
 * The admission of another device after this one, as the server's own log tells; undefined where there is none. Who was let
 * in or taken out before is not let in by being admitted once more.
 */
function replacing({ hub, session, store }: World, device: string): LoggedEvent | undefined {
	const standings = (hub?.events(session) ?? []).filter(({ body }) => deviceOf(body) !== null);
	const own = standings.findIndex(({ body }) => body.kind === 'admitted' && body.device === device);
	if (own === -1) return undefined;
	return standings.find(({ body }, i) => {
		const other = deviceOf(body);
		if (i <= own || body.kind !== 'admitted' || other === null || other === device || !store.knows(other)) return false;
		return !standings.slice(0, i).some((before) => deviceOf(before.body) === other);
	});
}

function deviceOf(body: Body): string | null {
	return body.kind === 'admitted' || body.kind === 'removed' ? body.device : null;
}

function tellsOf(answer: readonly DownFrame[], { writer, lane, n }: LoggedEvent): boolean {
	return answer.some(
		(frame) => frame.t === 'events' && frame.writer === writer && frame.lane === lane && frame.to >= n,
	);
}

function checkDraining(witness: Witness, frame: DownFrame): void {
	if (frame.t === 'events') witness.blame('W10 a replaced device was sent events');
	if (frame.t === 'now' && (frame.seats.length > 0 || Object.keys(frame.accepted).length > 0))
		witness.blame('W10 a replaced device was shown the present');
}
