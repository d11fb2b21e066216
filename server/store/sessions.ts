import { type ExpressionBuilder, sql } from 'kysely';
import type { SessionRow } from '../../shared/http-api.ts';
import { deleteClientWithoutSessions, insertClient, readClient } from './clients.ts';
import { containing } from './search-text.ts';
import type { ClinicDb, Tables } from './tables.ts';

/** What the live line keeps of a session. */
export interface SessionRecord {
	readonly id: string;
	readonly clinic: string;
	readonly member: string;
	readonly startedAt: number;
	readonly endedAt: number | null;
	readonly sealedAt: number | null;
	readonly recording: Tables['session']['recording'];
	readonly isTest: boolean;
}

export type ChosenClient = { readonly id: string } | { readonly name: string };

/** Where a list goes on: after the session that started then. */
export interface SessionPlace {
	readonly startedAt: number;
	readonly id: string;
}

const columnsOf = (session: SessionRecord) => ({ ...session, isTest: session.isTest ? (1 as const) : (0 as const) });

export async function insertSession(db: ClinicDb, session: SessionRecord): Promise<void> {
	await db
		.insertInto('session')
		.values(columnsOf(session))
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
}

export async function updateSession(db: ClinicDb, session: SessionRecord): Promise<void> {
	const { id, endedAt, sealedAt, recording } = session;
	await db.updateTable('session').set({ endedAt, sealedAt, recording }).where('id', '=', id).execute();
}

/** Sessions that are not sealed. */
export async function listOpenSessions(db: ClinicDb): Promise<readonly SessionRecord[]> {
	const rows = await db
		.selectFrom('session')
		.select(['id', 'clinic', 'member', 'startedAt', 'endedAt', 'sealedAt', 'recording', 'isTest'])
		.where('sealedAt', 'is', null)
		.orderBy('startedAt')
		.execute();
	return rows.map((row) => ({ ...row, isTest: row.isTest === 1 }));
}

export interface ClientWriter {
	readonly newId: () => string;
	readonly now: () => number;
}

/**
 * Writes whom a session is for, once: a client it already has stands. Answers the client's id; rejects for a session
 * or a client that the clinic doesn't have.
 */
export function writeSessionClient(
	db: ClinicDb,
	parts: ClientWriter,
	session: string,
	choice: ChosenClient,
): Promise<string> {
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.selectFrom('session')
			.select(['clinic', 'client'])
			.where('id', '=', session)
			.executeTakeFirst();
		if (!row) throw new Error('there is no such session');
		if (row.client !== null) return row.client;
		return setClient(trx, parts, { session, clinic: row.clinic, choice });
	});
}

/**
 * Puts another client in the place of a recorded session's own. The former one goes when this was its last session.
 * Answers false where there is no such session with a client, or no such client.
 */
export function correctSessionClient(
	db: ClinicDb,
	parts: ClientWriter,
	correction: { readonly session: string; readonly clinic: string; readonly choice: ChosenClient },
): Promise<boolean> {
	const { session, clinic, choice } = correction;
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.selectFrom('session')
			.select('client')
			.where('id', '=', session)
			.where('clinic', '=', clinic)
			.where('client', 'is not', null)
			.executeTakeFirst();
		if (!row || ('id' in choice && !(await readClient(trx, clinic, choice.id)))) return false;
		await setClient(trx, parts, { session, clinic, choice });
		await deleteClientWithoutSessions(trx, row.client);
		return true;
	});
}

async function setClient(
	db: ClinicDb,
	{ newId, now }: ClientWriter,
	{ session, clinic, choice }: { readonly session: string; readonly clinic: string; readonly choice: ChosenClient },
): Promise<string> {
	const id = 'id' in choice ? (await readClient(db, clinic, choice.id))?.id : newId();
	if (id === undefined) throw new Error('the clinic has no such client');
	if ('name' in choice) await insertClient(db, { id, clinic, name: choice.name, createdAt: now() });
	await db.updateTable('session').set({ client: id }).where('id', '=', session).execute();
	return id;
}

/** What a list shows of a session; kept only where the session has a client. */
export async function updateDigest(
	db: ClinicDb,
	session: string,
	digest: { readonly points: readonly string[]; readonly peak: number | null; readonly stops: number },
): Promise<void> {
	await db
		.updateTable('session')
		.set({ points: JSON.stringify(digest.points), peak: digest.peak, stops: digest.stops })
		.where('id', '=', session)
		.where('client', 'is not', null)
		.execute();
}

/** Leaves of a session the row that a live-only one has. */
export function clearRecord(db: ClinicDb, session: string): Promise<void> {
	return db.transaction().execute(async (trx) => {
		const row = await trx.selectFrom('session').select('client').where('id', '=', session).executeTakeFirst();
		await trx
			.updateTable('session')
			.set({ client: null, points: '[]', peak: null, stops: 0 })
			.where('id', '=', session)
			.execute();
		await deleteClientWithoutSessions(trx, row?.client ?? null);
	});
}

/** Takes a session out of the store, with its devices. */
export function deleteSession(db: ClinicDb, clinic: string, session: string): Promise<void> {
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.deleteFrom('session')
			.where('id', '=', session)
			.where('clinic', '=', clinic)
			.returning('client')
			.executeTakeFirst();
		await deleteClientWithoutSessions(trx, row?.client ?? null);
	});
}

/** The clinic's sessions, newest first: those whose client's name contains `text`, after `after`. */
export async function listSessions(
	db: ClinicDb,
	filter: {
		readonly clinic: string;
		readonly text: string;
		readonly after: SessionPlace | null;
		readonly limit: number;
	},
): Promise<readonly SessionRow[]> {
	const { clinic, text, after, limit } = filter;
	const rows = await selectRows(db)
		.where('session.clinic', '=', clinic)
		.$if(text !== '', (query) => query.where(sql<boolean>`client."searchName" like ${containing(text)} escape '\\'`))
		.$if(after !== null, (query) => query.where((eb) => isAfter(eb, after as SessionPlace)))
		.orderBy('session.startedAt', 'desc')
		.orderBy('session.id', 'desc')
		.limit(limit)
		.execute();
	return rows.map(asSessionRow);
}

export async function readSession(db: ClinicDb, clinic: string, session: string): Promise<SessionRow | undefined> {
	const row = await selectRows(db)
		.where('session.clinic', '=', clinic)
		.where('session.id', '=', session)
		.executeTakeFirst();
	return row && asSessionRow(row);
}

const isAfter = (eb: ExpressionBuilder<Tables, 'session'>, { startedAt, id }: SessionPlace) =>
	eb(eb.refTuple('session.startedAt', 'session.id'), '<', eb.tuple(startedAt, id));

function selectRows(db: ClinicDb) {
	return db
		.selectFrom('session')
		.innerJoin('member', 'member.id', 'session.member')
		.innerJoin('user', 'user.id', 'member.userId')
		.leftJoin('client', 'client.id', 'session.client')
		.select([
			'session.id as session',
			'session.startedAt',
			'session.endedAt',
			'session.recording',
			'session.isTest',
			'session.points',
			'session.peak',
			'session.stops',
			'client.id as clientId',
			'client.name as clientName',
			'user.name as therapist',
		]);
}

type SelectedRow = Awaited<ReturnType<ReturnType<typeof selectRows>['executeTakeFirstOrThrow']>>;

function asSessionRow({ clientId, clientName, points, isTest, ...row }: SelectedRow): SessionRow {
	return {
		...row,
		isTest: isTest === 1,
		points: JSON.parse(points) as readonly string[],
		client: clientId !== null && clientName !== null ? { id: clientId, name: clientName } : null,
	};
}
