import type { OutboxEntry } from '../../client/link/outbox.ts';
import { type EventId, eventKey, type Lane, type WrittenEvent } from '../../shared/events.ts';
import type { UpFrame } from '../../shared/protocol.ts';
import { headOf, sameContent } from '../../shared/stream.ts';
import type { SimPage, Standing } from './sim-page.ts';
import { START_AT, type World } from './world.ts';

/** Why an event may be missing at the end. Everything else that is missing is a violation. */
export type Excuse =
	/** Its page died before its outbox was written or a frame had arrived. */
	| 'page-died'
	/** Its page died before its outbox was written, and the server before its commit. */
	| 'page-and-server-died'
	/** Its page died before its outbox was written, and the server let go of a queue that had grown too long. */
	| 'page-died-queue-dropped'
	/** It was held in memory only, as the client chose, and the server died. */
	| 'held-log-died'
	/** It came after the copy of the store that a restore put in place. */
	| 'restored'
	/** Its device joined while the disk was full, and the server died before it could write down the device's right. */
	| 'right-lost'
	/** Its device was taken out of the session. */
	| 'device-removed'
	/** The page that brought it was told that the session is sealed, and says so. */
	| 'sealed-before';

/** Why something that looks wrong is not. Everything else is a violation. */
export type Pardon =
	/** A wire that breaks the order of one connection, as TCP never does, brought an old word of the pen. */
	| 'late-word-of-the-pen'
	/** The page has it from a server that died; the next one took it anew, later, and its time of arrival is what the record keeps. */
	| 'taken-anew-after-a-crash'
	/** A therapist answered that STOP, which is more than having it on the screen, on a page that was not in view. */
	| 'answered-without-being-shown'
	/**
	 * A spoken consent was refused, and hidden from the phone, by a server that died with the admission that forbade it; the
	 * next one took it. The phone lacks it, and the word of what is recorded comes with every picture of now.
	 */
	| 'judged-anew-after-a-crash'
	/** An answer of the second road was on its way when another phone was let in: it tells nothing of that or of later. */
	| 'answered-before-it-was-replaced'
	/** Another tab of the browser took it out of their stored outbox when it was recorded; a restore took the record back. */
	| 'recorded-until-a-restore';

export interface Writing extends WrittenEvent {
	readonly writer: string;
	readonly lane: Lane;
}

/** What really happened, noted beside the code under test: what the invariants compare its word with. */
export interface Witness {
	/** Every event any page ever wrote, by its key. */
	readonly written: ReadonlyMap<string, Writing>;
	/** Events that may be missing, by the key of their first telling. */
	readonly excused: ReadonlyMap<string, Excuse>;
	/** STOPs a therapist's page really painted, by key. */
	readonly painted: Set<string>;
	/** STOPs that a therapist really answered, by key. */
	readonly answered: ReadonlySet<string>;
	/** Devices some therapist let in. */
	readonly admitted: ReadonlySet<string>;
	/** Whether that event, or a telling of it, is recorded or held by another living page. */
	isSafeElsewhere(page: SimPage, root: string): boolean;
	/** Why the page's device may bring nothing more: somebody took it out, or its right is gone; null where it may. */
	barOf(page: SimPage): Excuse | null;
	/** What anyone ever chose, said or spoken. */
	readonly choices: ReadonlySet<string>;
	/** Ratings the client really gave, and until when each stood on a phone that was alive and in view. */
	readonly stood: readonly Standing[];
	/** Most that any page's estimate of the server's clock was ever off, ms. */
	skewMs: number;
	/** How far each stream was recorded when a restore took its end away. */
	readonly setBack: ReadonlyMap<string, number>;
	/** What each page had as kept and the server has no longer, by the page's name. */
	readonly concerned: ReadonlyMap<
		string,
		readonly { readonly writer: string; readonly lane: Lane; readonly n: number }[]
	>;
	/** A server died that held a live-only session in its memory. */
	hasLostHeldLog: boolean;
	/** An older copy of the store took the place of a newer one. */
	hasRestored: boolean;
	readonly violations: string[];
	blame(what: string): void;
	/** What would be a violation but for its cause, which harms nobody: counted, each thing once. */
	readonly pardoned: ReadonlyMap<Pardon, ReadonlySet<string>>;
	pardon(why: Pardon, what: string): void;
	noteRated(page: SimPage, value: number): void;
	/** Keys of the first tellings in the browsers' stored outboxes. */
	storedRoots(): readonly string[];
	/** Whether a browser holds anything in its stored outbox. */
	hasStored(): boolean;
	/** Looks at what a page wrote since last time. */
	note(page: SimPage): void;
	notePageDeath(page: SimPage): void;
	/** Called between the death of a server and the start of the next one. */
	noteServerDeath(): void;
	/** Called right after the older copy is in place, with what was recorded before. */
	noteRestore(recorded: ReadonlyMap<string, number>): void;
	/** The server's queue is small in this run: what it let go of is asked for again, where anyone is left to ask. */
	noteDropped(): void;
	/** What only pages hold whose line is over for good. */
	noteOver(): void;
	/** Keys of first tellings that are neither recorded nor anywhere on the way. */
	missing(): readonly string[];
}

/** The identity an event first had. */
export function rootOf(event: { readonly of?: EventId | undefined } & EventId): string {
	return eventKey(event.of ?? event);
}

/** @param stored what the browsers' stored outboxes hold now */
export function createWitness(world: () => World, stored: () => readonly OutboxEntry[]): Witness {
	const written = new Map<string, Writing>();
	const excused = new Map<string, Excuse>();
	const pageOf = new Map<string, SimPage>();
	const admitted = new Set<string>();
	const answered = new Set<string>();
	const removed = new Set<string>();
	const choices = new Set<string>();
	const setBack = new Map<string, number>();
	const concerned = new Map<string, { writer: string; lane: Lane; n: number }[]>();
	const violations: string[] = [];
	const pardoned = new Map<Pardon, Set<string>>();
	const stood: Standing[] = [];
	const readTo = new WeakMap<object, number>();
	const notedTo = new Map<string, number>();

	const noteMeaning = (body: Writing['body']) => {
		if (body.kind === 'admitted') admitted.add(body.device);
		if (body.kind === 'removed') removed.add(body.device);
		if (body.kind === 'answered') for (const id of body.stops) answered.add(eventKey(id));
		if (body.kind === 'consent' || body.kind === 'spoken-consent') choices.add(body.choice);
		if (body.kind === 'withdrawn') choices.add('withdrawn');
	};

	const noteEvent = (page: SimPage, event: Writing) => {
		if (event.body.kind === 'refused') return;
		const key = eventKey(event);
		const known = written.get(key);
		if (known) {
			if (!sameContent(known, event)) violations.push(`W1 one identity with two contents: ${event.body.kind}`);
			return;
		}
		written.set(key, event);
		if (!pageOf.has(event.writer)) pageOf.set(event.writer, page);
		noteMeaning(event.body);
	};

	const noteFrame = (page: SimPage, frame: UpFrame) => {
		if (frame.t !== 'events') return;
		const { writer, lane } = frame;
		for (const event of frame.events) noteEvent(page, { ...event, writer, lane } as Writing);
	};

	const noteLog = (page: SimPage, writer: string, lane: Lane) => {
		const mark = `${page.name}.${writer}.${lane}`;
		const events = page.engine.view().log.after({ writer, lane }, notedTo.get(mark) ?? 0);
		for (const event of events) noteEvent(page, event);
		const last = events.at(-1);
		if (last) notedTo.set(mark, last.n);
	};

	const heldBy = (page: SimPage) =>
		page.engine.outbox().map(({ writer, lane, event }) => rootOf({ ...event, writer, lane }));

	const storedRoots = () => stored().map(({ writer, lane, event }) => rootOf({ ...event, writer, lane }));

	/** Everything that is recorded, in the server's memory, in a living page or in a browser's store. */
	const copies = (): Set<string> => {
		const { disk, hub, session, pages } = world();
		const roots = new Set([...disk.rows(), ...(hub?.events(session) ?? [])].map(rootOf));
		for (const page of pages) if (page.isAlive) for (const root of heldBy(page)) roots.add(root);
		// Where nothing may be stored any more, what a closed page left in its browser is wiped by the next.
		if (!isHeldByChoice()) for (const root of storedRoots()) roots.add(root);
		return roots;
	};

	const missing = () => {
		const there = copies();
		const roots = new Set([...written.values()].map(rootOf));
		return [...roots].filter((root) => !there.has(root) && !excused.has(root));
	};

	const writerOf = (root: string) => pageOf.get(root.slice(0, root.indexOf('.')));

	/** Live only, and what follows a withdrawal, is held in the server's memory and nowhere else. */
	const isHeldByChoice = () => choices.has('live-only') || choices.has('withdrawn');

	const noteConcerned = () => {
		const { pages, disk } = world();
		for (const page of pages) {
			if (!page.isAlive || page.engine.view().recording === 'held') continue;
			const { writer } = page.engine;
			for (const lane of ['say', 'flow'] as const) {
				const n = headOf(page.engine.view().recordedHeads, { writer, lane });
				if (n <= disk.durableHead({ writer, lane })) continue;
				concerned.set(page.name, [...(concerned.get(page.name) ?? []), { writer, lane, n }]);
			}
		}
	};

	/** Why a page may bring nothing more, the seal apart. */
	const barOf = (page: SimPage): Excuse | null => {
		const device = world().store.deviceOnce(page.token);
		if (device === undefined) return 'right-lost';
		return removed.has(device) ? 'device-removed' : null;
	};

	const noteOverPage = (page: SimPage) => {
		const { line } = page.engine.view();
		if (line.is !== 'over') return;
		const excuse = line.code === 'session_sealed' ? 'sealed-before' : (barOf(page) ?? 'sealed-before');
		for (const root of heldBy(page)) if (!excused.has(root)) excused.set(root, excuse);
	};

	const witness: Witness = {
		written,
		excused,
		painted: new Set(),
		answered,
		admitted,
		barOf,
		isSafeElsewhere: (page, root) =>
			world().pages.some((other) => other !== page && other.isAlive && heldBy(other).includes(root)) ||
			world()
				.disk.durable()
				.some((event) => rootOf(event) === root),
		choices,
		stood,
		skewMs: 0,
		hasRestored: false,
		hasLostHeldLog: false,
		setBack,
		concerned,
		violations,
		missing,
		blame(what) {
			violations.push(what);
		},
		pardoned,
		pardon(why, what) {
			pardoned.set(why, (pardoned.get(why) ?? new Set()).add(what));
		},
		noteRated(page, value) {
			page.stands = { value, until: world().now };
			stood.push(page.stands);
		},
		storedRoots,
		hasStored: () => stored().length > 0,
		note(page) {
			const { wire, engine } = page;
			if (wire) {
				const from = readTo.get(wire) ?? 0;
				for (const frame of wire.sentUp.slice(from)) noteFrame(page, frame);
				readTo.set(wire, wire.sentUp.length);
			}
			noteLog(page, engine.writer, 'say');
			noteLog(page, engine.writer, 'flow');
			if (page.stands && page.isInView && !page.isFrozen) page.stands.until = world().now;
			if (engine.serverNow() > START_AT / 2)
				witness.skewMs = Math.max(witness.skewMs, Math.abs(engine.serverNow() - world().now));
		},
		notePageDeath(page) {
			for (const root of missing()) {
				if (writerOf(root)?.seat === page.seat) excused.set(root, 'page-died');
				else if (writerOf(root)?.isAlive) violations.push('lost with a page that did not write it');
			}
		},
		noteDropped() {
			for (const root of missing()) if (!writerOf(root)?.isAlive) excused.set(root, 'page-died-queue-dropped');
		},
		noteServerDeath() {
			witness.hasLostHeldLog ||= isHeldByChoice();
			for (const root of missing()) {
				if (isHeldByChoice()) excused.set(root, 'held-log-died');
				else if (!writerOf(root)?.isAlive) excused.set(root, 'page-and-server-died');
				else violations.push(`lost with the server, its page alive: ${written.get(root)?.body.kind}`);
			}
			noteConcerned();
		},
		noteRestore(recorded) {
			witness.hasRestored = true;
			for (const root of missing()) excused.set(root, 'restored');
			for (const [key, head] of recorded) {
				const [writer, lane] = key.split('.') as [string, Lane];
				if (world().disk.durableHead({ writer, lane }) < head) setBack.set(key, Math.max(setBack.get(key) ?? 0, head));
			}
			noteConcerned();
		},
		noteOver() {
			for (const page of world().pages) if (page.isAlive) noteOverPage(page);
			for (const root of missing()) {
				const page = writerOf(root);
				const bar = page && barOf(page);
				if (bar) excused.set(root, bar);
			}
		},
	};
	return witness;
}
