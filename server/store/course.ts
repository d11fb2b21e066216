import { type Sight, seesSession } from './sight.ts';
import type { ClinicDb } from './tables.ts';

export interface EndedSession {
	readonly id: string;
	readonly startedAt: number;
	/** The member who treated, by id and name. */
	readonly member: string;
	readonly therapist: string;
}

/** Recorded sessions of the clinic that have ended, the newest first, and how many more there are; test sessions are none. */
export async function listEnded(
	db: ClinicDb,
	filter: {
		readonly clinic: string;
		readonly sight: Sight;
		readonly client?: string;
		/** Begun in these instants, the ends included. */
		readonly from?: number;
		readonly to?: number;
		readonly most: number;
	},
): Promise<{ readonly sessions: readonly EndedSession[]; readonly more: number }> {
	const { clinic, sight, client, from, to, most } = filter;
	const found = db
		.selectFrom('session')
		.where('session.clinic', '=', clinic)
		.where('session.recording', '=', 'recorded')
		.where('session.endedAt', 'is not', null)
		.where('session.isTest', '=', 0)
		.where(seesSession(sight))
		.$if(client !== undefined, (query) => query.where('session.client', '=', client ?? ''))
		.$if(from !== undefined, (query) => query.where('session.startedAt', '>=', from ?? 0))
		.$if(to !== undefined, (query) => query.where('session.startedAt', '<=', to ?? 0));
	const sessions = await found
		.innerJoin('member', 'member.id', 'session.member')
		.innerJoin('user', 'user.id', 'member.userId')
		.select(['session.id', 'session.startedAt', 'session.member', 'user.name as therapist'])
		.orderBy('session.startedAt', 'desc')
		.orderBy('session.id', 'desc')
		.limit(most)
		.execute();
	const counted = await found.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
	return { sessions, more: Number(counted.count) - sessions.length };
}
