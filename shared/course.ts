import type { Side } from './body.ts';
import type { RegionId } from './body-regions.ts';
import { eventFor } from './event-sight.ts';
import type { LoggedEvent } from './events.ts';
import type { Numbers } from './numbers.ts';
import { isWorking, type Phase } from './phases.ts';
import { curveIn, type PressCurve } from './press-curve.ts';
import { type OverResponse, overResponses, type StopResponse, stopResponses } from './responses.ts';
import { MEANINGFUL_CHANGE, type Rating } from './scale.ts';
import type { PointState } from './session-state.ts';
import { summaryOf } from './summary.ts';
import { type Timeline, timelineOf } from './timeline.ts';

/** What is compared of a time at a point. Ratings tenths, times ms; nothing known: null. */
export interface Figures {
	readonly knownMs: number;
	readonly peak: Rating | null;
	/** From the highest value to the first that lies MEANINGFUL_CHANGE lower. */
	readonly fallMs: number | null;
	readonly overMs: number;
}

export interface VisitDigest extends Figures {
	readonly phase: Phase;
	readonly point: number;
	readonly turn: number;
	/** Since the session's start, ms. */
	readonly startMs: number;
	readonly lengthMs: number;
	/** Of a press. */
	readonly curve: PressCurve | null;
}

export interface WorkedPoint extends PointState {
	readonly felt: readonly RegionId[];
}

/** Raised whenever the same log gives another digest: what was kept of an earlier version is worked out anew. */
export const DIGEST_VERSION = 1;

/** What of a session is told over a course of treatment: derived from its log, and kept no longer than it. */
export interface SessionDigest {
	/** In the order in which they were first worked. */
	readonly points: readonly WorkedPoint[];
	/** Working phases, in order of time. */
	readonly visits: readonly VisitDigest[];
	readonly stops: readonly StopResponse[];
	readonly over: readonly OverResponse[];
}

const figuresOf = ({ knownMs, peak, fallMs, comfortMs }: Numbers): Figures => ({
	knownMs,
	peak,
	fallMs,
	overMs: comfortMs.over,
});

/** The digest of a session's events, as its therapist may see them. */
export function digestOf(events: readonly LoggedEvent[]): SessionDigest {
	return digestTimeline(timelineOf(events.flatMap((event) => eventFor('therapist', event) ?? [])));
}

export function digestTimeline(timeline: Timeline): SessionDigest {
	const visits = summaryOf(timeline).visits.filter(({ visit }) => isWorking(visit.phase));
	const worked = [...new Set(visits.map(({ visit }) => visit.point))];
	return {
		points: worked.map((point) => workedPoint(timeline, point)),
		visits: visits.map(({ visit, numbers }) => ({
			phase: visit.phase,
			point: visit.point,
			turn: visit.turn,
			startMs: visit.from - timeline.from,
			lengthMs: visit.to - visit.from,
			...figuresOf(numbers),
			curve: visit.phase === 'press' ? curveIn(timeline, visit) : null,
		})),
		stops: stopResponses(timeline),
		over: overResponses(timeline),
	};
}

function workedPoint({ points, felt }: Timeline, point: number): WorkedPoint {
	const named = points.find((each) => each.point === point) ?? { point, muscle: '', side: 'middle' as const };
	return { ...named, felt: felt.findLast((each) => each.point === point)?.regions ?? [] };
}

/** The same place on the body, session after session: a muscle and its side. */
export interface Place {
	readonly muscle: string;
	readonly side: Side;
}

export function placeKey({ muscle, side }: Place): string {
	return `${side} ${muscle}`;
}

/** The presses of a place in one session, together. */
export interface PlaceVisit<S> {
	readonly session: S;
	readonly presses: readonly VisitDigest[];
	readonly figures: Figures;
	readonly felt: readonly RegionId[];
}

export interface PlaceCourse<S> extends Place {
	/** The sessions in which it was worked, in the order given. */
	readonly visits: readonly PlaceVisit<S>[];
}

/** Presses together: the highest of all and its fall, the times over the edge added up. */
export function figuresTogether(visits: readonly Figures[]): Figures {
	const known = visits.filter(({ peak }) => peak !== null);
	const top = known.reduce<Figures | null>((a, b) => (a && (a.peak ?? 0) >= (b.peak ?? 0) ? a : b), null);
	const sum = (of: (each: Figures) => number) => visits.reduce((all, each) => all + of(each), 0);
	return {
		knownMs: sum(({ knownMs }) => knownMs),
		peak: top?.peak ?? null,
		fallMs: top?.fallMs ?? null,
		overMs: sum(({ overMs }) => overMs),
	};
}

/** Sessions by place: those worked in most sessions first, of these the first one worked. Points without a name are in none. */
export function placeCourses<S extends { readonly digest: SessionDigest }>(
	sessions: readonly S[],
): readonly PlaceCourse<S>[] {
	const courses = new Map<string, Place & { readonly visits: PlaceVisit<S>[] }>();
	for (const session of sessions) {
		const { points, visits } = session.digest;
		for (const [key, own] of Map.groupBy(
			points.filter(({ muscle }) => muscle !== ''),
			placeKey,
		)) {
			const [{ muscle, side }] = own as [WorkedPoint];
			const presses = visits.filter(({ phase, point }) => phase === 'press' && own.some((one) => one.point === point));
			const course = courses.get(key) ?? { muscle, side, visits: [] };
			courses.set(key, course);
			const felt = [...new Set(own.flatMap((one) => one.felt))];
			course.visits.push({ session, presses, figures: figuresTogether(presses), felt });
		}
	}
	return [...courses.values()].toSorted((a, b) => b.visits.length - a.visits.length);
}

/** How a rating changed between two visits; less than MEANINGFUL_CHANGE says nothing, and neither does what is not known. */
export type Change =
	| { readonly is: 'lower' | 'higher'; readonly from: Rating; readonly to: Rating; readonly by: number }
	| { readonly is: 'not-enough'; readonly from: Rating; readonly to: Rating }
	| { readonly is: 'unknown' };

/** A press of which less than this is known says nothing, ms. Ours. */
export const LEAST_KNOWN_MS = 5_000;

export function changeOf(before: Figures, after: Figures): Change {
	const [from, to] = [before, after].map(({ peak, knownMs }) => (knownMs < LEAST_KNOWN_MS ? null : peak));
	if (from == null || to == null) return { is: 'unknown' };
	const by = Math.abs(to - from);
	if (by < MEANINGFUL_CHANGE) return { is: 'not-enough', from, to };
	return { is: to < from ? 'lower' : 'higher', from, to, by };
}
