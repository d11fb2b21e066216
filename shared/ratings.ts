import { type PackedFlow, PRACTICE, TOUCHED } from './packed-flow.ts';
import { AHEAD_MS, compareText, type TimedEvent } from './stream.ts';

/** Samples as columns, in the order of the log: one pass over 100,000 of them takes a millisecond. */
export interface Samples {
	readonly t: Float64Array;
	readonly arrivedAt: Float64Array;
	/** Tenths of the scale. */
	readonly values: Uint8Array;
	/** 1 where the client touched the slider. */
	readonly touched: Uint8Array;
	/** Which load of the phone it came from: its place among the writers. */
	readonly writer: Uint16Array;
}

/** Every rating of a session. */
export interface Ratings extends Samples {
	/** 1 where it was practice. */
	readonly practice: Uint8Array;
	/** In their order. */
	readonly writers: readonly string[];
}

function emptyRatings(length: number, writers: readonly string[]): Ratings {
	return {
		t: new Float64Array(length),
		arrivedAt: new Float64Array(length),
		values: new Uint8Array(length),
		touched: new Uint8Array(length),
		practice: new Uint8Array(length),
		writer: new Uint16Array(length),
		writers: writers.toSorted(compareText),
	};
}

/** The ratings among events that stand in the order of the log. */
export function ratingsOfEvents(ordered: readonly TimedEvent[]): Ratings {
	const writers = new Set<string>();
	let length = 0;
	for (const { body, writer } of ordered) {
		if (body.kind !== 'rating') continue;
		writers.add(writer);
		length += 1;
	}
	const ratings = emptyRatings(length, [...writers]);
	const places = new Map(ratings.writers.map((writer, place) => [writer, place]));
	let i = 0;
	for (const { t, arrivedAt, body, practice, writer } of ordered) {
		if (body.kind !== 'rating') continue;
		ratings.t[i] = t;
		ratings.arrivedAt[i] = arrivedAt;
		ratings.values[i] = body.value;
		ratings.touched[i] = Number(body.touched);
		ratings.practice[i] = Number(practice === true);
		ratings.writer[i] = places.get(writer) ?? 0;
		i += 1;
	}
	return ratings;
}

/** The same of packed ratings, where all of their streams is packed: t is worked out as the log does (W12). */
export function ratingsOfFlow(flow: readonly PackedFlow[]): Ratings {
	const length = flow.reduce((sum, { values }) => sum + values.length, 0);
	const ratings = emptyRatings(length, [...new Set(flow.map(({ writer }) => writer))]);
	let i = 0;
	for (const [place, writer] of ratings.writers.entries()) {
		let before = 0;
		const chunks = flow.filter((chunk) => chunk.writer === writer).sort((a, b) => a.n - b.n);
		for (const { at: steps, late, values, marks } of chunks) {
			let at = 0;
			for (let k = 0; k < values.length; k++, i++) {
				at += steps[k] as number;
				const arrivedAt = at + (late[k] as number);
				before = Math.max(before, Math.min(at, arrivedAt + AHEAD_MS));
				const mark = marks.charCodeAt(k) - 48;
				ratings.t[i] = before;
				ratings.arrivedAt[i] = arrivedAt;
				ratings.values[i] = values[k] as number;
				ratings.touched[i] = Number((mark & TOUCHED) !== 0);
				ratings.practice[i] = Number((mark & PRACTICE) !== 0);
				ratings.writer[i] = place;
			}
		}
	}
	return inOrder(ratings);
}

/** By t, then writer, then number: each writer's own stand in their order already. */
function inOrder(ratings: Ratings): Ratings {
	const { t, writer } = ratings;
	const compare = (a: number, b: number) =>
		(t[a] as number) - (t[b] as number) || (writer[a] as number) - (writer[b] as number) || a - b;
	let isSorted = true;
	for (let i = 1; isSorted && i < t.length; i++) isSorted = compare(i - 1, i) < 0;
	if (isSorted) return ratings;
	const order = Uint32Array.from(t.keys()).sort(compare);
	const sorted = emptyRatings(t.length, ratings.writers);
	for (const column of ['t', 'arrivedAt', 'values', 'touched', 'practice', 'writer'] as const) {
		for (let i = 0; i < order.length; i++) sorted[column][i] = ratings[column][order[i] as number] as number;
	}
	return sorted;
}

/** The place of the first rating that lies after an event of *say* in the log's order. */
export function firstAfter({ t, writer, writers }: Ratings, event: TimedEvent): number {
	let i = lastAtOrBefore(t, event.t) + 1;
	// Of one instant the log goes by writer, and *flow* before *say*.
	while (i > 0 && t[i - 1] === event.t && (writers[writer[i - 1] as number] as string) > event.writer) i--;
	return i;
}

/** The place of the last t that is not after `at`; -1 before the first. */
export function lastAtOrBefore(t: Float64Array, at: number): number {
	let low = 0;
	let high = t.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((t[middle] as number) <= at) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
