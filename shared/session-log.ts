import { isSeenByAll } from './event-sight.ts';
import { eventKey, type LoggedEvent } from './events.ts';
import { compareEvents, type Heads, type StreamId, streamKey, type TimedEvent, timeOf } from './stream.ts';

/** All events of a session that one side knows: the union of its streams, each without a missing n. */
export interface SessionLog {
	/** Takes in an event that continues its stream. Answers whether it came last in the log's order. */
	add(event: LoggedEvent): boolean;
	/** Moves a stream's head over events this seat may not see (W14). */
	skipTo(stream: StreamId, n: number): void;
	/** Forgets what lies above n in a stream: a crash of whoever held it. */
	cutBack(stream: StreamId, n: number): void;
	head(stream: StreamId): number;
	heads(): Heads;
	/** The event n of a stream; undefined where it is unknown or hidden. */
	get(stream: StreamId, n: number): TimedEvent | undefined;
	/** The events of one stream above n, in order. */
	after(stream: StreamId, n: number): readonly TimedEvent[];
	streams(): readonly StreamId[];
	/** Every event in the order of the log, said-again ones once. */
	ordered(): readonly TimedEvent[];
	/** The same with what was said again, without which a stream lacks an n and reckons other times. */
	everything(): readonly TimedEvent[];
	size(): number;
	/** Another with each change. */
	revision(): number;
}

interface HeldStream {
	readonly id: StreamId;
	head: number;
	events: TimedEvent[];
}

/** @param events in any order, each stream from its first to its last known without a missing n */
export function createSessionLog(events: readonly LoggedEvent[] = []): SessionLog {
	const streams = new Map<string, HeldStream>();
	let sorted: TimedEvent[] = [];
	let isSorted = true;
	let once: readonly TimedEvent[] | null = null;
	let revision = 0;

	const streamOf = (id: StreamId): HeldStream => {
		const key = streamKey(id);
		const known = streams.get(key);
		if (known) return known;
		const fresh: HeldStream = { id: { writer: id.writer, lane: id.lane }, head: 0, events: [] };
		streams.set(key, fresh);
		return fresh;
	};

	const log: SessionLog = {
		add(event) {
			const stream = streamOf(event);
			if (event.n <= stream.head) throw new RangeError(`${streamKey(event)} already holds ${event.n}`);
			// What is hidden from a seat must not move what that seat sees: all reckon the same t.
			const timed: TimedEvent = { ...event, t: timeOf(event, stream.events.findLast(isSeenByAll)?.t ?? 0) };
			stream.events.push(timed);
			stream.head = event.n;
			const last = sorted.at(-1);
			const isLast = isSorted && (!last || compareEvents(last, timed) < 0);
			sorted.push(timed);
			isSorted &&= isLast;
			once = null;
			revision += 1;
			return isLast;
		},
		skipTo(id, n) {
			const stream = streamOf(id);
			stream.head = Math.max(stream.head, n);
			revision += 1;
		},
		cutBack(id, n) {
			const stream = streamOf(id);
			if (stream.head <= n) return;
			stream.head = n;
			stream.events = stream.events.filter((event) => event.n <= n);
			const key = streamKey(id);
			sorted = sorted.filter((event) => event.n <= n || streamKey(event) !== key);
			once = null;
			revision += 1;
		},
		head: (id) => streams.get(streamKey(id))?.head ?? 0,
		heads() {
			const heads: Record<string, [say: number, flow: number]> = {};
			for (const { id, head } of streams.values()) {
				const pair = heads[id.writer] ?? [0, 0];
				pair[id.lane === 'say' ? 0 : 1] = head;
				heads[id.writer] = pair;
			}
			return heads;
		},
		get(id, n) {
			const held = streams.get(streamKey(id))?.events;
			if (!held) return undefined;
			return held[lowerBound(held, n)]?.n === n ? held[lowerBound(held, n)] : undefined;
		},
		after(id, n) {
			const held = streams.get(streamKey(id))?.events ?? [];
			return held.slice(lowerBound(held, n + 1));
		},
		streams: () => [...streams.values()].map(({ id }) => id),
		ordered() {
			once ??= withoutSaidAgain(log.everything());
			return once;
		},
		everything() {
			if (!isSorted) {
				sorted.sort(compareEvents);
				isSorted = true;
			}
			return sorted;
		},
		size: () => sorted.length,
		revision: () => revision,
	};
	for (const event of events.toSorted((a, b) => a.n - b.n)) log.add(event);
	return log;
}

/** The place of the first event whose number is at least n. */
function lowerBound(events: readonly TimedEvent[], n: number): number {
	let low = 0;
	let high = events.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((events[middle] as TimedEvent).n < n) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The log's order with events that it can't take in yet, as `ordered` would give them. */
export function orderedWith(log: SessionLog, more: readonly TimedEvent[]): readonly TimedEvent[] {
	return withoutSaidAgain([...log.ordered(), ...more].sort(compareEvents));
}

/** What was said again under a new writer (W7) counts once: the first in order stands. */
function withoutSaidAgain(sorted: readonly TimedEvent[]): readonly TimedEvent[] {
	if (!sorted.some((event) => event.of)) return sorted;
	const seen = new Set<string>();
	return sorted.filter((event) => {
		const key = eventKey(event.of ?? event);
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}
