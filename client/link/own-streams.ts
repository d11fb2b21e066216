import type { Lane, WrittenEvent } from '../../shared/events.ts';
import { type Heads, headOf, type StreamId, streamKey } from '../../shared/stream.ts';
import type { OutboxEntry } from './outbox.ts';

/** One stream of this seat's: what is not acknowledged, and how far this connection has sent. */
export interface OwnStream {
	readonly writer: string;
	readonly lane: Lane;
	/** Unacknowledged, in order, without a missing n. */
	readonly held: readonly WrittenEvent[];
	/** The n the next event will have. */
	readonly next: number;
	/** The last n sent on the present connection. */
	readonly sent: number;
}

/** The events this page answers for: those of its own writer and those that earlier loads left behind (W1). */
export interface OwnStreams {
	append(stream: StreamId, event: Omit<WrittenEvent, 'n'>): WrittenEvent;
	/** Takes in what an earlier load left. */
	adopt(entries: readonly OutboxEntry[]): void;
	/** Takes out what is acknowledged; answers the streams that became shorter. */
	acknowledge(heads: Heads): readonly StreamId[];
	/** A new connection has sent nothing beyond what the server said it has. */
	restart(heads: Heads): void;
	/** The server wants n next. False if the page no longer holds it. */
	rewind(stream: StreamId, n: number): boolean;
	markSent(stream: StreamId, n: number): void;
	/** Lets go of a stream: its unacknowledged events from n on are the caller's. */
	release(stream: StreamId, from?: number): readonly WrittenEvent[];
	list(): readonly OwnStream[];
	get(stream: StreamId): OwnStream | undefined;
	entries(): readonly OutboxEntry[];
	count(): number;
}

type Mutable = { -readonly [K in keyof OwnStream]: OwnStream[K] } & { held: WrittenEvent[] };

export function createOwnStreams(): OwnStreams {
	const streams = new Map<string, Mutable>();

	const streamOf = ({ writer, lane }: StreamId, next = 1): Mutable => {
		const key = streamKey({ writer, lane });
		const known = streams.get(key);
		if (known) return known;
		const fresh: Mutable = { writer, lane, held: [], next, sent: next - 1 };
		streams.set(key, fresh);
		return fresh;
	};

	return {
		append(id, event) {
			const stream = streamOf(id);
			const written: WrittenEvent = { n: stream.next, ...event };
			stream.held.push(written);
			stream.next += 1;
			return written;
		},
		adopt(entries) {
			for (const { writer, lane, event } of [...entries].sort((a, b) => a.event.n - b.event.n)) {
				const stream = streamOf({ writer, lane }, event.n);
				if (stream.held.length === 0 && event.n > stream.next)
					Object.assign(stream, { next: event.n, sent: event.n - 1 });
				if (event.n !== stream.next) continue;
				stream.held.push(event);
				stream.next += 1;
			}
		},
		acknowledge(heads) {
			const shorter: StreamId[] = [];
			for (const stream of streams.values()) {
				const head = headOf(heads, stream);
				const kept = stream.held.findIndex(({ n }) => n > head);
				const gone = kept === -1 ? stream.held.length : kept;
				if (gone === 0) continue;
				stream.held.splice(0, gone);
				shorter.push(stream);
			}
			return shorter;
		},
		restart(heads) {
			for (const stream of streams.values()) {
				stream.sent = Math.max(headOf(heads, stream), (stream.held[0]?.n ?? stream.next) - 1);
			}
		},
		rewind(id, n) {
			const stream = streams.get(streamKey(id));
			if (!stream || n >= stream.next) return true;
			if ((stream.held[0]?.n ?? stream.next) > n) return false;
			stream.sent = Math.min(stream.sent, n - 1);
			return true;
		},
		markSent(id, n) {
			const stream = streamOf(id);
			stream.sent = Math.max(stream.sent, n);
		},
		release(id, from = 0) {
			const stream = streams.get(streamKey(id));
			if (!stream) return [];
			const given = stream.held.filter(({ n }) => n >= from);
			stream.held = stream.held.filter(({ n }) => n < from);
			if (stream.held.length === 0) streams.delete(streamKey(id));
			else stream.next = from;
			return given;
		},
		list: () => [...streams.values()],
		get: (id) => streams.get(streamKey(id)),
		entries: () =>
			[...streams.values()].flatMap(({ writer, lane, held }) => held.map((event) => ({ writer, lane, event }))),
		count: () => [...streams.values()].reduce((sum, { held }) => sum + held.length, 0),
	};
}
