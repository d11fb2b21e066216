import type { ClinicDb } from './tables.ts';

/** A link to set a new password; the one before ends. */
export async function saveResetLink(
	db: ClinicDb,
	link: { readonly tokenHash: string; readonly userId: string; readonly expiresAt: number },
): Promise<void> {
	const { tokenHash, expiresAt } = link;
	// One statement: links asked for at the same moment would otherwise stand in each other's way.
	await db
		.insertInto('resetLink')
		.values(link)
		.onConflict((conflict) => conflict.column('userId').doUpdateSet({ tokenHash, expiresAt }))
		.execute();
}

/** Whose link this is, while it works. */
export async function findResetLink(db: ClinicDb, tokenHash: string, now: number): Promise<string | undefined> {
	const row = await db
		.selectFrom('resetLink')
		.select('userId')
		.where('tokenHash', '=', tokenHash)
		.where('expiresAt', '>', now)
		.executeTakeFirst();
	return row?.userId;
}

/** Spends a link, and answers whose it was. */
export async function spendResetLink(db: ClinicDb, tokenHash: string, now: number): Promise<string | undefined> {
	const row = await db
		.deleteFrom('resetLink')
		.where('tokenHash', '=', tokenHash)
		.returning(['userId', 'expiresAt'])
		.executeTakeFirst();
	return row && row.expiresAt > now ? row.userId : undefined;
}

/** The hash a person signs in with. */
export async function readPasswordHash(db: ClinicDb, user: string): Promise<string | undefined> {
	const row = await db
		.selectFrom('account')
		.select('password')
		.where('userId', '=', user)
		.where('providerId', '=', 'credential')
		.executeTakeFirst();
	return row?.password ?? undefined;
}

export async function savePasswordHash(db: ClinicDb, user: string, hash: string, at: number): Promise<void> {
	await db
		.updateTable('account')
		.set({ password: hash, updatedAt: new Date(at).toISOString() })
		.where('userId', '=', user)
		.where('providerId', '=', 'credential')
		.execute();
}
