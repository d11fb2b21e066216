import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A note goes with its session, its amendments with the note. Names stand as they were when somebody signed. */
async function createNotes(db: Kysely<unknown>): Promise<void> {
	let note = db.schema
		.createTable('note')
		.addColumn('session', 'text', (c) => c.primaryKey().references('session.id').onDelete('cascade'))
		.addColumn('version', 'integer', (c) => c.notNull());
	for (const section of ['subjective', 'objective', 'assessment', 'plan']) {
		note = note.addColumn(section, 'text', (c) => c.notNull());
	}
	await note
		.addColumn('savedAt', 'bigint', (c) => c.notNull())
		.addColumn('savedBy', 'text', (c) => c.notNull())
		.addColumn('signedAt', 'bigint')
		.addColumn('signedBy', 'text')
		.addColumn('signedName', 'text')
		.execute();
	await db.schema
		.createTable('amendment')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('session', 'text', (c) => c.notNull().references('note.session').onDelete('cascade'))
		.addColumn('member', 'text', (c) => c.notNull())
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('text', 'text', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('amendment_session').on('amendment').columns(['session', 'at']).execute();
}

/** Made only where the client wants to be asked. */
async function createFollowUps(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('followUp')
		.addColumn('session', 'text', (c) => c.primaryKey().references('session.id').onDelete('cascade'))
		.addColumn('wantedAt', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('followUpLink')
		.addColumn('tokenHash', 'text', (c) => c.primaryKey())
		.addColumn('session', 'text', (c) => c.notNull().references('followUp.session').onDelete('cascade'))
		.addColumn('madeAt', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('followUpLink_session').on('followUpLink').columns(['session', 'madeAt']).execute();
	await db.schema
		.createTable('followUpReply')
		.addColumn('session', 'text', (c) => c.notNull().references('followUp.session').onDelete('cascade'))
		.addColumn('day', 'integer', (c) => c.notNull())
		.addColumn('soreness', 'integer', (c) => c.notNull())
		.addColumn('amount', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addPrimaryKeyConstraint('follow_up_reply_once', ['session', 'day'])
		.execute();
}

export const notesMigration: Migration = {
	async up(db) {
		await createNotes(db);
		await createFollowUps(db);
	},
};
