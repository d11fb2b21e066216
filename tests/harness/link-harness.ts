import type { LinkEngine } from '../../client/link/link-engine.ts';
import type { OutboxEntry } from '../../client/link/outbox.ts';
import { createSessionLink } from '../../client/link/session-link.ts';
import type { KnownBody, LoggedEvent, Seat } from '../../shared/events.ts';
import {
	type ClientChoice,
	type DownFrame,
	type DownFrameOf,
	type EventsFrame,
	PROTOCOL_VERSION,
	type Presence,
	type UpFrameOf,
} from '../../shared/protocol.ts';
import type { HandOutbox } from './hand-outbox.ts';
import { createHandWire, type HandWire, settle } from './hand-wire.ts';
import { idNamed } from './server-events.ts';

/** The server's clock when a page's own clock says OWN_START, ms. */
export const SERVER_START = 1_790_000_000_000;
const OWN_START = 5_000;
const TICK_MS = 100;

export const TOKEN = idNamed('token');
/** The nth writer of a page. */
export const writerNamed = (seat: Seat, n: number) => idNamed(`${seat}-${n}`);

/** What was given to the second road, to be answered by hand. */
export interface SecondRoadCall {
	readonly frames: readonly UpFrameOf<'events'>[];
	answer(frames: readonly DownFrame[]): Promise<void>;
	fail(): Promise<void>;
}

/** One load of a page: its engine, its clock and its wire, all moved by hand. */
export interface LinkHarness {
	readonly link: LinkEngine;
	/** The wire of the present connection, or the last one. */
	readonly wire: HandWire;
	readonly secondRoad: readonly SecondRoadCall[];
	/** The page's own clock, ms. */
	now(): number;
	/** The server's clock, ms. */
	serverNow(): number;
	/** Time passes; the page ticks every 100 ms. */
	pass(ms: number): void;
	/** Time passes and the page does not notice. */
	sleep(ms: number): void;
	connect(): HandWire;
	cut(): void;
	down(frame: DownFrame): void;
	/** Answers the hello of the present connection. */
	welcome(change?: Partial<DownFrameOf<'welcome'>>): void;
	/** Connects and is welcomed. */
	join(change?: Partial<DownFrameOf<'welcome'>>): HandWire;
	say(...bodies: readonly KnownBody[]): void;
}

export interface LinkOptions {
	readonly seat?: Extract<Seat, 'client' | 'therapist' | 'observer'>;
	readonly outbox?: HandOutbox;
	readonly client?: ClientChoice;
	/** Which load of this page it is: its writers are counted on. */
	readonly firstWriter?: number;
}

export async function openLink({
	seat = 'client',
	outbox,
	client,
	firstWriter = 1,
}: LinkOptions = {}): Promise<LinkHarness> {
	let now = OWN_START;
	let writers = firstWriter - 1;
	let wire = createHandWire();
	const secondRoad: SecondRoadCall[] = [];
	const link = createSessionLink({
		seat,
		token: TOKEN,
		now: () => now,
		randomId() {
			writers += 1;
			return writerNamed(seat, writers);
		},
		outbox: outbox ?? null,
		secondRoad: (frames) =>
			new Promise((resolve, reject) => {
				secondRoad.push({
					frames: structuredClone(frames),
					answer(answered) {
						resolve(answered);
						return settle();
					},
					fail() {
						reject(new Error('no answer'));
						return settle();
					},
				});
			}),
		...(client && { client }),
	});
	await link.load();

	const serverNow = () => SERVER_START + now - OWN_START;
	const page: LinkHarness = {
		link,
		get wire() {
			return wire;
		},
		secondRoad,
		now: () => now,
		serverNow,
		pass(ms) {
			for (let left = ms; left > 0; left -= TICK_MS) {
				now += Math.min(TICK_MS, left);
				link.handleTick();
			}
		},
		sleep(ms) {
			now += ms;
		},
		connect() {
			wire = createHandWire();
			link.handleOpen(wire);
			return wire;
		},
		cut: () => link.handleClose(wire),
		down: (frame) => link.handleFrame(wire, structuredClone(frame)),
		welcome: (change = {}) =>
			page.down({
				t: 'welcome',
				v: PROTOCOL_VERSION,
				session: idNamed('session'),
				seat,
				echo: now,
				serverAt: serverNow(),
				hasPen: true,
				recording: 'recorded',
				heads: {},
				forgotten: [],
				...change,
			}),
		join(change) {
			page.connect();
			page.welcome(change);
			return wire;
		},
		say(...bodies) {
			for (const body of bodies) link.append(body);
		},
	};
	return page;
}

/** A picture of now from the server, with nothing in it but what is said. */
/** The therapist's seat, never heard of. */
const NOBODY: Presence = { seat: 'therapist', isConnected: false, inView: false, heardAgoMs: null, picture: null };

export function nowOf(page: LinkHarness, change: Partial<DownFrameOf<'now'>> = {}): DownFrame {
	return {
		t: 'now',
		serverAt: page.serverNow(),
		recording: 'recorded',
		heads: {},
		accepted: {},
		hasPen: true,
		seats: [NOBODY],
		...change,
	};
}

/** A run of another page's *say*, n from 1 on, as the server relays it. */
export function relayed(seat: Seat, bodies: readonly KnownBody[], change: Partial<EventsFrame> = {}): EventsFrame {
	const from = change.from ?? 1;
	const at = SERVER_START - 1_000;
	const events: Pick<LoggedEvent, 'n' | 'at' | 'arrivedAt' | 'body'>[] = bodies.map((body, i) => ({
		n: from + i,
		at: at + i,
		arrivedAt: at + i,
		body,
	}));
	const to = from + bodies.length - 1;
	return { t: 'events', writer: writerNamed(seat, 9), lane: 'say', seat, from, to, events, ...change };
}

export const rate = (value: number): KnownBody => ({ kind: 'rating', value, touched: true });
export const STOP: KnownBody = { kind: 'stop' };

/** What a load that is gone left in its outbox: so many minutes of a thumb that never rested, 20 samples a second. */
export function backlogOf(minutes: number): readonly OutboxEntry[] {
	return Array.from({ length: minutes * 60 * 20 }, (_, i) => ({
		writer: writerNamed('client', 7),
		lane: 'flow',
		event: { n: i + 1, at: SERVER_START - minutes * 60_000 + i * 50, body: rate(i % 101) },
	}));
}
