import { AMOUNTS, FOLLOW_UP_DAYS, type FollowUpDay, type FollowUpReply } from '../../shared/follow-up.ts';
import type { Afterwards } from '../../shared/notes-api.ts';
import type { ClinicDb } from './tables.ts';

/** Links to one session that open; a further one takes the place of the oldest. */
const MOST_LINKS = 3;

/** The recorded and ended session of the phone that was let in with this token. */
export function findEndedSession(
	db: ClinicDb,
	deviceTokenHash: string,
): Promise<{ readonly session: string; readonly clinic: string; readonly client: string | null } | undefined> {
	return db
		.selectFrom('device')
		.innerJoin('session', 'session.id', 'device.session')
		.select(['session.id as session', 'session.clinic', 'session.client'])
		.where('device.tokenHash', '=', deviceTokenHash)
		.where('device.seat', '=', 'client')
		.where('device.standing', '=', 'admitted')
		.where('session.recording', '=', 'recorded')
		.where('session.client', 'is not', null)
		.where('session.endedAt', 'is not', null)
		.executeTakeFirst();
}

export async function wantFollowUp(db: ClinicDb, session: string, at: number): Promise<void> {
	await db
		.insertInto('followUp')
		.values({ session, wantedAt: at })
		.onConflict((conflict) => conflict.column('session').doNothing())
		.execute();
}

/** Answers false where the client did not ask for it. */
export function insertLink(
	db: ClinicDb,
	session: string,
	{ tokenHash, at }: { readonly tokenHash: string; readonly at: number },
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const wanted = await trx.selectFrom('followUp').select('session').where('session', '=', session).executeTakeFirst();
		if (!wanted) return false;
		await trx.insertInto('followUpLink').values({ tokenHash, session, madeAt: at }).execute();
		const rows = await trx
			.selectFrom('followUpLink')
			.select('tokenHash')
			.where('session', '=', session)
			.orderBy('madeAt', 'desc')
			.orderBy('tokenHash')
			.execute();
		const old = rows.map((row) => row.tokenHash).filter((hash) => hash !== tokenHash);
		await trx
			.deleteFrom('followUpLink')
			.where('tokenHash', 'in', old.slice(MOST_LINKS - 1))
			.execute();
		return true;
	});
}

export interface FoundFollowUp {
	readonly session: string;
	readonly clinic: string;
	readonly client: string | null;
	readonly endedAt: number;
	readonly answered: readonly FollowUpDay[];
}

/** What a link is for; nothing while its session is under way again, or is recorded no more. */
export async function findFollowUp(db: ClinicDb, tokenHash: string): Promise<FoundFollowUp | null> {
	const row = await db
		.selectFrom('followUpLink')
		.innerJoin('session', 'session.id', 'followUpLink.session')
		.select(['session.id as session', 'session.clinic', 'session.client', 'session.endedAt'])
		.where('tokenHash', '=', tokenHash)
		.where('session.recording', '=', 'recorded')
		.executeTakeFirst();
	const replies = await listReplies(db, row?.session ?? '');
	if (!row || row.endedAt === null) return null;
	return { ...row, endedAt: row.endedAt, answered: replies.map(({ day }) => day) };
}

/** Spends a day. Answers false where it is spent already. */
export async function insertReply(db: ClinicDb, session: string, reply: FollowUpReply): Promise<boolean> {
	const row = await db
		.insertInto('followUpReply')
		.values({ session, ...reply })
		.onConflict((conflict) => conflict.columns(['session', 'day']).doNothing())
		.returning('day')
		.executeTakeFirst();
	return row !== undefined;
}

export async function listReplies(db: ClinicDb, session: string): Promise<readonly FollowUpReply[]> {
	const rows = await db
		.selectFrom('followUpReply')
		.select(['day', 'soreness', 'amount', 'at'])
		.where('session', '=', session)
		.orderBy('day')
		.execute();
	return rows.flatMap((row) => {
		const day = FOLLOW_UP_DAYS.find((each) => each === row.day);
		const amount = AMOUNTS.find((each) => each === row.amount);
		return day && amount ? [{ ...row, day, amount }] : [];
	});
}

export async function readAfterwards(db: ClinicDb, session: string): Promise<Afterwards> {
	const wanted = await db.selectFrom('followUp').select('session').where('session', '=', session).executeTakeFirst();
	return { isWanted: wanted !== undefined, replies: await listReplies(db, session) };
}
