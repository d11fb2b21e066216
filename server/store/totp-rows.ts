import type { ClinicDb } from './tables.ts';

export interface TotpRow {
	/** Base32. */
	readonly secret: string;
	readonly isConfirmed: boolean;
	/** The last 30-second step a code was taken for: none is taken twice. */
	readonly lastStep: number;
	/** SHA-256 of the recovery codes that are left. */
	readonly recovery: readonly string[];
}

export async function readTotp(db: ClinicDb, user: string): Promise<TotpRow | undefined> {
	const row = await db.selectFrom('totp').selectAll().where('userId', '=', user).executeTakeFirst();
	if (!row) return undefined;
	const { secret, confirmedAt, lastStep, recovery } = row;
	return { secret, isConfirmed: confirmedAt !== null, lastStep, recovery: JSON.parse(recovery) as readonly string[] };
}

/** A secret that is not in force yet; one in force stays until it is ended. Answers false for that. */
export async function beginTotp(db: ClinicDb, user: string, secret: string): Promise<boolean> {
	const known = await readTotp(db, user);
	if (known?.isConfirmed) return false;
	await db.deleteFrom('totp').where('userId', '=', user).execute();
	await db.insertInto('totp').values({ userId: user, secret, confirmedAt: null }).execute();
	return true;
}

export async function confirmTotp(
	db: ClinicDb,
	user: string,
	confirmed: { readonly at: number; readonly step: number; readonly recovery: readonly string[] },
): Promise<void> {
	await db
		.updateTable('totp')
		.set({ confirmedAt: confirmed.at, lastStep: confirmed.step, recovery: JSON.stringify(confirmed.recovery) })
		.where('userId', '=', user)
		.execute();
}

/** Takes a step out of use; of two who come at once with the same code, one. */
export async function spendStep(db: ClinicDb, user: string, step: number): Promise<boolean> {
	const row = await db
		.updateTable('totp')
		.set({ lastStep: step })
		.where('userId', '=', user)
		.where('lastStep', '<', step)
		.returning('userId')
		.executeTakeFirst();
	return row !== undefined;
}

/** Takes a recovery code out of use, once. */
export function spendRecovery(db: ClinicDb, user: string, hash: string): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const known = await readTotp(trx, user);
		if (!known?.recovery.includes(hash)) return false;
		const left = known.recovery.filter((each) => each !== hash);
		await trx
			.updateTable('totp')
			.set({ recovery: JSON.stringify(left) })
			.where('userId', '=', user)
			.execute();
		return true;
	});
}

export async function endTotp(db: ClinicDb, user: string): Promise<void> {
	await db.deleteFrom('totp').where('userId', '=', user).execute();
}
