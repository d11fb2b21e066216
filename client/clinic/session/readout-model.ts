import type { AlarmRecord } from '../../../shared/alarm-record.ts';
import { type Comfort, comfortOf, type Rating } from '../../../shared/scale.ts';
import { bandAt, type Timeline, visitAt } from '../../../shared/timeline.ts';
import type { Standing } from '../../../shared/timeline-segments.ts';
import type { PhaseVisit } from '../../../shared/timeline-tracks.ts';
import { type Run, valueAt } from './curve-model.ts';

/** What can be read at one instant. */
export interface Readout {
	readonly t: number;
	/** Null where nothing is known. */
	readonly value: Rating | null;
	readonly comfort: Comfort | null;
	readonly standing: Standing | null;
	readonly visit: PhaseVisit | null;
	/** Since the visit began, ms. */
	readonly intoMs: number;
}

export function readoutAt(timeline: Timeline, runs: readonly Run[], t: number): Readout {
	const known = valueAt(runs, t);
	const band = bandAt(timeline.bands, t)?.band;
	const visit = visitAt(timeline.phases, t) ?? null;
	return {
		t,
		value: known?.value ?? null,
		comfort: known && band ? comfortOf(known.value, band) : null,
		standing: known?.standing ?? null,
		visit,
		intoMs: visit ? t - visit.from : 0,
	};
}

/** Instants worth going to, in order: phases, alarms, cues, notes, spoken ratings, gaps, the end. */
export function landmarks(timeline: Timeline, alarms: readonly AlarmRecord[] = []): readonly number[] {
	const all = [
		...timeline.phases.map(({ from }) => from),
		...timeline.cues.map(({ t }) => t),
		...timeline.stops.map(({ t }) => t),
		...timeline.notes.map(({ t }) => t),
		...timeline.spoken.map(({ t }) => t),
		...timeline.gaps.map(({ from }) => from),
		...timeline.overEdge.map(({ from }) => from),
		...timeline.milestones.map(({ t }) => t),
		...alarms.map(({ t }) => t),
	];
	return [...new Set(all)].sort((a, b) => a - b);
}

export function nextLandmark(marks: readonly number[], t: number, direction: 1 | -1): number | undefined {
	return direction === 1 ? marks.find((mark) => mark > t) : marks.findLast((mark) => mark < t);
}
