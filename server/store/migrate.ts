import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { WorkerFailure } from '../worker-failure.ts';
import { accessMigration } from './migrations/access.ts';
import { firstMigration } from './migrations/first.ts';
import { importsMigration } from './migrations/imports.ts';
import { keepingMigration } from './migrations/keeping.ts';
import { notesMigration } from './migrations/notes.ts';
import { peopleMigration } from './migrations/people.ts';

/** Every change of the schema, by hand, in the order of their names. A name is never changed or reused. */
const MIGRATIONS = {
	'2026-11-first': firstMigration,
	'v02-access': accessMigration,
	'v03-keeping': keepingMigration,
	'v04-people': peopleMigration,
	'v05-imports': importsMigration,
	'v06-notes': notesMigration,
};

/** Brings the schema up to this version; rejects on a store that a later version has changed. */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
	const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
	const known = new Set(Object.keys(MIGRATIONS));
	const applied = await appliedNames(db);
	const unknown = applied.find((name) => !known.has(name));
	if (unknown !== undefined) {
		throw new WorkerFailure({
			code: 'too_new',
			message:
				'The clinic’s store was written by a newer version of Palpate. Start that version, or put a backup made by this one in its place.',
		});
	}
	const { error } = await migrator.migrateToLatest();
	if (error) throw error;
}

async function appliedNames<T>(db: Kysely<T>): Promise<readonly string[]> {
	const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
	if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
	const rows = await (db as unknown as Kysely<{ kysely_migration: { name: string } }>)
		.selectFrom('kysely_migration')
		.select('name')
		.execute();
	return rows.map(({ name }) => name);
}
