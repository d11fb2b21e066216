import { withoutOwnWordsInName } from '../../shared/body.ts';
import { deleteClientWithoutSessions } from './clients.ts';
import { searchForm } from './search-text.ts';
import { clearRecord } from './sessions.ts';
import type { ClinicDb } from './tables.ts';
import { finishTombstones, insertTombstones, type Tombstone } from './tombstones.ts';

/** What erasing needs of the journal. */
export interface ErasableJournal {
	erase(session: string): Promise<void>;
	redact(session: string): Promise<void>;
}

export interface ErasingParts {
	readonly db: ClinicDb;
	readonly journal: ErasableJournal;
	/** Takes the bytes of what was deleted out of the store's files. */
	readonly purge: () => Promise<void>;
	readonly now: () => number;
}

/** Sessions go before the clients they belong to. */
const ORDER: readonly Tombstone['kind'][] = ['session', 'record', 'anonymous', 'client'];

/**
 * Makes true what tombstones say, on this store or on one that a backup was restored into: each may be applied again.
 * When it resolves nothing of it is left in the store or the journal, not even as bytes.
 */
export async function applyTombstones(parts: ErasingParts, tombstones: readonly Tombstone[]): Promise<void> {
	const { db, journal, now } = parts;
	if (tombstones.length === 0) return;
	await insertTombstones(db, tombstones);
	for (const kind of ORDER) {
		for (const { id } of tombstones.filter((one) => one.kind === kind)) await APPLY[kind](db, journal, id, now());
	}
	await parts.purge();
	await finishTombstones(db, tombstones, now());
}

type Apply = (db: ClinicDb, journal: ErasableJournal, id: string, at: number) => Promise<void>;

const APPLY: Record<Tombstone['kind'], Apply> = {
	async session(db, journal, id) {
		await journal.erase(id);
		await deleteSessionRow(db, id);
	},
	async record(db, journal, id) {
		await journal.erase(id);
		await clearRecord(db, id);
	},
	async anonymous(db, journal, id, at) {
		for (const session of await sessionsOf(db, id)) await journal.redact(session);
		await forgetWho(db, id, at);
	},
	async client(db, journal, id, at) {
		const left = await sessionsOf(db, id);
		if (left.length === 0) return deleteClient(db, id);
		// In an older store sessions stand under this client that were moved to somebody else before the erasing.
		for (const session of left) await journal.redact(session);
		return forgetWho(db, id, at);
	},
};

async function sessionsOf(db: ClinicDb, client: string): Promise<readonly string[]> {
	const rows = await db.selectFrom('session').select('id').where('client', '=', client).execute();
	return rows.map(({ id }) => id);
}

function deleteSessionRow(db: ClinicDb, session: string): Promise<void> {
	return db.transaction().execute(async (trx) => {
		const row = await trx.deleteFrom('session').where('id', '=', session).returning('client').executeTakeFirst();
		await deleteClientWithoutSessions(trx, row?.client ?? null);
	});
}

/** With what was merged into it. */
async function deleteClient(db: ClinicDb, client: string): Promise<void> {
	await db.deleteFrom('client').where('id', '=', client).execute();
}

/** Four letters of an id in place of a name: nobody's, and the same each time. */
export function pseudonymOf(client: string): string {
	const letters = client.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
	return `Client ${letters.slice(0, 4)}`;
}

/** What was written freely about a client's sessions goes, and so does every way to add to them. How sore they were stays. */
async function forgetWritten(db: ClinicDb, client: string): Promise<void> {
	const own = db.selectFrom('session').select('id').where('client', '=', client);
	await db.deleteFrom('note').where('session', 'in', own).execute();
	await db.deleteFrom('followUpLink').where('session', 'in', own).execute();
	const rows = await db.selectFrom('session').select(['id', 'points']).where('client', '=', client).execute();
	for (const { id, points } of rows) {
		const kept = (JSON.parse(points) as readonly string[]).map(withoutOwnWordsInName);
		await db
			.updateTable('session')
			.set({ points: JSON.stringify(kept) })
			.where('id', '=', id)
			.execute();
	}
}

/** Leaves of a client a record that says nothing of who it is. */
function forgetWho(db: ClinicDb, client: string, at: number): Promise<void> {
	const name = pseudonymOf(client);
	return db.transaction().execute(async (trx) => {
		await trx
			.updateTable('client')
			.set({ name, searchName: searchForm(name), isPseudonym: 1, birthYear: null, reason: null, holdReason: null })
			.set((eb) => ({ anonymisedAt: eb.fn.coalesce('anonymisedAt', eb.val(at)) }))
			.where('id', '=', client)
			.execute();
		await trx.deleteFrom('plan').where('client', '=', client).execute();
		await forgetWritten(trx, client);
		await trx.deleteFrom('client').where('mergedInto', '=', client).execute();
	});
}
