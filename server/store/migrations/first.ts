import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

type Anything = Kysely<unknown>;

/** The sign-in library's tables, under the project's names, with its organization plugin. */
async function createPeople(db: Anything): Promise<void> {
	await db.schema
		.createTable('user')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('email', 'text', (c) => c.notNull().unique())
		.addColumn('emailVerified', 'integer', (c) => c.notNull())
		.addColumn('image', 'text')
		.addColumn('createdAt', 'text', (c) => c.notNull())
		.addColumn('updatedAt', 'text', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('login')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('expiresAt', 'text', (c) => c.notNull())
		.addColumn('token', 'text', (c) => c.notNull().unique())
		.addColumn('createdAt', 'text', (c) => c.notNull())
		.addColumn('updatedAt', 'text', (c) => c.notNull())
		.addColumn('ipAddress', 'text')
		.addColumn('userAgent', 'text')
		.addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
		.addColumn('activeOrganizationId', 'text')
		.execute();
	await db.schema
		.createTable('account')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('accountId', 'text', (c) => c.notNull())
		.addColumn('providerId', 'text', (c) => c.notNull())
		.addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
		.addColumn('accessToken', 'text')
		.addColumn('refreshToken', 'text')
		.addColumn('idToken', 'text')
		.addColumn('accessTokenExpiresAt', 'text')
		.addColumn('refreshTokenExpiresAt', 'text')
		.addColumn('scope', 'text')
		.addColumn('password', 'text')
		.addColumn('createdAt', 'text', (c) => c.notNull())
		.addColumn('updatedAt', 'text', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('verification')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('identifier', 'text', (c) => c.notNull())
		.addColumn('value', 'text', (c) => c.notNull())
		.addColumn('expiresAt', 'text', (c) => c.notNull())
		.addColumn('createdAt', 'text', (c) => c.notNull())
		.addColumn('updatedAt', 'text', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('rateLimit')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('key', 'text', (c) => c.notNull().unique())
		.addColumn('count', 'integer', (c) => c.notNull())
		.addColumn('lastRequest', 'bigint', (c) => c.notNull())
		.execute();
}

async function createClinics(db: Anything): Promise<void> {
	await db.schema
		.createTable('clinic')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('slug', 'text', (c) => c.notNull().unique())
		.addColumn('logo', 'text')
		.addColumn('metadata', 'text')
		.addColumn('zone', 'text', (c) => c.notNull())
		.addColumn('createdAt', 'text', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('member')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('organizationId', 'text', (c) => c.notNull().references('clinic.id'))
		.addColumn('userId', 'text', (c) => c.notNull().references('user.id'))
		.addColumn('role', 'text', (c) => c.notNull())
		.addColumn('createdAt', 'text', (c) => c.notNull())
		.addUniqueConstraint('member_once', ['organizationId', 'userId'])
		.execute();
	await db.schema
		.createTable('invitation')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('organizationId', 'text', (c) => c.notNull().references('clinic.id').onDelete('cascade'))
		.addColumn('email', 'text', (c) => c.notNull())
		.addColumn('role', 'text')
		.addColumn('status', 'text', (c) => c.notNull())
		.addColumn('expiresAt', 'text', (c) => c.notNull())
		.addColumn('createdAt', 'text', (c) => c.notNull())
		.addColumn('inviterId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
		.execute();
}

async function createSessions(db: Anything): Promise<void> {
	await db.schema
		.createTable('client')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('clinic', 'text', (c) => c.notNull().references('clinic.id'))
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('searchName', 'text', (c) => c.notNull())
		.addColumn('createdAt', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('session')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('clinic', 'text', (c) => c.notNull().references('clinic.id'))
		.addColumn('member', 'text', (c) => c.notNull().references('member.id'))
		.addColumn('client', 'text', (c) => c.references('client.id'))
		.addColumn('startedAt', 'bigint', (c) => c.notNull())
		.addColumn('endedAt', 'bigint')
		.addColumn('sealedAt', 'bigint')
		.addColumn('recording', 'text', (c) =>
			c.notNull().check(sql`recording in ('held', 'recorded', 'live-only', 'withdrawn')`),
		)
		.addColumn('isTest', 'integer', (c) => c.notNull())
		.addColumn('points', 'text', (c) => c.notNull().defaultTo('[]'))
		.addColumn('peak', 'integer')
		.addColumn('stops', 'integer', (c) => c.notNull().defaultTo(0))
		.addCheckConstraint('session_live_only_is_nobodys', sql`recording <> 'live-only' or client is null`)
		.execute();
	await db.schema
		.createTable('device')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('session', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
		.addColumn('seat', 'text', (c) => c.notNull())
		.addColumn('member', 'text', (c) => c.references('member.id'))
		.addColumn('tokenHash', 'text', (c) => c.notNull())
		.addColumn('words', 'text', (c) => c.notNull())
		.addColumn('standing', 'text', (c) => c.notNull())
		.addColumn('hasSaidBye', 'integer', (c) => c.notNull())
		.execute();
}

const INDEXES: readonly (readonly [table: string, columns: readonly string[]])[] = [
	['login', ['userId']],
	['account', ['userId']],
	['verification', ['identifier']],
	['member', ['userId']],
	['invitation', ['organizationId']],
	['invitation', ['email']],
	['client', ['clinic', 'searchName', 'id']],
	['session', ['clinic', 'startedAt', 'id']],
	['session', ['client']],
	['device', ['session']],
];

export const firstMigration: Migration = {
	async up(db) {
		await createPeople(db);
		await createClinics(db);
		await createSessions(db);
		for (const [table, columns] of INDEXES) {
			await db.schema
				.createIndex(`${table}_${columns.join('_')}`)
				.on(table)
				.columns([...columns])
				.execute();
		}
		await db.schema
			.createIndex('session_open')
			.on('session')
			.column('id')
			.where(sql.ref('sealedAt'), 'is', null)
			.execute();
	},
};
