import type { DownFrame, DownFrameOf } from '../../shared/protocol.ts';
import type { SimPage } from './sim-page.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

/** Kinds that are the staff's alone (W14), written out here: the code under test has its own list. */
const NOT_FOR_CLIENTS: readonly string[] = ['note', 'signal'];
/** What a device may be told that nobody has let in. */
const BEFORE_ADMISSION: readonly DownFrame['t'][] = ['waiting', 'over', 'refused'];

/** What the server may send to whom: checked on every frame as it leaves. */
export function checkFrame(world: World, witness: Witness, page: SimPage, frame: DownFrame): void {
	if (page.seat !== 'client') return;
	const device = world.store.device(page.token)?.id;
	if (device !== undefined && !witness.admitted.has(device) && !BEFORE_ADMISSION.includes(frame.t)) {
		witness.blame(`an unadmitted device was sent ${frame.t}`);
	}
	if (frame.t === 'events') checkEvents(witness, frame);
	if (frame.t === 'now' && frame.asking) witness.blame('a phone was told who asks');
	if (frame.t === 'welcome' && frame.clientName !== undefined) witness.blame('a phone was told a name');
	if (device !== undefined && witness.admitted.size > 1 && isReplaced(world, device)) checkDraining(witness, frame);
}

function checkEvents(witness: Witness, { events }: DownFrameOf<'events'>): void {
	for (const { body } of events) {
		if (NOT_FOR_CLIENTS.includes(body.kind)) witness.blame(`W14 a ${body.kind} went to a phone`);
	}
}

/** Another device was let in after this one, as the server's own log tells. */
function isReplaced({ hub, session, store }: World, device: string): boolean {
	const admitted = (hub?.events(session) ?? []).flatMap(({ body }) => (body.kind === 'admitted' ? [body.device] : []));
	const inOrder = [...new Set(admitted)];
	const own = inOrder.indexOf(device);
	return own !== -1 && inOrder.slice(own + 1).some((each) => store.knows(each));
}

function checkDraining(witness: Witness, frame: DownFrame): void {
	if (frame.t === 'events') witness.blame('W10 a replaced device was sent events');
	if (frame.t === 'now' && (frame.seats.length > 0 || Object.keys(frame.accepted).length > 0))
		witness.blame('W10 a replaced device was shown the present');
}
