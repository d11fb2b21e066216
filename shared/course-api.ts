import * as v from 'valibot';
import type { MaskingKey } from './cautions.ts';
import type { SessionDigest } from './course.ts';
import { instantSchema } from './events.ts';
import type { Insight } from './insight.ts';

/** Sessions of one client, compared; and what the owner learns of all of them. */

/** Sessions of a course told at once: the newest. */
export const MOST_SESSIONS = 20;
/** Sessions of a period that insight counts: the newest. */
export const MOST_COUNTED = 400;

// GET /api/clients/:client/course: the last recorded sessions that have ended, the oldest first; test sessions are left out
export interface CourseAnswer {
	readonly sessions: readonly CourseSession[];
	/** Earlier ones that are not told. */
	readonly earlier: number;
}
export interface CourseSession {
	readonly session: string;
	readonly startedAt: number;
	/** What the client took that day which may mask the ratings. */
	readonly masking: readonly MaskingKey[];
	readonly digest: SessionDigest;
}

// GET /api/sessions/:session/against: this session, and before it the client's last one before, where there is one
export type AgainstAnswer = Pick<CourseAnswer, 'sessions'>;

// POST /api/insight, and with the therapists' names POST /api/insight/named
export const insightRequest = v.pipe(
	v.strictObject({ from: instantSchema, to: instantSchema }),
	v.check(({ from, to }) => from <= to),
);
export interface InsightAnswer extends Insight {
	/** Sessions of the period beyond MOST_COUNTED, which are not counted. */
	readonly uncounted: number;
}
export interface NamedInsightAnswer {
	readonly therapists: readonly (Insight & { readonly name: string })[];
	readonly uncounted: number;
}
