import { type PackedFlow, PRACTICE, TOUCHED } from './packed-flow.ts';
import type { Sample } from './session-state.ts';
import { AHEAD_MS, compareText, type TimedEvent } from './stream.ts';

/** Samples as columns, in the order of the log: one pass over 100,000 of them takes a millisecond. */
export interface Samples {
	readonly t: Float64Array;
	readonly arrivedAt: Float64Array;
	/** Tenths of the scale. */
	readonly values: Uint8Array;
	/** 1 where the client touched the slider. */
	readonly touched: Uint8Array;
	/** 1 where it was practice. */
	readonly practice: Uint8Array;
	/** Which load of the phone it came from: its place among the writers. */
	readonly writer: Uint16Array;
}

const COLUMNS = ['t', 'arrivedAt', 'values', 'touched', 'practice', 'writer'] as const satisfies (keyof Samples)[];

/** Every rating of a session. */
export interface Ratings extends Samples {
	/** In their order. */
	readonly writers: readonly string[];
}

const emptySamples = (length: number): Samples => ({
	t: new Float64Array(length),
	arrivedAt: new Float64Array(length),
	values: new Uint8Array(length),
	touched: new Uint8Array(length),
	practice: new Uint8Array(length),
	writer: new Uint16Array(length),
});

const emptyRatings = (length: number, writers: readonly string[]): Ratings => ({
	...emptySamples(length),
	writers: writers.toSorted(compareText),
});

/** From one place to before another, as they lie there. */
export const samplesIn = (
	{ t, arrivedAt, values, touched, practice, writer }: Samples,
	from: number,
	end: number,
): Samples => ({
	t: t.subarray(from, end),
	arrivedAt: arrivedAt.subarray(from, end),
	values: values.subarray(from, end),
	touched: touched.subarray(from, end),
	practice: practice.subarray(from, end),
	writer: writer.subarray(from, end),
});

/** One after the other, copied. */
export function joinSamples(parts: readonly Samples[]): Samples {
	const joined = emptySamples(parts.reduce((sum, { t }) => sum + t.length, 0));
	let at = 0;
	for (const part of parts) {
		for (const column of COLUMNS) joined[column].set(part[column], at);
		at += part.t.length;
	}
	return joined;
}

/** Samples that stand in the order of the log. */
export function columnsOf(samples: readonly Sample[]): Ratings {
	const ratings = emptyRatings(samples.length, [...new Set(samples.map(({ writer }) => writer))]);
	const places = new Map(ratings.writers.map((writer, i) => [writer, i]));
	for (let i = 0; i < samples.length; i++) {
		const { t, arrivedAt, value, touched, practice, writer } = samples[i] as Sample;
		ratings.t[i] = t;
		ratings.arrivedAt[i] = arrivedAt;
		ratings.values[i] = value;
		ratings.touched[i] = Number(touched);
		ratings.practice[i] = Number(practice);
		ratings.writer[i] = places.get(writer) ?? 0;
	}
	return ratings;
}

/** The ratings among events that stand in the order of the log. */
export function ratingsOfEvents(ordered: readonly TimedEvent[]): Ratings {
	const samples: Sample[] = [];
	for (const { writer, t, arrivedAt, practice, body } of ordered) {
		if (body.kind !== 'rating') continue;
		samples.push({ writer, t, arrivedAt, value: body.value, touched: body.touched, practice: practice === true });
	}
	return columnsOf(samples);
}

/** The same of packed ratings, where all of their streams is packed: t is worked out as the log does (W12). */
export function ratingsOfFlow(flow: readonly PackedFlow[]): Ratings {
	const length = flow.reduce((sum, { values }) => sum + values.length, 0);
	const ratings = emptyRatings(length, [...new Set(flow.map(({ writer }) => writer))]);
	let i = 0;
	let isInOrder = true;
	for (const [place, writer] of ratings.writers.entries()) {
		const first = i;
		const chunks = flow.filter((chunk) => chunk.writer === writer).sort((a, b) => a.n - b.n);
		for (const chunk of chunks) {
			fillIn(ratings, i, chunk, i > first ? (ratings.t[i - 1] as number) : 0);
			i += chunk.values.length;
		}
		ratings.writer.fill(place, first, i);
		// Each writer's own stand in their order already.
		isInOrder &&= first === 0 || (ratings.t[first - 1] as number) <= (ratings.t[first] as number);
	}
	return isInOrder ? ratings : sorted(ratings);
}

/** Writes a chunk's columns down from a place on; no t is below `t0`, that of the one before. */
function fillIn(ratings: Ratings, first: number, chunk: PackedFlow, t0: number): void {
	const { t, arrivedAt, touched, practice } = ratings;
	const { at: steps, late, values, marks } = chunk;
	ratings.values.set(values, first);
	let at = 0;
	let before = t0;
	for (let k = 0, i = first; k < values.length; k++, i++) {
		at += steps[k] as number;
		const arrived = at + (late[k] as number);
		before = Math.max(before, Math.min(at, arrived + AHEAD_MS));
		t[i] = before;
		arrivedAt[i] = arrived;
		const mark = marks.charCodeAt(k);
		touched[i] = mark & TOUCHED;
		practice[i] = (mark & PRACTICE) >> 1;
	}
}

/** By t, then writer, then number. */
function sorted(ratings: Ratings): Ratings {
	const { t, writer } = ratings;
	const compare = (a: number, b: number) =>
		(t[a] as number) - (t[b] as number) || (writer[a] as number) - (writer[b] as number) || a - b;
	const order = Uint32Array.from(t.keys()).sort(compare);
	const inOrder = emptyRatings(t.length, ratings.writers);
	for (const column of COLUMNS) {
		for (let i = 0; i < order.length; i++) inOrder[column][i] = ratings[column][order[i] as number] as number;
	}
	return inOrder;
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

/** The place of the first t that is not before `at`; their number where all are. */
export function firstAtOrAfter(t: Float64Array, at: number): number {
	let low = 0;
	let high = t.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((t[middle] as number) < at) low = middle + 1;
		else high = middle;
	}
	return low;
}
