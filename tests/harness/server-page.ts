import type { LiveHub } from '../../server/live/live-hub.ts';
import type { KnownBody, Lane } from '../../shared/events.ts';
import { type DownFrame, PROTOCOL_VERSION } from '../../shared/protocol.ts';
import { idNamed } from './server-events.ts';

/** A page of a session as the server sees it: it says what it is told to, and keeps what it hears. */
export interface TestPage {
	readonly frames: readonly DownFrame[];
	readonly isClosed: () => boolean;
	/** Appends one event; n counts by lane. */
	say(body: KnownBody, at: number, lane?: Lane): void;
	bye(): void;
	/** Asks for what was recorded to be deleted, after withdrawing. */
	erase(): void;
}

export function openPage(hub: LiveHub, token: string, name: string): TestPage {
	const frames: DownFrame[] = [];
	const writer = idNamed(name);
	const n = { say: 0, flow: 0 };
	let isClosed = false;
	const connection = {
		send: (frame: DownFrame) => void frames.push(frame),
		close() {
			isClosed = true;
		},
	};
	hub.handle(connection, {
		t: 'hello',
		v: PROTOCOL_VERSION,
		token,
		sentAt: 0,
		writer,
		streams: [],
		heads: {},
		pen: true,
		inView: true,
	});
	return {
		frames,
		isClosed: () => isClosed,
		bye: () => void hub.handle(connection, { t: 'bye' }),
		erase: () => void hub.handle(connection, { t: 'erase', erase: true }),
		say(body, at, lane = 'say') {
			n[lane] += 1;
			hub.handle(connection, { t: 'events', writer, lane, events: [{ n: n[lane], at, body }] });
		},
	};
}
