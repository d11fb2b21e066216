import { eventKey, type LoggedEvent } from './events.ts';
import { createSessionLog } from './session-log.ts';
import type { TimedEvent } from './stream.ts';
import { createTimelineFold } from './timeline-fold.ts';
import { gapsOf, type Segment, type Span, type StandingSample, segmentsOf, standingOf } from './timeline-segments.ts';
import { type BandSpan, knownSteps, type OverEdge, overEdgeRuns } from './timeline-steps.ts';
import type { PhaseVisit, SayTracks, StopMark } from './timeline-tracks.ts';

/**
 * Tracks of one session, each a pure function of its log, in the order of t; all instants are t (W12), ms since epoch.
 * `from` is the first event's, `to` that of the end or, in a session under way, of the last event.
 */
export interface Timeline extends Span, SayTracks {
	readonly isEnded: boolean;
	/** t of the last event, which lies after `to` where something came late. */
	readonly lastAt: number;
	readonly segments: readonly Segment[];
	readonly gaps: readonly Span[];
	readonly overEdge: readonly OverEdge[];
}

const isTimed = (events: readonly LoggedEvent[]): events is readonly TimedEvent[] =>
	events.every((event) => 't' in event);

/** Events with their t, in the order of the log. Logged events may come in any order. */
function inOrder(events: readonly TimedEvent[] | readonly LoggedEvent[]): readonly TimedEvent[] {
	if (isTimed(events)) return events;
	return createSessionLog(events).ordered();
}

/** Where in the log the end that stands is: the first `ended` that no `end-undone` took back; -1 in a session under way. */
function endIndexOf(events: readonly TimedEvent[]): number {
	let index = -1;
	for (const [i, { body }] of events.entries()) {
		if (body.kind === 'ended' && index === -1) index = i;
		if (body.kind === 'end-undone') index = -1;
	}
	return index;
}

/**
 * The timeline of these events: timed ones in the order of the log (`SessionLog.ordered`), or all of a session's logged
 * ones in any order. Phases and STOPs are those of the state's fold. What lies after *ended* is kept as `late`.
 */
export function timelineOf(events: readonly TimedEvent[] | readonly LoggedEvent[]): Timeline {
	const ordered = inOrder(events);
	const end = endIndexOf(ordered);
	const from = ordered[0]?.t ?? 0;
	const lastAt = ordered.at(-1)?.t ?? from;
	const to = end === -1 ? lastAt : (ordered[end] as TimedEvent).t;
	const fold = createTimelineFold();
	const before: StandingSample[] = [];
	const after: StandingSample[] = [];
	for (const [i, event] of ordered.entries()) {
		const isLate = end !== -1 && i > end;
		const { t, arrivedAt, body } = event;
		if (body.kind === 'rating') {
			const sample = { t, arrivedAt, value: body.value, touched: body.touched };
			(isLate ? after : before).push({ standing: standingOf(event, isLate), sample });
		} else fold.add(event, isLate);
	}
	const segments = segmentsOf(before);
	const tracks = fold.finish({ from, to, lastAt });
	return {
		from,
		to,
		lastAt,
		isEnded: end !== -1,
		segments: [...segments, ...segmentsOf(after)],
		gaps: gapsOf(before, to),
		overEdge: overEdgeRuns(knownSteps(segments, tracks.bands)),
		...tracks,
	};
}

/** The visit in force at t: a visit takes its first instant and leaves its last to the next. */
export function visitAt(visits: readonly PhaseVisit[], t: number): PhaseVisit | undefined {
	return visits.findLast((visit) => visit.from <= t && (t < visit.to || (t === visit.to && visit === visits.at(-1))));
}

/** The band in force at t. */
export function bandAt(bands: readonly BandSpan[], t: number): BandSpan | undefined {
	return bands.findLast((span) => span.from <= t) ?? bands[0];
}

export function stopKey(stop: StopMark): string {
	return eventKey(stop.id);
}
