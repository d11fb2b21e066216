import type { LoggedEvent } from '../../shared/events.ts';
import type { AskingDevice, DownFrame } from '../../shared/protocol.ts';
import type { LinePage } from './lines.ts';
import type { ObserverPage } from './observer-page.ts';
import type { SimPage } from './sim-page.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

/** Written out here: the code under test has its own list. */
const HIDDEN: readonly string[] = ['note', 'signal', 'felt', 'refused'];
const BEFORE_YES: readonly DownFrame['t'][] = ['waiting', 'over', 'refused'];
const AFTER_NO: readonly DownFrame['t'][] = ['over', 'refused'];
/** What an observer sends of its own making carries this time, which no event of anybody's has. */
export const FORGED_AT = 1;

/** Looks on at every frame to an observer, and at what the others are told of those who follow. */
export interface ObserverCheck {
	/** The client is about to say yes. */
	noteYes(asking: AskingDevice): void;
	/** A frame leaves for an observer. */
	sent(page: ObserverPage, frame: DownFrame): void;
	/** A frame leaves for a phone or a therapist's page. */
	told(page: SimPage, frame: DownFrame): void;
	/** What must hold after every step. */
	step(): void;
}

export function createObserverCheck(
	world: World,
	witness: Witness,
	pages: () => readonly ObserverPage[],
): ObserverCheck {
	/** Devices that the client said yes to, whatever became of it, and their members. */
	const admitted = new Set<string>();
	/** What each page was last told, and on which line. */
	const lastTold = new WeakMap<SimPage, { readonly wire: LinePage['wire']; readonly members: string }>();
	const removals = () =>
		(world.hub?.events(world.session) ?? []).flatMap(({ body }) =>
			body.kind === 'observer-removed' ? [body.device] : [],
		);
	const deviceOf = ({ token }: ObserverPage) => world.store.deviceOnce(token);
	const isOn = ({ wire, welcomedOn }: ObserverPage) => wire !== null && wire === welcomedOn;
	const following = () =>
		membersOf(
			pages()
				.filter((page) => page.isAlive && isOn(page))
				.map(({ member }) => ({ device: '', words: member })),
		);

	/** A device whose row was never written is known by its member alone. */
	const isYes = (page: ObserverPage) => admitted.has(deviceOf(page) ?? page.member);
	const isNo = (page: ObserverPage) => removals().includes(deviceOf(page) ?? '');

	return {
		noteYes({ device, words }) {
			admitted.add(device);
			admitted.add(words);
		},
		sent(page, frame) {
			if (frame.t === 'welcome') page.welcomedOn = page.wire;
			if (frame.t === 'over') page.welcomedOn = null;
			if (!BEFORE_YES.includes(frame.t) && !isYes(page))
				witness.blame(`an observer was sent ${frame.t} without the client’s yes`);
			if (!AFTER_NO.includes(frame.t) && isNo(page))
				witness.blame(`an observer was sent ${frame.t} after the client’s no`);
			const wrong = wrongIn(frame);
			if (wrong !== null) witness.blame(`an observer was sent ${wrong}`);
		},
		told(page, frame) {
			// A phone that was replaced is shown nobody, the other seats as little; one that was taken out hears no more.
			const isOut = frame.t === 'over' || (frame.t === 'now' && frame.seats.length === 0);
			if (isOut) lastTold.delete(page);
			else if (frame.t === 'now') lastTold.set(page, { wire: page.wire, members: membersOf(frame.following ?? []) });
		},
		step() {
			for (const page of pages()) checkPage(witness, page);
			const forged = (event: LoggedEvent) => event.at === FORGED_AT;
			if (world.hub?.events(world.session)?.some(forged) || world.disk.rows().some(forged))
				witness.blame('something of an observer’s is stored');
			for (const page of world.pages) {
				const told = lastTold.get(page);
				const isPresent = page.isAlive && page.wire !== null && told?.wire === page.wire;
				if (isPresent && world.hub && told.members !== following())
					witness.blame(`${page.seat} is not told at once who follows`);
			}
		},
	};
}

function membersOf(following: readonly AskingDevice[]): string {
	return following
		.map(({ words }) => words)
		.sort()
		.join();
}

function checkPage({ blame }: Witness, { engine }: ObserverPage): void {
	const { hasPen, unacknowledged, log } = engine.view();
	if (hasPen || unacknowledged > 0) blame('an observer’s page writes');
	for (const stream of log.streams()) {
		if (log.after(stream, 0).some(({ body }) => HIDDEN.includes(body.kind)))
			blame('W14 an observer knows what is hidden');
	}
}

/** What no observer may be told, whoever said yes to them. */
function wrongIn(frame: DownFrame): string | null {
	switch (frame.t) {
		case 'events':
			return frame.events.some(({ body }) => HIDDEN.includes(body.kind)) ? 'what is hidden from the client' : null;
		case 'now':
			return frame.asking || frame.following || frame.wouldFollow ? 'who asks or follows' : null;
		case 'welcome':
			return frame.hasPen || frame.clientName ? 'a pen or a name' : null;
		default:
			return null;
	}
}
