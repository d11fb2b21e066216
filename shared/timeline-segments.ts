import type { Ratings, Samples } from './ratings.ts';
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
	let start = first;
	for (let i = first; i < end; i++) {
		const at = t[i] as number;
		const next = i + 1 < end ? (t[i + 1] as number) : Number.POSITIVE_INFINITY;
		const holds = next - at <= GAP_MS;
		if (holds && practice[i + 1] === practice[i]) continue;
		segments.push({
			standing: standingOf(practice[i] === 1 ? { practice: true } : {}, isLate),
			from: t[start] as number,
			to: holds ? next : at,
			samples: samplesOf(ratings, start, i + 1),
		});
		start = i + 1;
	}
	return segments;
}

const samplesOf = ({ t, arrivedAt, values, touched, writer }: Ratings, from: number, to: number): Samples => ({
	t: t.subarray(from, to),
	arrivedAt: arrivedAt.subarray(from, to),
	values: values.subarray(from, to),
	touched: touched.subarray(from, to),
	writer: writer.subarray(from, to),
});

/**
 * Where the session's samples lie more than GAP_MS apart, and from the last one to `to` if that is longer. Before the
 * first sample and within practice there is nothing to miss.
 */
export function gapsOf({ ratings, first, end }: RatingRange, to: number): readonly Span[] {
	const { t, practice } = ratings;
	const gaps: Span[] = [];
	for (let i = first; i < end; i++) {
		const from = t[i] as number;
		const until = i + 1 < end ? (t[i + 1] as number) : to;
		if (until - from > GAP_MS && practice[i] === 0) gaps.push({ from, to: until });
	}
	return gaps;
}
