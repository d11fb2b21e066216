import { GAP_MS, isGap } from './readings.ts';
import type { Rating } from './scale.ts';

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

export interface TimelineSample {
	readonly t: number;
	readonly value: Rating;
	readonly touched: boolean;
	readonly arrivedAt: number;
}

/**
 * A run of samples of one standing in which each value holds until the next. `to` is when the last value stopped being
 * known: the time of the sample that took over from it, or its own where none came within GAP_MS.
 */
export interface Segment extends Span {
	readonly standing: Standing;
	readonly samples: readonly TimelineSample[];
}

/** Practice stays practice, also after the end. */
export function standingOf(event: { readonly practice?: true }, isLate: boolean): Standing {
	if (event.practice) return 'practice';
	return isLate ? 'late' : 'session';
}

export interface StandingSample {
	readonly standing: Standing;
	readonly sample: TimelineSample;
}

/** Segments of samples that stand in the order of the log, all on one side of *ended*. */
export function segmentsOf(samples: readonly StandingSample[]): readonly Segment[] {
	const segments: Segment[] = [];
	let run: TimelineSample[] = [];
	for (const [i, { sample, standing }] of samples.entries()) {
		run.push(sample);
		const next = samples[i + 1];
		const holds = next !== undefined && !isGap(sample, next.sample);
		if (holds && next.standing === standing) continue;
		const from = (run[0] as TimelineSample).t;
		segments.push({ standing, from, to: holds ? next.sample.t : sample.t, samples: run });
		run = [];
	}
	return segments;
}

/**
 * Where the session's samples lie more than GAP_MS apart, and from the last one to `to` if that is longer. Before the
 * first sample and within practice there is nothing to miss.
 */
export function gapsOf(samples: readonly StandingSample[], to: number): readonly Span[] {
	const gaps: Span[] = [];
	for (const [i, { sample, standing }] of samples.entries()) {
		const until = samples[i + 1]?.sample.t ?? to;
		if (standing === 'session' && until - sample.t > GAP_MS) gaps.push({ from: sample.t, to: until });
	}
	return gaps;
}
