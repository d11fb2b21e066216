import type { Migration } from 'kysely/migration';

/** Sessions that were recorded elsewhere: when they came, and under which id they were first recorded. */
export const importsMigration: Migration = {
	async up(db) {
		await db.schema.alterTable('session').addColumn('importedAt', 'bigint').execute();
		await db.schema.alterTable('session').addColumn('origin', 'text').execute();
		await db.schema.createIndex('session_origin').on('session').columns(['clinic', 'origin']).execute();
	},
};
