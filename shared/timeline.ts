import { eventKey, type LoggedEvent } from './events.ts';
import { type PackedFlow, unpackFlow } from './packed-flow.ts';
import { firstAfter, ratingsOfEvents, ratingsOfFlow } from './ratings.ts';
import { createSessionLog } from './session-log.ts';
import type { TimedEvent } from './stream.ts';
import { createTimelineFold } from './timeline-fold.ts';
import { gapsOf, type Segment, type Span, segmentsOf } from './timeline-segments.ts';
import { type BandSpan, type KnownSteps, knownSteps, type OverEdge, overEdgeRuns } from './timeline-steps.ts';
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
	/** Every value of the session with the time it held. */
	readonly steps: KnownSteps;
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
 * ones in any order, without those that are packed in `flow`. Phases and STOPs are those of the state's fold. What lies
 * after *ended* is kept as `late`.
 * @param now of a session under way: what stands goes on until then, and silence until then is a gap
 */
export function timelineOf(
	events: readonly TimedEvent[] | readonly LoggedEvent[],
	flow: readonly PackedFlow[] = [],
	now = 0,
): Timeline {
	// Beside what is not packed (said again, refused) the log's own way is the only one that is right.
	if (flow.length > 0 && events.some(({ lane }) => lane === 'flow'))
		return timelineOf([...events, ...unpackFlow(flow)], [], now);
	const ordered = inOrder(events);
	const ratings = flow.length > 0 ? ratingsOfFlow(flow) : ratingsOfEvents(ordered);
	const end = endIndexOf(ordered);
	const ended = ordered[end];
	const from = Math.min(ordered[0]?.t ?? Number.POSITIVE_INFINITY, ratings.t[0] ?? Number.POSITIVE_INFINITY);
	const lastAt = Math.max(ordered.at(-1)?.t ?? 0, ratings.t.at(-1) ?? 0, ended ? 0 : now);
	const bounds = { from: Math.min(from, lastAt), to: ended?.t ?? lastAt, lastAt };
	const fold = createTimelineFold();
	for (const [i, event] of ordered.entries()) {
		if (event.body.kind !== 'rating') fold.add(event, end !== -1 && i > end);
	}
	const { length } = ratings.t;
	const late = ended ? firstAfter(ratings, ended) : length;
	const segments = segmentsOf({ ratings, first: 0, end: late, isLate: false });
	const tracks = fold.finish(bounds);
	const steps = knownSteps(segments, tracks.bands);
	return {
		...bounds,
		isEnded: end !== -1,
		segments: [...segments, ...segmentsOf({ ratings, first: late, end: length, isLate: true })],
		gaps: gapsOf(segments, bounds.to),
		steps,
		overEdge: overEdgeRuns(steps),
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
