import { type KeyRow, SCOPES, type Scope } from '../../shared/keys-api.ts';
import type { ClinicDb } from './tables.ts';

/** Written at most so often, ms. */
const USED_MS = 60_000;

const scopesOf = (json: string): readonly Scope[] => {
	const named = JSON.parse(json) as readonly string[];
	return SCOPES.filter((scope) => named.includes(scope));
};

export async function insertKey(
	db: ClinicDb,
	key: Omit<KeyRow, 'revokedAt' | 'usedAt'> & {
		readonly clinic: string;
		readonly tokenHash: string;
		readonly member: string;
	},
): Promise<void> {
	await db
		.insertInto('apiKey')
		.values({ ...key, scopes: JSON.stringify(key.scopes), revokedAt: null, usedAt: null })
		.execute();
}

/** Newest first, whether they still open anything or not. */
export async function listKeys(db: ClinicDb, clinic: string): Promise<readonly KeyRow[]> {
	const rows = await db
		.selectFrom('apiKey')
		.select(['id', 'name', 'scopes', 'createdAt', 'expiresAt', 'revokedAt', 'usedAt'])
		.where('clinic', '=', clinic)
		.orderBy('createdAt', 'desc')
		.orderBy('id')
		.execute();
	return rows.map((row) => ({ ...row, scopes: scopesOf(row.scopes) }));
}

export async function revokeKey(db: ClinicDb, clinic: string, key: string, at: number): Promise<boolean> {
	const row = await db
		.updateTable('apiKey')
		.set((eb) => ({ revokedAt: eb.fn.coalesce('revokedAt', eb.val(at)) }))
		.where('id', '=', key)
		.where('clinic', '=', clinic)
		.returning('id')
		.executeTakeFirst();
	return row !== undefined;
}

/** A program that asks with a key. */
export interface KeyHolder {
	readonly key: string;
	readonly scopes: readonly Scope[];
	readonly clinic: { readonly id: string; readonly name: string; readonly zone: string };
}

/** Whose token this is, while it is in force; notes that it was used. */
export async function findKey(db: ClinicDb, tokenHash: string, now: number): Promise<KeyHolder | undefined> {
	const row = await db
		.selectFrom('apiKey')
		.innerJoin('clinic', 'clinic.id', 'apiKey.clinic')
		.select(['apiKey.id as key', 'scopes', 'usedAt', 'expiresAt', 'clinic.id', 'clinic.name', 'clinic.zone'])
		.where('tokenHash', '=', tokenHash)
		.where('revokedAt', 'is', null)
		.executeTakeFirst();
	if (!row || (row.expiresAt !== null && row.expiresAt <= now)) return undefined;
	const { key, scopes, usedAt, id, name, zone } = row;
	if (usedAt === null || now - usedAt > USED_MS)
		// While the store can't be written reading goes on.
		await db
			.updateTable('apiKey')
			.set({ usedAt: now })
			.where('id', '=', key)
			.execute()
			.catch(() => undefined);
	return { key, scopes: scopesOf(scopes), clinic: { id, name, zone } };
}
