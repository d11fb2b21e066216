import type { ClinicDb } from './tables.ts';

/** Ends the logins of a person who has no membership in force left. */
export async function endLoginsWithoutClinic(db: ClinicDb, user: string): Promise<void> {
	const left = await db
		.selectFrom('member')
		.select('id')
		.where('userId', '=', user)
		.where('disabledAt', 'is', null)
		.executeTakeFirst();
	if (!left) await endLogins(db, user);
}

/** Ends every login of a person but `except`. */
export async function endLogins(db: ClinicDb, user: string, except = ''): Promise<void> {
	await db.deleteFrom('login').where('userId', '=', user).where('id', '<>', except).execute();
}

export async function endLogin(db: ClinicDb, user: string, login: string): Promise<boolean> {
	const row = await db
		.deleteFrom('login')
		.where('id', '=', login)
		.where('userId', '=', user)
		.returning('id')
		.executeTakeFirst();
	return row !== undefined;
}

/** A person's logins that stand, the newest first. */
export async function listLogins(db: ClinicDb, user: string, now: number) {
	const rows = await db
		.selectFrom('login')
		.select(['id', 'createdAt', 'seenAt', 'userAgent', 'ipAddress'])
		.where('userId', '=', user)
		.where('expiresAt', '>', new Date(now).toISOString())
		.orderBy('createdAt', 'desc')
		.execute();
	return rows.map(({ createdAt, ipAddress, ...row }) => ({
		...row,
		createdAt: Date.parse(createdAt),
		address: ipAddress || null,
	}));
}

/**
 * How long a login still stands without a sign of its person, ms; null, and it is ended, where there was none for longer
 * than `limitMs`. With `isSign` this is one.
 */
export async function touchLogin(
	db: ClinicDb,
	login: string,
	{ now, limitMs, isSign }: { readonly now: number; readonly limitMs: number; readonly isSign: boolean },
): Promise<number | null> {
	const row = await db.selectFrom('login').select('seenAt').where('id', '=', login).executeTakeFirst();
	if (!row) return null;
	const agoMs = row.seenAt === null ? 0 : now - row.seenAt;
	// While the store can't be written reading goes on, and a login that is over is over all the same.
	const unwritten = () => undefined;
	if (agoMs > limitMs) {
		await db.deleteFrom('login').where('id', '=', login).execute().catch(unwritten);
		return null;
	}
	// Written at most so often: a sign is needed to the minute.
	if (row.seenAt !== null && (!isSign || agoMs <= TOUCH_MS)) return limitMs - agoMs;
	await db.updateTable('login').set({ seenAt: now }).where('id', '=', login).execute().catch(unwritten);
	return limitMs;
}

const TOUCH_MS = 15_000;
