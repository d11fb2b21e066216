import type { SessionDigest } from '../../shared/course.ts';
import {
	type AgainstAnswer,
	type CourseAnswer,
	type CourseSession,
	type InsightAnswer,
	MOST_COUNTED,
	MOST_SESSIONS,
	type NamedInsightAnswer,
} from '../../shared/course-api.ts';
import { insightOf } from '../../shared/insight.ts';
import type { Journal } from '../journal/journal.ts';
import { listMaskedDays } from '../store/client-record.ts';
import { type EndedSession, listEnded } from '../store/course.ts';
import type { Membership } from '../store/members.ts';
import { readSession } from '../store/sessions.ts';
import { sightOf } from '../store/sight.ts';
import type { ClinicDb } from '../store/tables.ts';
import { mustSeeClient } from './client-handlers.ts';
import { dayIn } from './clinic-day.ts';
import type { Handlers } from './handler.ts';
import { HttpRefusal } from './refusal.ts';

export interface CourseParts {
	readonly db: ClinicDb;
	readonly journal: Pick<Journal, 'digest'>;
}

type CourseRoute = 'readCourse' | 'readAgainst' | 'readInsight' | 'readNamedInsight';

/** A client's sessions side by side, and what the owner learns of all of the clinic's. */
export function createCourseHandlers(parts: CourseParts): Pick<Handlers, CourseRoute> {
	const { db } = parts;

	const countedOf = async ({ clinic }: Membership, period: { readonly from: number; readonly to: number }) => {
		const { sessions, more } = await listEnded(db, { clinic: clinic.id, sight: null, ...period, most: MOST_COUNTED });
		return { counted: await digestsOf(parts, sessions), uncounted: more };
	};

	return {
		async readCourse({ me, client }) {
			await mustSeeClient(db, me, client);
			const whose = { clinic: me.clinic.id, sight: await sightOf(db, me), client };
			const { sessions, more } = await listEnded(db, { ...whose, most: MOST_SESSIONS });
			return { json: { sessions: await courseOf(parts, me, client, sessions), earlier: more } satisfies CourseAnswer };
		},
		async readAgainst({ me, session }) {
			const sight = await sightOf(db, me);
			const row = await readSession(db, me.clinic.id, session, sight);
			if (!row) throw new HttpRefusal('not_found');
			const client = row.client?.id ?? null;
			const about = { client };
			if (client === null) return { json: { sessions: [] } satisfies AgainstAnswer, about };
			const whose = { clinic: me.clinic.id, sight, client, to: row.startedAt };
			const { sessions } = await listEnded(db, { ...whose, most: MOST_SESSIONS });
			const place = sessions.findIndex(({ id }) => id === session);
			const both = place === -1 ? [] : sessions.slice(place, place + 2);
			return { json: { sessions: await courseOf(parts, me, client, both) } satisfies AgainstAnswer, about };
		},
		async readInsight({ me, body }) {
			const { counted, uncounted } = await countedOf(me, body);
			return { json: { ...insightOf(counted.map(({ digest }) => digest)), uncounted } satisfies InsightAnswer };
		},
		async readNamedInsight({ me, body }) {
			const { counted, uncounted } = await countedOf(me, body);
			const therapists = [...Map.groupBy(counted, ({ member }) => member).values()].map((own) => ({
				name: own[0]?.therapist ?? '',
				...insightOf(own.map(({ digest }) => digest)),
			}));
			const byName = therapists.toSorted((a, b) => a.name.localeCompare(b.name));
			return { json: { therapists: byName, uncounted } satisfies NamedInsightAnswer };
		},
	};
}

/** The oldest first, each with what may mask its ratings. */
async function courseOf(
	parts: CourseParts,
	{ clinic }: Membership,
	client: string,
	sessions: readonly EndedSession[],
): Promise<readonly CourseSession[]> {
	const masked = new Map((await listMaskedDays(parts.db, client)).map(({ day, masking }) => [day, masking]));
	const digested = await digestsOf(parts, sessions.toReversed());
	return digested.map(({ id, startedAt, digest }) => ({
		session: id,
		startedAt,
		masking: masked.get(dayIn(clinic.zone, startedAt)) ?? [],
		digest,
	}));
}

/** One after another, so that others have their turn between. */
async function digestsOf(
	{ journal }: CourseParts,
	sessions: readonly EndedSession[],
): Promise<readonly (EndedSession & { readonly digest: SessionDigest })[]> {
	const digested: (EndedSession & { readonly digest: SessionDigest })[] = [];
	for (const session of sessions) digested.push({ ...session, digest: await journal.digest(session.id) });
	return digested;
}
