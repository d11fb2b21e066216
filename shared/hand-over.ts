import { pointName } from './body.ts';
import { type Clearing, CUES, type Cue } from './events.ts';
import type { FollowUpReply } from './follow-up.ts';
import type { Phase } from './phases.ts';
import type { Band, Rating } from './scale.ts';
import { remarkOn, summaryOf } from './summary.ts';
import { type Timeline, visitAt } from './timeline.ts';

/** One past session as a hand-over reads it. */
export interface PastSession {
	readonly session: string;
	readonly startedAt: number;
	readonly timeline: Timeline;
	readonly replies: readonly FollowUpReply[];
}

interface OfSession {
	readonly session: string;
	readonly startedAt: number;
}

/** Where something was: "right infraspinatus"; null where no place was named. */
type Place = string | null;

/** A press in which the rating fell by 2 points or more. */
export interface Helped extends OfSession {
	readonly place: Place;
	readonly from: Rating;
	readonly to: Rating;
	readonly fallMs: number;
	/** The whole press. */
	readonly lengthMs: number;
}

export type TooMuch = OfSession & { readonly place: Place } & (
		| { readonly is: 'over'; readonly peak: Rating; readonly ms: number }
		| { readonly is: 'stop'; readonly phase: Phase | null; readonly how: Clearing | null }
	);

/** A point over all sessions that are looked at. */
export interface FeltAt extends OfSession {
	readonly place: string;
	/** As the therapist noted it, last. */
	readonly detail: string | null;
	readonly presses: number;
	readonly peak: Rating | null;
}

/** What the next days were like, beside the session's own highest rating. */
export interface NextDays extends OfSession {
	readonly peak: Rating | null;
	readonly replies: readonly FollowUpReply[];
}

/** What the next therapist needs on one card. Lists are newest first; `session` and `startedAt` say from when. */
export interface HandOver {
	readonly sessions: number;
	/** The client's own, as it stood last; null where they never set one. */
	readonly band: (OfSession & { readonly band: Band }) | null;
	readonly helped: readonly Helped[];
	readonly tooMuch: readonly TooMuch[];
	readonly felt: readonly FeltAt[];
	readonly cues: readonly { readonly cue: Cue; readonly times: number }[];
	readonly nextDays: readonly NextDays[];
}

/** What one session gives to a hand-over. */
export type SessionFacts = Omit<HandOver, 'sessions' | 'nextDays'> & { readonly nextDays: NextDays };

/** Rows of each list on the card; what is older is in the sessions themselves. */
const MOST_ROWS = 4;

export function factsOf({ timeline, replies, ...past }: PastSession): SessionFacts {
	const of: OfSession = { session: past.session, startedAt: past.startedAt };
	const summary = summaryOf(timeline);
	const own = timeline.bands.findLast(({ from, isDefault }) => from <= timeline.to && !isDefault);
	const placeOf = placesOf(timeline);
	return {
		band: own ? { ...of, band: own.band } : null,
		helped: summary.visits.flatMap(({ visit, numbers }) => {
			const remark = visit.phase === 'press' ? remarkOn(numbers) : null;
			if (remark?.is !== 'fell') return [];
			const { from, to, ms } = remark;
			return [{ ...of, place: placeOf(visit.point), from, to, fallMs: ms, lengthMs: numbers.lengthMs }];
		}),
		tooMuch: tooMuchIn(timeline, of),
		felt: summary.points.flatMap(({ point, presses, numbers }) => {
			const place = placeOf(point);
			const detail = timeline.points.find((each) => each.point === point)?.place ?? null;
			return place === null ? [] : [{ ...of, place, detail, presses, peak: numbers.peak }];
		}),
		cues: CUES.map((cue) => ({
			cue,
			times: timeline.cues.filter((each) => each.cue === cue && each.standing === 'session').length,
		})),
		nextDays: { ...of, peak: summary.session.peak, replies },
	};
}

function placesOf({ points }: Timeline): (point: number | null) => Place {
	return (point) => {
		const named = points.find((each) => each.point === point);
		return named ? pointName(named) : null;
	};
}

function tooMuchIn(timeline: Timeline, of: OfSession): readonly TooMuch[] {
	const placeOf = placesOf(timeline);
	const over = timeline.overEdge.map(({ from, to, peak }) => ({
		t: from,
		row: {
			...of,
			is: 'over' as const,
			place: placeOf(visitAt(timeline.phases, from)?.point ?? null),
			peak,
			ms: to - from,
		},
	}));
	const stops = timeline.stops
		.filter(({ standing }) => standing !== 'practice')
		.map(({ t, point, phase, clearedHow: how }) => ({
			t,
			row: { ...of, is: 'stop' as const, place: placeOf(point), phase, how },
		}));
	return [...over, ...stops].toSorted((a, b) => b.t - a.t).map(({ row }) => row);
}

/** One card from the facts of past sessions, the newest first. */
export function handOverOf(facts: readonly SessionFacts[]): HandOver {
	const all = facts.flatMap(({ felt }) => felt);
	const places = [...new Set(all.map(({ place }) => place))];
	return {
		sessions: facts.length,
		band: facts.find(({ band }) => band !== null)?.band ?? null,
		helped: facts.flatMap(({ helped }) => helped).slice(0, MOST_ROWS),
		tooMuch: facts.flatMap(({ tooMuch }) => tooMuch).slice(0, MOST_ROWS),
		felt: places.flatMap((place) => together(all.filter((each) => each.place === place))).slice(0, MOST_ROWS),
		cues: CUES.map((cue) => ({ cue, times: timesOf(facts, cue) })).filter(({ times }) => times > 0),
		nextDays: facts.map(({ nextDays }) => nextDays).filter(({ replies }) => replies.length > 0),
	};
}

/** The rows of one place, newest first, as one. */
function together(rows: readonly FeltAt[]): readonly FeltAt[] {
	const [newest] = rows;
	if (!newest) return [];
	const peaks = rows.flatMap(({ peak }) => peak ?? []);
	return [
		{
			...newest,
			detail: rows.find(({ detail }) => detail !== null)?.detail ?? null,
			presses: rows.reduce((sum, { presses }) => sum + presses, 0),
			peak: peaks.length > 0 ? Math.max(...peaks) : null,
		},
	];
}

function timesOf(facts: readonly SessionFacts[], cue: Cue): number {
	return facts.flatMap(({ cues }) => cues).reduce((sum, each) => sum + (each.cue === cue ? each.times : 0), 0);
}
