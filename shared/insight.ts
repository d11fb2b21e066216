import { muscleById } from './body.ts';
import type { SessionDigest } from './course.ts';
import { type Phase, WORK_PHASES } from './phases.ts';

/** Fewer sessions than this say nothing of a muscle, and might say whose they were. Ours, no source. */
export const LEAST_SESSIONS = 5;

/** The middle one of the response times and how many there were, answered or not. */
export interface Responses {
	readonly times: number;
	readonly answered: number;
	/** ms; null where none was answered. */
	readonly medianMs: number | null;
}

/** What is told of a muscle in a phase; nothing but the number of sessions where these are too few. */
export interface InsightCell {
	readonly phase: Phase;
	readonly sessions: number;
	readonly told: {
		readonly knownMs: number;
		readonly overMs: number;
		readonly stops: Responses;
		readonly over: Responses;
	} | null;
}

export interface InsightRow {
	/** The id of a muscle; null for points in own words, all of them together. */
	readonly muscle: string | null;
	readonly sessions: number;
	/** One for each working phase. */
	readonly cells: readonly InsightCell[];
}

export interface Insight {
	readonly sessions: number;
	/** The whole: every muscle together. */
	readonly all: readonly InsightCell[];
	/** Those worked in most sessions first. */
	readonly rows: readonly InsightRow[];
}

interface Share {
	readonly muscle: string | null;
	readonly phase: Phase;
	readonly session: number;
	readonly knownMs: number;
	readonly overMs: number;
	readonly stops: readonly (number | null)[];
	readonly over: readonly (number | null)[];
}

/** Over-edge time and response times of sessions by muscle and phase, with nobody's name and no free text. */
export function insightOf(digests: readonly SessionDigest[]): Insight {
	const shares = digests.flatMap(sharesOf);
	const muscles = [...Map.groupBy(shares, ({ muscle }) => muscle)];
	const rows = muscles.map(([muscle, own]) => ({ muscle, sessions: countSessions(own), cells: cellsOf(own) }));
	return {
		sessions: digests.length,
		all: cellsOf(shares),
		rows: rows.toSorted((a, b) => b.sessions - a.sessions || order(a.muscle) - order(b.muscle)),
	};
}

/** Points in own words come last. */
const order = (muscle: string | null) => (muscle === null ? 1 : 0);

function sharesOf({ points, visits, stops, over }: SessionDigest, session: number): readonly Share[] {
	const muscleOf = (point: number | null) => {
		const muscle = points.find((each) => each.point === point)?.muscle ?? '';
		return muscleById(muscle) ? muscle : null;
	};
	const share = (phase: Phase, point: number | null) => ({
		muscle: muscleOf(point),
		phase,
		session,
		knownMs: 0,
		overMs: 0,
		stops: [] as readonly (number | null)[],
		over: [] as readonly (number | null)[],
	});
	return [
		...visits.map(({ phase, point, knownMs, overMs }) => ({ ...share(phase, point), knownMs, overMs })),
		...stops.flatMap(({ phase, point, ms }) => (phase ? [{ ...share(phase, point), stops: [ms] }] : [])),
		...over.flatMap(({ phase, point, ms }) => (phase ? [{ ...share(phase, point), over: [ms] }] : [])),
	];
}

const countSessions = (shares: readonly Share[]) => new Set(shares.map(({ session }) => session)).size;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

function cellsOf(shares: readonly Share[]): readonly InsightCell[] {
	return WORK_PHASES.map((phase) => {
		const own = shares.filter((share) => share.phase === phase);
		// A session of which nothing is known in this phase says nothing of it.
		const sessions = countSessions(own.filter(({ knownMs }) => knownMs > 0));
		if (sessions < LEAST_SESSIONS) return { phase, sessions, told: null };
		const told = {
			knownMs: sum(own.map(({ knownMs }) => knownMs)),
			overMs: sum(own.map(({ overMs }) => overMs)),
			stops: responsesOf(own.flatMap(({ stops }) => stops)),
			over: responsesOf(own.flatMap(({ over }) => over)),
		};
		return { phase, sessions, told };
	});
}

function responsesOf(all: readonly (number | null)[]): Responses {
	const answered = all.filter((ms) => ms !== null).toSorted((a, b) => a - b);
	return { times: all.length, answered: answered.length, medianMs: medianOf(answered) };
}

/** Of values in order: the middle one, or halfway between the two in the middle. */
function medianOf(values: readonly number[]): number | null {
	const middle = (values.length - 1) / 2;
	const [low, high] = [values[Math.floor(middle)], values[Math.ceil(middle)]];
	return low === undefined || high === undefined ? null : (low + high) / 2;
}
