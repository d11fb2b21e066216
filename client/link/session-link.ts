import { eventKey, idOf, type KnownBody, type LoggedEvent, laneOf, type Seat } from '../../shared/events.ts';
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
import { createSessionLog } from '../../shared/session-log.ts';
import { type Heads, headOf, type StreamId, withHead } from '../../shared/stream.ts';
import type { Line, LinkView, SessionLink } from './link-view.ts';
import type { OutboxStore } from './outbox.ts';
import { createOutboxKeeper } from './outbox-keeper.ts';
import { createOwnStreams } from './own-streams.ts';
import { createSender } from './sender.ts';
import { createServerClock } from './server-clock.ts';
import { snapshotOf } from './snapshot.ts';

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
}

/** A STOP unacknowledged this long takes the second road too (W9), ms; and how long before it tries again. */
export const SECOND_ROAD_MS = 400;
const SECOND_ROAD_AGAIN_MS = 2_000;

export function createSessionLink(parts: LinkParts): LinkEngine {
	const fold = createLiveFold(createSessionLog());
	const { log } = fold;
	const own = createOwnStreams();
	const keeper = createOutboxKeeper(parts.outbox, () => own.entries());
	const listeners = new Set<() => void>();
	let clock = createServerClock(parts.now, 0);
	const sender = createSender({ own, now: parts.now });

	let writer = parts.randomId();
	let wire: Wire | null = null;
	let isWelcome = false;
	let line: Line = { is: 'connecting' };
	let hasPen = true;
	let recording: Recording = 'held';
	let recordedHeads: Heads = {};
	let isPartLost = false;
	let refusals: LinkView['refusals'] = [];
	let others: LinkView['others'] = {};
	let asking: readonly AskingDevice[] = [];
	let clientName: string | null = null;
	let inView = true;
	let isLeaving = false;
	let heardAt = Number.NEGATIVE_INFINITY;
	let pictureSentAt = Number.NEGATIVE_INFINITY;
	let picture: { rating: number | null; at: number; touchedAt: number | null } | null = null;
	let secondRoadAt = Number.NEGATIVE_INFINITY;
	/** When this page appended each STOP that is not acknowledged, by its own clock. */
	const stopsAt = new Map<string, number>();
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
			stopsAt.set(eventKey(id), parts.now());
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
		const sent = (lane: 'say' | 'flow') => own.get({ writer, lane })?.sent ?? 0;
		const { rating, at, touchedAt } = picture ?? { rating: null, at: clock.now(), touchedAt: null };
		wire.send({ t: 'now', writer, rating, at, touchedAt, inView, say: sent('say'), flow: sent('flow') });
	};

	const flush = () => {
		if (wire && isWelcome) sender.flush(wire);
	};

	const acknowledge = (heads: Heads) => {
		for (const [of, [say, flow]] of Object.entries(heads)) {
			recordedHeads = withHead(
				withHead(recordedHeads, { writer: of, lane: 'say' }, say),
				{ writer: of, lane: 'flow' },
				flow,
			);
		}
		if (recording === 'held') return;
		for (const stream of own.acknowledge(heads)) keeper.remove(stream, headOf(heads, stream));
		for (const key of [...stopsAt.keys()]) if (isKeyAcknowledged(key)) stopsAt.delete(key);
		if (isLeaving && own.count() === 0) wire?.send({ t: 'bye' });
	};

	const isKeyAcknowledged = (key: string) => {
		const [of, lane, n] = key.split('.') as [string, 'say' | 'flow', string];
		const held = own.get({ writer: of, lane })?.held ?? [];
		return !held.some((event) => event.n === Number(n));
	};

	const learnRecording = (next: Recording) => {
		recording = next;
		keeper.setMode(
			next === 'recorded' || next === 'not-recording' ? 'stored' : next === 'held' ? 'memory' : 'wiped',
			clock.now(),
		);
	};

	/** The server lost a part (W7), or holds other content (W3): this page goes on as a new writer. */
	const startAnew = (streams: readonly StreamId[], from: number, isLost: boolean) => {
		const unacknowledged = streams.flatMap((stream) =>
			own.release(stream, from).map((event) => ({ stream, event, of: event.of ?? { ...stream, n: event.n } })),
		);
		for (const stream of streams) keeper.remove(stream, Number.MAX_SAFE_INTEGER);
		writer = parts.randomId();
		const again = isLost ? snapshotOf(log, parts.seat) : [];
		const said = new Set(again.map(({ of }) => of && eventKey(of)));
		for (const event of again) appendAs({ writer, lane: laneOf(event.body) }, event);
		unacknowledged.sort((a, b) => a.event.at - b.event.at);
		for (const { stream, event, of } of unacknowledged) {
			if (isLost && said.has(eventKey(of))) continue;
			const { n: _, ...content } = event;
			appendAs({ writer, lane: stream.lane }, isLost ? { ...content, of } : content);
		}
		isPartLost ||= isLost;
	};

	const handleWelcome = (frame: DownFrameOf<'welcome'>) => {
		isWelcome = true;
		line = { is: 'live' };
		clock.learn(frame.echo, frame.serverAt);
		hasPen = frame.hasPen;
		clientName = frame.clientName ?? clientName;
		learnRecording(frame.recording);
		const lost = frame.forgotten.filter((stream) => own.get(stream) !== undefined || stream.writer === writer);
		acknowledge(frame.heads);
		own.restart(frame.heads);
		if (lost.length > 0) startAnew(lost, 0, true);
		sendPicture();
		flush();
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
		startAnew([stream], n, false);
		wire?.send({ t: 'want', heads: log.heads() });
		flush();
	};

	const handleNow = (frame: DownFrameOf<'now'>) => {
		learnRecording(frame.recording);
		acknowledge(frame.heads);
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

	const isBehind = (of: string, say: number, flow: number) =>
		log.head({ writer: of, lane: 'say' }) < say || log.head({ writer: of, lane: 'flow' }) < flow;

	const handleOver = (frame: DownFrameOf<'over'>) => {
		line = { is: 'over', code: frame.code };
		if (frame.code === 'session_sealed' || frame.code === 'session_erased') keeper.setMode('wiped', clock.now());
	};

	const handleDown = (frame: DownFrame) => {
		switch (frame.t) {
			case 'welcome':
				return handleWelcome(frame);
			case 'events':
				return handleEvents(frame);
			case 'recorded':
			case 'held':
				return acknowledge(frame.heads);
			case 'expect':
				return handleExpect(frame);
			case 'conflict':
				return handleConflict(frame);
			case 'refused':
				refusals = [...refusals.slice(-9), frame.code];
				return undefined;
			case 'moved':
				hasPen = false;
				return undefined;
			case 'pen':
				hasPen = true;
				return sendPicture();
			case 'waiting':
				line = { is: 'waiting', words: frame.words };
				return undefined;
			case 'now':
				return handleNow(frame);
			case 'over':
				return handleOver(frame);
		}
	};

	const takeSecondRoad = () => {
		const now = parts.now();
		const oldest = Math.min(...stopsAt.values());
		if (now - oldest < SECOND_ROAD_MS || now - secondRoadAt < SECOND_ROAD_AGAIN_MS) return;
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
			own.adopt(left.entries);
			for (const { writer: of, lane, event } of left.entries) {
				if (event.body.kind === 'stop') stopsAt.set(eventKey({ writer: of, lane, n: event.n }), parts.now());
			}
			changed();
		},
		handleOpen(opened) {
			wire = opened;
			isWelcome = false;
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
			if (stopsAt.size > 0) takeSecondRoad();
			if (parts.now() - pictureSentAt >= NOW_MS) sendPicture();
			flush();
		},
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
				unacknowledged: own.count(),
				others,
				asking,
				clientName,
			};
			return view;
		},
		serverNow: () => clock.now(),
		append(body: KnownBody, options) {
			if (!hasPen || line.is === 'over') return null;
			const content = { at: clock.now(), ...(options?.practice && { practice: true as const }), body };
			const id = appendAs({ writer, lane: laneOf(body) }, content);
			flush();
			changed();
			return id;
		},
		touch() {
			if (hasPen || line.is === 'over') return;
			hasPen = true;
			wire?.send({ t: 'pen' });
			changed();
		},
		setPicture(next) {
			picture = next;
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
		isAcknowledged: (id) => isKeyAcknowledged(eventKey(id)) && headOf(recordedHeads, id) >= id.n,
		leave() {
			isLeaving = true;
			if (own.count() === 0) wire?.send({ t: 'bye' });
		},
		answerErase(erase) {
			wire?.send({ t: 'erase', erase });
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
