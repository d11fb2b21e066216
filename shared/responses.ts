import type { Phase } from './phases.ts';
import { firstAtOrAfter } from './ratings.ts';
import { COMFORTS } from './scale.ts';
import { type Timeline, visitAt } from './timeline.ts';
import type { KnownSteps, OverEdge } from './timeline-steps.ts';

interface Where {
	readonly phase: Phase | null;
	readonly point: number | null;
}

/** From a real STOP to the first answer, ms; null where none came. */
export interface StopResponse extends Where {
	readonly ms: number | null;
}

export function stopResponses({ stops }: Timeline): readonly StopResponse[] {
	return stops
		.filter(({ standing }) => standing === 'session')
		.map(({ phase, point, t, answeredAt }) => ({
			phase,
			point,
			ms: answeredAt === null ? null : Math.max(0, answeredAt - t),
		}));
}

/**
 * From the rating going over the edge (for OVER_EDGE_MS or longer) to what came first: the therapist changed the phase, or
 * the rating was back at the edge or below. Null where nothing more was known before either.
 */
export interface OverResponse extends Where {
	readonly ms: number | null;
	readonly by: 'phase' | 'ease' | null;
}

export function overResponses(timeline: Timeline): readonly OverResponse[] {
	return timeline.overEdge.map((run) => ({ ...whereOf(timeline, run), ...responseTo(timeline, run) }));
}

function whereOf({ phases }: Timeline, { from }: OverEdge): Where {
	const visit = visitAt(phases, from);
	return { phase: visit?.phase ?? null, point: visit?.point ?? null };
}

function responseTo({ phases, steps }: Timeline, run: OverEdge): Pick<OverResponse, 'ms' | 'by'> {
	const change = phases.find(({ from, standing }) => standing === 'session' && from > run.from && from <= run.to);
	if (change) return { ms: change.from - run.from, by: 'phase' };
	return isEasedAt(steps, run.to) ? { ms: run.to - run.from, by: 'ease' } : { ms: null, by: null };
}

const OVER = COMFORTS.indexOf('over');

/** Whether a value that is not over the edge took over at that very instant. */
function isEasedAt({ from, comfort }: KnownSteps, t: number): boolean {
	for (let i = firstAtOrAfter(from, t); from[i] === t; i++) if (comfort[i] !== OVER) return true;
	return false;
}
