import { type Numbers, numbersIn } from './numbers.ts';
import { isWorking, type Phase } from './phases.ts';
import { MEANINGFUL_CHANGE, type Rating } from './scale.ts';
import type { Timeline } from './timeline.ts';
import type { Span } from './timeline-segments.ts';
import type { PhaseVisit } from './timeline-tracks.ts';

export interface VisitSummary {
	readonly visit: PhaseVisit;
	readonly numbers: Numbers;
}

/** A point's numbers are those of its working visits together: locate, press, release, stretch; rest is left out. */
export interface PointSummary {
	readonly point: number;
	readonly numbers: Numbers;
	/** Every visit at this point, rest too, in order. */
	readonly visits: readonly VisitSummary[];
	/** Times in press at this point. */
	readonly presses: number;
}

export interface Summary {
	readonly session: Numbers;
	/** In order of time. */
	readonly visits: readonly VisitSummary[];
	/** In the order in which the points were first worked. */
	readonly points: readonly PointSummary[];
}

/** Numbers per phase visit, point and session. What is practice or late is in none of them, nor is what was spoken. */
export function summaryOf(timeline: Timeline): Summary {
	const numbers = numbersOf(timeline);
	const visits = timeline.phases
		.filter((visit) => visit.standing === 'session')
		.map((visit) => ({ visit, numbers: numbers([visit]) }));
	const points = [...new Set(visits.map(({ visit }) => visit.point))];
	return {
		session: numbers(),
		visits,
		points: points.map((point) => {
			const own = visits.filter(({ visit }) => visit.point === point);
			const worked = own.map(({ visit }) => visit).filter(({ phase }) => isWorking(phase));
			const presses = worked.filter(({ phase }) => phase === 'press').length;
			return { point, numbers: numbers(worked), visits: own, presses };
		}),
	};
}

/** The numbers of any spans of a timeline, and of the whole of it where none are named. */
export function numbersOf(timeline: Timeline): (spans?: readonly Span[]) => Numbers {
	const practice = practiceSpans(timeline);
	return (spans = [timeline]) => numbersIn(timeline.steps, practice, spans, timeline.to);
}

function practiceSpans({ segments, to }: Timeline): readonly Span[] {
	return segments
		.filter(({ standing, from }) => standing === 'practice' && from <= to)
		.map((segment) => ({ from: segment.from, to: Math.min(segment.to, to) }));
}

/** What can be said of a span in one plain sentence; the words are the pages'. Never that something was released. */
export type Remark =
	/** "Rating fell from 7 to 4 in 38 s." */
	| { readonly is: 'fell'; readonly from: Rating; readonly to: Rating; readonly ms: number }
	/** "Rating reached 8 and stayed over the edge for 6 s in all." */
	| { readonly is: 'over'; readonly peak: Rating; readonly ms: number }
	/** "Rating stayed in the band for 45 of 52 s." */
	| { readonly is: 'in-band'; readonly ms: number; readonly ofMs: number };

/** Less known time than this says nothing, ms. Ours. */
const LEAST_KNOWN_MS = 5_000;

/** The one remark that says most, or null where there is nothing to say. */
export function remarkOn({ fall, comfortMs, peak, knownMs }: Numbers): Remark | null {
	if (knownMs < LEAST_KNOWN_MS) return null;
	if (fall && fall.from - fall.to >= MEANINGFUL_CHANGE) return { is: 'fell', ...fall };
	if (comfortMs.over > 0 && peak !== null) return { is: 'over', peak, ms: comfortMs.over };
	return comfortMs.good > 0 ? { is: 'in-band', ms: comfortMs.good, ofMs: knownMs } : null;
}

/** The visits of one phase, in order. */
export function visitsOf(summary: Summary, phase: Phase): readonly VisitSummary[] {
	return summary.visits.filter(({ visit }) => visit.phase === phase);
}
