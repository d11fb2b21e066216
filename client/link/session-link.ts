import type { Code } from '../../shared/codes.ts';
import {
	type EventId,
	eventKey,
	idOf,
	type KnownBody,
	type LoggedEvent,
	laneOf,
	type Seat,
} from '../../shared/events.ts';
import { createLiveFold } from '../../shared/live-fold.ts';
import {
	type AskingDevice,
	type ClientChoice,
	type DownFrame,
	type DownFrameOf,
	type EventsFrame,
	NO_SIGNAL_MS,
	NOW_MS,
	PROTOCOL_VERSION,
	type Presence,
	type Recording,
	type UpFrame,
	type UpFrameOf,
	WEAK_MS,
} from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { type Heads, headOf, type StreamId } from '../../shared/stream.ts';
import type { Line, LinkView, SessionLink } from './link-view.ts';
import type { OutboxEntry, OutboxStore } from './outbox.ts';
import { createOutboxKeeper } from './outbox-keeper.ts';
import { createOwnStreams, type OwnStream } from './own-streams.ts';
import { createSender } from './sender.ts';
import { createServerClock } from './server-clock.ts';
import { lostFacts, snapshotOf } from './snapshot.ts';

/** One connection, as the link sees it. */
export interface Wire {
	send(frame: UpFrame): void;
	/** Gives up this connection; whoever made it makes the next one. */
	close(): void;
}

export interface LinkParts {
	readonly seat: Seat;
	/** The right to the seat. */
	readonly token: string;
	/** The page's monotonic clock, ms. */
	readonly now: () => number;
	/** 128 random bits as 22 characters of base64url. */
	readonly randomId: () => string;
	/** Where unacknowledged events outlive the page; null keeps them in memory. */
	readonly outbox: OutboxStore | null;
	/** The second road (W9): carries frames of *say*, answers what `down` would. */
	readonly secondRoad: (frames: readonly UpFrameOf<'events'>[]) => Promise<readonly DownFrame[]>;
	/** Therapist's page: whom the session is for, as chosen at its start. */
	readonly client?: ClientChoice;
}

/** The engine of a page's line, moved from outside: by its wire, and by `handleTick` about ten times a second. */
export interface LinkEngine extends SessionLink {
	/** Reads what earlier loads left; to be awaited before the first connection. */
	load(): Promise<void>;
	handleOpen(wire: Wire): void;
	handleFrame(wire: Wire, frame: DownFrame): void;
	handleClose(wire: Wire): void;
	handleTick(): void;
	/** What this page holds that is not acknowledged. */
	outbox(): readonly OutboxEntry[];
}

/** A STOP unacknowledged this long takes the second road too (W9), ms; and how long before it tries again. */
export const SECOND_ROAD_MS = 400;
const SECOND_ROAD_AGAIN_MS = 2_000;
/** What was sent and brought no acknowledgement for this long is sent again: a repeat changes nothing (W3), ms. */
const RESEND_MS = 5_000;
/** While samples wait behind a backlog the picture alone is the present: a new rating leaves after this long, ms. */
const PICTURE_SOON_MS = 250;
/** How often a page looks for what a closed tab of its browser left, ms. */
const LEFT_MS = 5_000;

/** After these nothing this seat holds will ever be taken: its stored outbox goes, and the page says what did not arrive. */
const FINAL_CODES: readonly Code[] = ['session_sealed', 'session_erased', 'no_session'];

/** These end one connection and nothing else: the page comes back. */
const PASSING_CODES: readonly Code[] = ['too_many', 'too_slow', 'internal'];

export function createSessionLink(parts: LinkParts): LinkEngine {
	const fold = createLiveFold(createSessionLog());
	const { log } = fold;
	const own = createOwnStreams();
	const keeper = createOutboxKeeper(
		parts.outbox,
		() => own.entries(),
		() => changed(),
	);
	const listeners = new Set<() => void>();
	let clock = createServerClock(parts.now, 0);
	const sender = createSender({ own, now: parts.now });

	let writer = parts.randomId();
	let wire: Wire | null = null;
	let isWelcome = false;
	let line: Line = { is: 'connecting' };
	let hasPen = true;
	/** Asked for by a touch and not answered yet. */
	let wantsPen = false;
	let penAskedAt = Number.NEGATIVE_INFINITY;
	let recording: Recording = 'held';
	let recordedHeads: Heads = {};
	let isPartLost = false;
	let refusals: LinkView['refusals'] = [];
	let others: LinkView['others'] = {};
	let asking: readonly AskingDevice[] = [];
	let clientName: string | null = null;
	let lastBand: Band | null = null;
	let inView = true;
	let isLeaving = false;
	/** On this connection. */
	let hasSaidBye = false;
	/** The client's answer after withdrawing, until the server says that it is done. */
	let wantsErase = false;
	let isErased = false;
	let heardAt = Number.NEGATIVE_INFINITY;
	let pictureSentAt = Number.NEGATIVE_INFINITY;
	let isPictureNew = false;
	let picture: { rating: number | null; at: number; touchedAt: number | null } | null = null;
	let progressAt = Number.NEGATIVE_INFINITY;
	let leftAt = Number.NEGATIVE_INFINITY;
	let secondRoadAt = Number.NEGATIVE_INFINITY;
	/** When this page appended each STOP that is not acknowledged, by its own clock. */
	const stopsAt = new Map<string, { readonly id: EventId; readonly at: number }>();
	/** The same of every STOP of this load, acknowledged or not. */
	const pressedAt = new Map<string, number>();
	let view: LinkView | null = null;

	const changed = () => {
		view = null;
		for (const listener of listeners) listener();
	};

	/** Own events go into the log as soon as they continue what it holds of their stream. */
	const absorbOwn = () => {
		for (const { held, writer: of, lane } of own.list()) {
			for (const event of held) {
				if (event.n !== log.head({ writer: of, lane }) + 1) continue;
				fold.add({ ...event, writer: of, lane, seat: parts.seat, arrivedAt: event.at });
			}
		}
	};

	const appendAs = (stream: StreamId, event: Omit<LoggedEvent, 'n' | 'writer' | 'lane' | 'seat' | 'arrivedAt'>) => {
		const written = own.append(stream, event);
		keeper.put([{ ...stream, event: written }], clock.now());
		if (log.head(stream) + 1 === written.n) {
			fold.add({ ...written, ...stream, seat: parts.seat, arrivedAt: written.at });
		}
		const id = idOf({ ...stream, n: written.n });
		if (written.body.kind === 'stop') {
			stopsAt.set(eventKey(id), { id, at: parts.now() });
			const first = written.of && pressedAt.get(eventKey(written.of));
			pressedAt.set(eventKey(written.of ?? id), first ?? parts.now());
		}
		return id;
	};

	const sayHello = () => {
		wire?.send({
			t: 'hello',
			v: PROTOCOL_VERSION,
			token: parts.token,
			sentAt: parts.now(),
			writer,
			streams: streamsHeld(),
			heads: log.heads(),
			pen: hasPen,
			inView,
			...(parts.client && { client: parts.client }),
		});
	};

	const streamsHeld = () => {
		const present = (['say', 'flow'] as const)
			.filter((lane) => !own.get({ writer, lane }))
			.map((lane) => ({ writer, lane, first: 1, next: 1 }));
		return [
			...own.list().map(({ writer: of, lane, held, next }) => ({ writer: of, lane, first: held[0]?.n ?? next, next })),
			...present,
		];
	};

	const sendPicture = () => {
		if (!wire || !isWelcome) return;
		pictureSentAt = parts.now();
		isPictureNew = false;
		const sent = (lane: 'say' | 'flow') => own.get({ writer, lane })?.sent ?? 0;
		const { rating, at, touchedAt } = picture ?? { rating: null, at: clock.now(), touchedAt: null };
		wire.send({ t: 'now', writer, rating, at, touchedAt, inView, say: sent('say'), flow: sent('flow') });
	};

	const sendPictureIfDue = () => {
		const everyMs = isPictureNew && own.list().some(hasFlowWaiting) ? PICTURE_SOON_MS : NOW_MS;
		if (parts.now() - pictureSentAt >= everyMs) sendPicture();
	};

	const flush = () => {
		if (wire && isWelcome) sender.flush(wire);
	};

	const acknowledge = (heads: Heads) => {
		recordedHeads = { ...recordedHeads, ...heads };
		if (recording === 'held') return;
		const shorter = own.acknowledge(heads);
		if (shorter.length > 0 || own.count() === 0) progressAt = parts.now();
		for (const stream of shorter) keeper.remove(stream, headOf(heads, stream));
		for (const [key, { id }] of [...stopsAt]) if (!isHeld(id)) stopsAt.delete(key);
		// The next STOP is an alarm of its own: it doesn't wait because the last one took the second road.
		if (stopsAt.size === 0) secondRoadAt = Number.NEGATIVE_INFINITY;
		sayBye();
	};

	const isHeld = (id: EventId) => own.get(id)?.held.some(({ n }) => n === id.n) ?? false;

	/** Only over an ended session and with nothing left to bring; an end that was undone is no leave-taking (W11). */
	const sayBye = () => {
		isLeaving &&= fold.state().ended !== null;
		hasSaidBye &&= isLeaving;
		// What was never chosen for is not waited for: nobody will record it.
		const isEmpty = own.count() === 0 || (recording === 'held' && fold.state().consent === 'undecided');
		if (!isLeaving || !isEmpty || hasSaidBye || !wire || !isWelcome) return;
		hasSaidBye = true;
		wire.send({ t: 'bye' });
	};

	const adopt = (entries: readonly OutboxEntry[]) => {
		own.adopt(entries);
		for (const { writer: of, lane, event } of entries) {
			const id = { writer: of, lane, n: event.n };
			if (event.body.kind === 'stop' && isHeld(id) && !stopsAt.has(eventKey(id)))
				stopsAt.set(eventKey(id), { id, at: parts.now() });
		}
	};

	/** What a closed tab of this browser left in their stored outbox is brought by whoever is still there (W1). */
	const adoptLeft = async () => {
		leftAt = parts.now();
		adopt((await keeper.left()).filter((entry) => entry.writer !== writer));
	};

	const isKept = () => recording === 'recorded' || recording === 'not-recording';

	const learnRecording = (next: Recording) => {
		// What was only held so far is not recorded because recording begins.
		const wasKept = isKept();
		if (recording === 'held' && next !== 'held') recordedHeads = {};
		recording = next;
		if (isKept() !== wasKept) recordedHeads = {};
		keeper.setMode(isKept() ? 'stored' : next === 'held' ? 'memory' : 'wiped', clock.now());
	};

	/** Lets go of streams; answers their unacknowledged events from n on, the oldest first, with what each first was. */
	const releaseAll = (streams: readonly StreamId[], from: number) => {
		// Not beyond what this page holds: of another tab's stream, what came since stays in their stored outbox.
		for (const stream of streams) keeper.remove(stream, (own.get(stream)?.next ?? 1) - 1);
		return streams
			.flatMap((stream) =>
				own.release(stream, from).map((event) => ({ ...event, writer: stream.writer, lane: stream.lane })),
			)
			.sort((a, b) => a.at - b.at)
			.map(({ n, writer: of, lane, ...content }) => ({ ...content, of: content.of ?? { writer: of, lane, n } }));
	};

	/** The server no longer has a part of this page's streams (W7): it says again what its seat's state is made of. */
	const sayAgain = (streams: readonly StreamId[]) => {
		const unacknowledged = releaseAll(streams, 0);
		writer = parts.randomId();
		const snapshot = snapshotOf(log, parts.seat);
		const said = new Set(snapshot.map(({ of }) => of && eventKey(of)));
		const rest = unacknowledged.filter(({ of }) => !said.has(eventKey(of)));
		for (const event of [...snapshot, ...rest]) appendAs({ writer, lane: laneOf(event.body) }, event);
		isPartLost = true;
	};

	/** The server holds something else under the stream's n (W3): the first stands, and what this page had comes anew. */
	const standAside = (stream: StreamId, n: number) => {
		keeper.remove(stream, (own.get(stream)?.next ?? 1) - 1);
		const unacknowledged = own.release(stream, n);
		const below = own.get(stream)?.held ?? [];
		keeper.put(
			below.map((event) => ({ ...stream, event })),
			clock.now(),
		);
		writer = parts.randomId();
		for (const { n: _, ...event } of unacknowledged) appendAs({ writer, lane: stream.lane }, event);
	};

	/** Said again by whoever holds the pen of the seat: the page that said it is gone, and so is the server's memory of it. */
	const sayLostFacts = (heads: Heads) => {
		if (!hasPen) return;
		const isKnown = (id: EventId) => id.n <= headOf(heads, id) || isHeld(id);
		for (const event of lostFacts(log, parts.seat, isKnown)) appendAs({ writer, lane: 'say' }, event);
	};

	const askForPen = () => {
		penAskedAt = parts.now();
		wire?.send({ t: 'pen' });
	};

	const learnPen = (isMine: boolean) => {
		hasPen = isMine;
		wantsPen = false;
	};

	/** A better estimate of the server's clock moves no silence: what was heard so long ago stays so long ago. */
	const learnClock = ({ echo, serverAt }: { readonly echo: number; readonly serverAt: number }) => {
		const before = clock.now();
		clock.learn(echo, serverAt);
		const moved = clock.now() - before;
		const seats = Object.entries(others).map(([seat, each]) => [seat, { ...each, heardAt: each.heardAt + moved }]);
		others = Object.fromEntries(seats);
	};

	const handleWelcome = (frame: DownFrameOf<'welcome'>) => {
		isWelcome = true;
		line = { is: 'live' };
		learnClock(frame);
		if (frame.hasPen || !wantsPen) learnPen(frame.hasPen);
		else askForPen();
		clientName = frame.clientName ?? clientName;
		lastBand = frame.band ?? lastBand;
		learnRecording(frame.recording);
		const lost = frame.forgotten.filter((stream) => own.get(stream) !== undefined || stream.writer === writer);
		acknowledge(frame.heads);
		own.restart(frame.heads);
		progressAt = parts.now();
		if (lost.length > 0) sayAgain(lost);
		sayLostFacts(frame.heads);
		void adoptLeft().then(flush);
		sendPicture();
		flush();
		sayBye();
	};

	const handleEvents = ({ writer: of, lane, seat, from, to, events }: EventsFrame) => {
		const stream = { writer: of, lane };
		const head = log.head(stream);
		if (from > head + 1) {
			wire?.send({ t: 'want', heads: log.heads() });
			return;
		}
		for (const event of events) {
			if (event.n <= log.head(stream)) continue;
			fold.add({ ...event, writer: of, lane, seat });
		}
		log.skipTo(stream, to);
		absorbOwn();
	};

	const handleExpect = ({ writer: of, lane, n }: DownFrameOf<'expect' | 'conflict'>) => {
		if (own.rewind({ writer: of, lane }, n)) flush();
		else sayHello();
	};

	const handleConflict = ({ writer: of, lane, n }: DownFrameOf<'expect' | 'conflict'>) => {
		const stream = { writer: of, lane };
		fold.cutBack(stream, n - 1);
		standAside(stream, n);
		wire?.send({ t: 'want', heads: log.heads() });
		flush();
	};

	const handleNow = (frame: DownFrameOf<'now'>) => {
		learnRecording(frame.recording);
		if (frame.hasPen || !wantsPen) learnPen(frame.hasPen);
		else if (parts.now() - penAskedAt >= NOW_MS) askForPen();
		acknowledge(frame.heads);
		learnErased(frame);
		asking = frame.asking ?? [];
		const seats = frame.seats.map((presence: Presence) => {
			const before = others[presence.seat]?.heardAt ?? Number.NEGATIVE_INFINITY;
			const told = presence.heardAgoMs === null ? before : clock.now() - presence.heardAgoMs;
			return [presence.seat, { ...presence, heardAt: Math.max(before, told) }] as const;
		});
		others = Object.fromEntries(seats);
		if (Object.entries(frame.accepted).some(([of, [say, flow]]) => isBehind(of, say, flow))) {
			wire?.send({ t: 'want', heads: log.heads() });
		}
	};

	const learnErased = (frame: DownFrameOf<'now'>) => {
		isErased ||= frame.isErased === true;
		if (wantsErase && !isErased && recording === 'withdrawn') wire?.send({ t: 'erase', erase: true });
	};

	const isBehind = (of: string, say: number, flow: number) =>
		log.head({ writer: of, lane: 'say' }) < say || log.head({ writer: of, lane: 'flow' }) < flow;

	const handleOver = (frame: DownFrameOf<'over'>) => {
		if (PASSING_CODES.includes(frame.code)) return;
		line = { is: 'over', code: frame.code };
		if (FINAL_CODES.includes(frame.code)) keeper.setMode('wiped', clock.now());
	};

	const handleDown = (frame: DownFrame) => {
		switch (frame.t) {
			case 'welcome':
				return handleWelcome(frame);
			case 'events':
				return handleEvents(frame);
			case 'recorded':
			case 'held':
				// An answer of the second road may be older than what is known since.
				return isKept() === (frame.t === 'recorded') ? acknowledge(highest(recordedHeads, frame.heads)) : undefined;
			case 'expect':
				return handleExpect(frame);
			case 'conflict':
				return handleConflict(frame);
			case 'refused':
				refusals = [...refusals.slice(-9), frame.code];
				if (frame.event) fold.refuse(frame.event, frame.code);
				return undefined;
			case 'moved':
				return learnPen(false);
			case 'pen':
				learnPen(true);
				return sendPicture();
			case 'waiting':
				line = { is: 'waiting', words: frame.words };
				learnClock(frame);
				return undefined;
			case 'now':
				return handleNow(frame);
			case 'over':
				return handleOver(frame);
		}
	};

	const takeSecondRoad = () => {
		const now = parts.now();
		// What was pressed since the last try was not on it, and does not wait for its answer.
		const isDue = [...stopsAt.values()].some(
			({ at }) => now - at >= SECOND_ROAD_MS && (at >= secondRoadAt || now - secondRoadAt >= SECOND_ROAD_AGAIN_MS),
		);
		if (!isDue) return;
		secondRoadAt = now;
		parts.secondRoad(sender.framesOfSay()).then(
			(frames) => {
				for (const frame of frames) if (frame.t !== 'moved') handleDown(frame);
				changed();
			},
			() => undefined,
		);
	};

	/** None of this needs an incoming message: the page's own cut-off, by its own clock. */
	const watchLine = () => {
		const silence = parts.now() - heardAt;
		if (line.is === 'live' && silence >= WEAK_MS) {
			line = { is: 'weak', since: clock.now() - silence };
			changed();
		}
		if (wire && silence >= NO_SIGNAL_MS) {
			const given = wire;
			loseWire();
			given.close();
		}
	};

	const resendIfStuck = () => {
		const isWaiting =
			own.count() > 0 && (recording === 'recorded' || recording === 'live-only' || recording === 'withdrawn');
		if (!isWaiting || parts.now() - progressAt < RESEND_MS) return;
		progressAt = parts.now();
		own.restart({});
	};

	const loseWire = () => {
		wire = null;
		isWelcome = false;
		if (line.is === 'live') line = { is: 'weak', since: clock.now() };
		changed();
	};

	return {
		get writer() {
			return writer;
		},
		async load() {
			const left = await keeper.load();
			clock = createServerClock(parts.now, left.lastServerAt);
			adopt(left.entries);
			changed();
		},
		handleOpen(opened) {
			wire = opened;
			isWelcome = false;
			hasSaidBye = false;
			heardAt = parts.now();
			sayHello();
		},
		handleFrame(from, frame) {
			if (from !== wire) return;
			heardAt = parts.now();
			if (line.is === 'weak' && isWelcome) line = { is: 'live' };
			handleDown(frame);
			changed();
		},
		handleClose(closed) {
			if (closed === wire) loseWire();
		},
		handleTick() {
			watchLine();
			if (stopsAt.size > 0 && line.is !== 'over') takeSecondRoad();
			resendIfStuck();
			if (isKept() && isWelcome && parts.now() - leftAt >= LEFT_MS) void adoptLeft();
			sendPictureIfDue();
			flush();
		},
		outbox: () => own.entries(),
		view() {
			view ??= {
				line,
				hasPen,
				recording,
				isStoreRefused: keeper.isRefused(),
				isPartLost,
				refusals,
				state: fold.state(),
				log,
				recordedHeads,
				isErased,
				unacknowledged: own.count(),
				others,
				asking,
				clientName,
				lastBand,
			};
			return view;
		},
		serverNow: () => clock.now(),
		append(body: KnownBody, options) {
			if (!hasPen || line.is === 'over' || !clock.isSet()) return null;
			const content = { at: clock.now(), ...(options?.practice && { practice: true as const }), body };
			const id = appendAs({ writer, lane: laneOf(body) }, content);
			flush();
			changed();
			return id;
		},
		touch() {
			if (hasPen || line.is === 'over') return;
			hasPen = true;
			wantsPen = true;
			askForPen();
			changed();
		},
		setPicture(next) {
			picture = next;
			isPictureNew = true;
			sendPictureIfDue();
		},
		setInView(next) {
			if (next === inView) return;
			inView = next;
			sendPicture();
		},
		pressedAgoMs(id) {
			const at = pressedAt.get(eventKey(id));
			return at === undefined ? null : parts.now() - at;
		},
		isAcknowledged: (id) => !isHeld(id) && headOf(recordedHeads, id) >= id.n,
		leave() {
			void adoptLeft().then(() => {
				isLeaving = fold.state().ended !== null;
				sayBye();
				flush();
			});
		},
		answerErase(erase) {
			wantsErase = erase;
			wire?.send({ t: 'erase', erase });
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

const hasFlowWaiting = ({ lane, sent, next }: OwnStream): boolean => lane === 'flow' && sent < next - 1;

/** Of two tellings the later n of each stream: what was acknowledged stays so. */
function highest(known: Heads, told: Heads): Heads {
	return Object.fromEntries(
		Object.entries(told).map(([writer, [say, flow]]) => {
			const [knownSay, knownFlow] = known[writer] ?? [0, 0];
			return [writer, [Math.max(say, knownSay), Math.max(flow, knownFlow)]];
		}),
	);
}
