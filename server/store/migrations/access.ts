import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The access log: a chain of entries for each clinic, which nothing changes or takes out. */
export const accessMigration: Migration = {
	async up(db) {
		await db.schema
			.createTable('access')
			.addColumn('clinic', 'text', (c) => c.notNull().references('clinic.id'))
			.addColumn('n', 'integer', (c) => c.notNull())
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addColumn('what', 'text', (c) => c.notNull())
			.addColumn('member', 'text')
			.addColumn('as', 'text', (c) => c.notNull())
			.addColumn('session', 'text')
			.addColumn('client', 'text')
			.addColumn('subject', 'text')
			.addColumn('code', 'text')
			.addColumn('times', 'integer', (c) => c.notNull())
			.addColumn('before', 'text', (c) => c.notNull())
			.addColumn('hash', 'text', (c) => c.notNull())
			.addPrimaryKeyConstraint('access_place', ['clinic', 'n'])
			.execute();
		for (const column of ['member', 'session', 'client']) {
			await db.schema.createIndex(`access_${column}`).on('access').columns(['clinic', column, 'n']).execute();
		}
		for (const change of ['update', 'delete']) {
			await sql`create trigger ${sql.ref(`access_no_${change}`)} before ${sql.raw(change)} on access
				begin select raise(abort, 'the access log is only added to'); end`.execute(db);
		}
	},
};
