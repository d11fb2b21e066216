import type { Migration } from 'kysely/migration';

/** What stands around a person's sign-in: disabled members, the last sign of a login, links, second factors. */
export const peopleMigration: Migration = {
	async up(db) {
		await db.schema.alterTable('member').addColumn('disabledAt', 'bigint').execute();
		await db.schema.alterTable('login').addColumn('seenAt', 'bigint').execute();
		await db.schema.alterTable('invitation').addColumn('tokenHash', 'text').execute();
		await db.schema.createIndex('invitation_token').on('invitation').column('tokenHash').unique().execute();
		await db.schema
			.createTable('resetLink')
			.addColumn('tokenHash', 'text', (c) => c.primaryKey())
			.addColumn('userId', 'text', (c) => c.notNull().unique().references('user.id').onDelete('cascade'))
			.addColumn('expiresAt', 'bigint', (c) => c.notNull())
			.execute();
		await db.schema
			.createTable('totp')
			.addColumn('userId', 'text', (c) => c.primaryKey().references('user.id').onDelete('cascade'))
			.addColumn('secret', 'text', (c) => c.notNull())
			.addColumn('confirmedAt', 'bigint')
			.addColumn('lastStep', 'integer', (c) => c.notNull().defaultTo(0))
			.addColumn('recovery', 'text', (c) => c.notNull().defaultTo('[]'))
			.execute();
		await db.schema
			.createTable('apiKey')
			.addColumn('id', 'text', (c) => c.primaryKey())
			.addColumn('clinic', 'text', (c) => c.notNull().references('clinic.id'))
			.addColumn('name', 'text', (c) => c.notNull())
			.addColumn('tokenHash', 'text', (c) => c.notNull().unique())
			.addColumn('scopes', 'text', (c) => c.notNull())
			.addColumn('member', 'text', (c) => c.notNull())
			.addColumn('createdAt', 'bigint', (c) => c.notNull())
			.addColumn('expiresAt', 'bigint')
			.addColumn('revokedAt', 'bigint')
			.addColumn('usedAt', 'bigint')
			.execute();
		await db.schema.createIndex('apiKey_clinic').on('apiKey').columns(['clinic', 'createdAt']).execute();
	},
};
