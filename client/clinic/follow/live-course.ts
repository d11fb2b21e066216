import { type AlarmRecord, alarmRecords } from '../../../shared/alarm-record.ts';
import type { SessionLog } from '../../../shared/session-log.ts';
import { type Timeline, timelineOf } from '../../../shared/timeline.ts';
import type { Span } from '../../../shared/timeline-segments.ts';
import { type Run, runsOf } from '../session/curve-model.ts';
import { clampView, type View } from '../session/view-model.ts';

/** The course so far is worked out anew this often, ms, and less often where that would take more than this share of the time. */
export const COURSE_EVERY_MS = 1_000;
const MOST_SHARE = 1 / 20;
/** What the detail shows of it until somebody looks elsewhere, ms. */
export const LATELY_MS = 300_000;
/** A picture needs some width, ms. */
const LEAST_MS = 10_000;

/** The session so far as the review draws it. */
export interface LiveCourse {
	readonly timeline: Timeline;
	readonly runs: readonly Run[];
	readonly alarms: readonly AlarmRecord[];
	readonly bounds: Span;
}

/** Null while nothing is known. */
export function courseOf(log: Pick<SessionLog, 'ordered'>, now: number): LiveCourse | null {
	const events = log.ordered();
	if (events.length === 0) return null;
	const timeline = timelineOf(events, [], now);
	const bounds = { from: timeline.from, to: Math.max(timeline.lastAt, timeline.from + LEAST_MS) };
	return { timeline, runs: runsOf(timeline), alarms: alarmRecords(timeline), bounds };
}

/** How long the next course may wait, by how long the last took, ms. */
export function courseAfter(tookMs: number): number {
	return Math.max(COURSE_EVERY_MS, tookMs / MOST_SHARE);
}

/** Where a person looked, or null while they follow the present. */
export interface Looking {
	readonly view: View;
	/** It reached to the present, and goes on with it. */
	readonly isAtEnd: boolean;
}

export function lookAt(view: View, bounds: Span): Looking {
	return { view, isAtEnd: view.to >= bounds.to - 2 * COURSE_EVERY_MS };
}

/** What is in view now: what reached to the present goes on with it, and what did not stays where it is. */
export function viewNow(looking: Looking | null, bounds: Span): View {
	if (looking === null) return clampView({ from: bounds.to - LATELY_MS, to: bounds.to }, bounds);
	const { view, isAtEnd } = looking;
	if (!isAtEnd) return clampView(view, bounds);
	const isAll = view.from <= bounds.from;
	return isAll ? bounds : clampView({ from: bounds.to - (view.to - view.from), to: bounds.to }, bounds);
}
