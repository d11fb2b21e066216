import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

type Anything = Kysely<unknown>;

/** What stays of something erased, so that a restored backup can be told. */
async function createTombstones(db: Anything): Promise<void> {
	await db.schema
		.createTable('tombstone')
		.addColumn('kind', 'text', (c) => c.notNull())
		.addColumn('id', 'text', (c) => c.notNull())
		.addColumn('clinic', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('doneAt', 'bigint')
		.addPrimaryKeyConstraint('tombstone_once', ['kind', 'id'])
		.execute();
}

/** What the owner sets; a clinic without a row has the values of clinic-settings.ts. */
async function createSettings(db: Anything): Promise<void> {
	await db.schema
		.createTable('setting')
		.addColumn('clinic', 'text', (c) => c.primaryKey().references('clinic.id'))
		.addColumn('therapistsSee', 'text', (c) => c.notNull())
		.addColumn('signOutMinutes', 'integer', (c) => c.notNull())
		.addColumn('retentionYears', 'integer')
		.addColumn('minorUntilAge', 'integer')
		.addColumn('erasesByItself', 'integer', (c) => c.notNull())
		.execute();
}

async function extendClients(db: Anything): Promise<void> {
	const truth = ['isPseudonym', 'isRegistered'];
	for (const column of truth) {
		await db.schema
			.alterTable('client')
			.addColumn(column, 'integer', (c) => c.notNull().defaultTo(0))
			.execute();
	}
	for (const column of ['birthYear', 'anonymisedAt', 'heldAt']) {
		await db.schema.alterTable('client').addColumn(column, 'bigint').execute();
	}
	for (const column of ['reason', 'holdReason', 'heldBy']) {
		await db.schema.alterTable('client').addColumn(column, 'text').execute();
	}
	await db.schema
		.alterTable('client')
		.addColumn('therapist', 'text', (c) => c.references('member.id'))
		.execute();
	await db.schema
		.alterTable('client')
		.addColumn('mergedInto', 'text', (c) => c.references('client.id').onDelete('cascade'))
		.execute();
	await db.schema.alterTable('session').addColumn('band', 'text').execute();
}

/** What is known of a client beyond the sessions; all of it goes with the client. */
async function createClientFacts(db: Anything): Promise<void> {
	const ofClient = (name: string) =>
		db.schema
			.createTable(name)
			.addColumn('id', 'text', (c) => c.primaryKey())
			.addColumn('client', 'text', (c) => c.notNull().references('client.id').onDelete('cascade'))
			.addColumn('member', 'text')
			.addColumn('at', 'bigint', (c) => c.notNull());
	await ofClient('caution')
		.addColumn('caution', 'text', (c) => c.notNull())
		.addColumn('endedAt', 'bigint')
		.addColumn('endedBy', 'text')
		.execute();
	await ofClient('masking')
		.addColumn('day', 'text', (c) => c.notNull())
		.addColumn('what', 'text', (c) => c.notNull())
		.addUniqueConstraint('masking_once', ['client', 'day', 'what'])
		.execute();
	await ofClient('plan')
		.addColumn('goal', 'text', (c) => c.notNull())
		.addColumn('reviewOn', 'text')
		.execute();
	await ofClient('trace')
		.addColumn('what', 'text', (c) => c.notNull())
		.addColumn('session', 'text')
		.addColumn('other', 'text')
		.execute();
	await ofClient('consent')
		.addColumn('use', 'text', (c) => c.notNull())
		.addColumn('isGiven', 'integer', (c) => c.notNull())
		.addColumn('version', 'integer')
		.addColumn('how', 'text', (c) => c.notNull())
		.addColumn('session', 'text')
		.execute();
	for (const name of ['caution', 'plan', 'trace', 'consent']) {
		await db.schema.createIndex(`${name}_client`).on(name).columns(['client', 'at']).execute();
	}
	await db.schema
		.createTable('consentWords')
		.addColumn('clinic', 'text', (c) => c.notNull().references('clinic.id'))
		.addColumn('use', 'text', (c) => c.notNull())
		.addColumn('version', 'integer', (c) => c.notNull())
		.addColumn('words', 'text', (c) => c.notNull())
		.addColumn('member', 'text')
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addPrimaryKeyConstraint('consent_words_once', ['clinic', 'use', 'version'])
		.execute();
}

const INDEXES: readonly (readonly [table: string, columns: readonly string[]])[] = [
	['client', ['mergedInto']],
	['client', ['therapist']],
	['session', ['member', 'client']],
	['tombstone', ['clinic', 'at']],
];

export const keepingMigration: Migration = {
	async up(db) {
		await createTombstones(db);
		await createSettings(db);
		await extendClients(db);
		await createClientFacts(db);
		for (const [table, columns] of INDEXES) {
			await db.schema
				.createIndex(`${table}_${columns.join('_')}`)
				.on(table)
				.columns([...columns])
				.execute();
		}
	},
};
