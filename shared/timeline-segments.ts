import { type Ratings, type Samples, samplesIn } from './ratings.ts';
import { GAP_MS } from './readings.ts';

/**
 * What an item of the timeline counts as: `session` in numbers; `practice` kept apart; `late` kept and marked because it
 * lies after *ended* in the log. Practice and late are in no number.
 */
export type Standing = 'session' | 'practice' | 'late';

/** From an instant to a later one, ms since epoch. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/**
 * A run of samples of one standing in which each value holds until the next. `to` is when the last value stopped being
 * known: the time of the sample that took over from it, or its own where none came within GAP_MS.
 */
export interface Segment extends Span {
	readonly standing: Standing;
	readonly samples: Samples;
}

/** Practice stays practice, also after the end. */
export function standingOf(event: { readonly practice?: true }, isLate: boolean): Standing {
	if (event.practice) return 'practice';
	return isLate ? 'late' : 'session';
}

/** Ratings from one place in the log to another, all on one side of *ended*. */
export interface RatingRange {
	readonly ratings: Ratings;
	readonly first: number;
	/** The place after the last. */
	readonly end: number;
	readonly isLate: boolean;
}

export function segmentsOf({ ratings, first, end, isLate }: RatingRange): readonly Segment[] {
	const { t, practice } = ratings;
	const segments: Segment[] = [];
	let change = first;
	for (let start = first, next = first; start < end; start = next) {
		if (change <= start) change = otherAfter(practice, start);
		next = gapAfter(t, start, Math.min(change, end));
		const last = t[next - 1] as number;
		const until = next < end ? (t[next] as number) : Number.POSITIVE_INFINITY;
		segments.push({
			standing: standingOf(practice[start] === 1 ? { practice: true } : {}, isLate),
			from: t[start] as number,
			to: until - last <= GAP_MS ? until : last,
			samples: samplesIn(ratings, start, next),
		});
	}
	return segments;
}

/** The next place with another mark; the length where there is none. */
function otherAfter(marks: Uint8Array, start: number): number {
	const place = marks.indexOf(marks[start] === 1 ? 0 : 1, start);
	return place === -1 ? marks.length : place;
}

/** Looked at together while they lie close. */
const STRIDE = 32;

/** The first place that more than GAP_MS lies before; `end` where there is none. */
function gapAfter(t: Float64Array, start: number, end: number): number {
	for (let i = start; i + 1 < end; ) {
		const far = Math.min(i + STRIDE, end - 1);
		const at = t[i] as number;
		// t never falls: where the ends lie close, so does all between them.
		if ((t[far] as number) - at <= GAP_MS) i = far;
		else if ((t[i + 1] as number) - at <= GAP_MS) i++;
		else return i + 1;
	}
	return end;
}

/**
 * Where the session's samples lie more than GAP_MS apart, and from the last one to `to` if that is longer: before the first
 * sample and within practice there is nothing to miss. Its segments as they follow one another, without late ones.
 */
export function gapsOf(segments: readonly Segment[], to: number): readonly Span[] {
	return segments
		.map(({ standing, to: from }, i) => ({ standing, from, to: segments[i + 1]?.from ?? to }))
		.filter((gap) => gap.standing === 'session' && gap.to - gap.from > GAP_MS)
		.map(({ from, to: until }) => ({ from, to: until }));
}
