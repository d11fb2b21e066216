import { type ExpressionBuilder, sql } from 'kysely';
import type { SessionRow } from '../../shared/http-api.ts';
import type { Band } from '../../shared/scale.ts';
import { deleteClientWithoutSessions, findClient, insertClient } from './clients.ts';
import { containing } from './search-text.ts';
import { type Sight, seesSession } from './sight.ts';
import type { ClinicDb, Tables } from './tables.ts';
import { insertTrace } from './traces.ts';

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
	correction: {
		readonly session: string;
		readonly clinic: string;
		readonly choice: ChosenClient;
		/** Who moves it. */
		readonly by: string | null;
	},
): Promise<boolean> {
	const { session, clinic, choice, by } = correction;
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.selectFrom('session')
			.select('client')
			.where('id', '=', session)
			.where('clinic', '=', clinic)
			.where('client', 'is not', null)
			.executeTakeFirst();
		if (!row || ('id' in choice && !(await findClient(trx, clinic, choice.id)))) return false;
		const former = String(row.client);
		const client = await setClient(trx, parts, { session, clinic, choice });
		if (client === former) return true;
		const moved = { member: by, at: parts.now(), session };
		await insertTrace(trx, { ...moved, id: parts.newId(), client, what: 'came', other: former });
		await insertTrace(trx, { ...moved, id: parts.newId(), client: former, what: 'left', other: client });
		await deleteClientWithoutSessions(trx, former);
		return true;
	});
}

async function setClient(
	db: ClinicDb,
	{ newId, now }: ClientWriter,
	{ session, clinic, choice }: { readonly session: string; readonly clinic: string; readonly choice: ChosenClient },
): Promise<string> {
	const id = 'id' in choice ? await findClient(db, clinic, choice.id) : newId();
	if (id === undefined) throw new Error('the clinic has no such client');
	if ('name' in choice) await insertClient(db, { id, clinic, name: choice.name, createdAt: now() });
	await db.updateTable('session').set({ client: id }).where('id', '=', session).execute();
	return id;
}

/** What a list shows of a session; kept only where the session has a client. */
export async function updateDigest(
	db: ClinicDb,
	session: string,
	digest: {
		readonly points: readonly string[];
		readonly peak: number | null;
		readonly stops: number;
		readonly band?: Band;
	},
): Promise<void> {
	const { points, peak, stops, band } = digest;
	await db
		.updateTable('session')
		.set({ points: JSON.stringify(points), peak, stops, band: band ? JSON.stringify(band) : null })
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
			.set({ client: null, points: '[]', peak: null, stops: 0, band: null })
			.where('id', '=', session)
			.execute();
		await trx.deleteFrom('note').where('session', '=', session).execute();
		await trx.deleteFrom('followUp').where('session', '=', session).execute();
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
		readonly sight?: Sight;
		readonly client?: string | undefined;
		readonly text: string;
		readonly after: SessionPlace | null;
		readonly limit: number;
	},
): Promise<readonly SessionRow[]> {
	const { clinic, sight = null, client = '', text, after, limit } = filter;
	const rows = await selectRows(db)
		.where('session.clinic', '=', clinic)
		.where(seesSession(sight))
		.$if(client !== '', (query) => query.where('session.client', '=', client))
		.$if(text !== '', (query) => query.where(sql<boolean>`client."searchName" like ${containing(text)} escape '\\'`))
		.$if(after !== null, (query) => query.where((eb) => isAfter(eb, after as SessionPlace)))
		.orderBy('session.startedAt', 'desc')
		.orderBy('session.id', 'desc')
		.limit(limit)
		.execute();
	return rows.map(asSessionRow);
}

interface UnderWayRow {
	readonly id: string;
	readonly startedAt: number;
	readonly clientName: string | null;
	readonly therapist: string;
}

/** Sessions of the clinic that have neither ended nor been sealed, newest first. */
export function listUnderWay(db: ClinicDb, clinic: string, sight: Sight = null): Promise<readonly UnderWayRow[]> {
	return db
		.selectFrom('session')
		.innerJoin('member', 'member.id', 'session.member')
		.innerJoin('user', 'user.id', 'member.userId')
		.leftJoin('client', 'client.id', 'session.client')
		.select(['session.id', 'session.startedAt', 'client.name as clientName', 'user.name as therapist'])
		.where('session.clinic', '=', clinic)
		.where('session.sealedAt', 'is', null)
		.where('session.endedAt', 'is', null)
		.where(seesSession(sight))
		.orderBy('session.startedAt', 'desc')
		.execute();
}

export async function readSession(
	db: ClinicDb,
	clinic: string,
	session: string,
	sight: Sight = null,
): Promise<SessionRow | undefined> {
	const row = await selectRows(db)
		.where('session.clinic', '=', clinic)
		.where(seesSession(sight))
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
			'session.importedAt',
			'client.id as clientId',
			'client.name as clientName',
			'user.name as therapist',
		]);
}

type SelectedRow = Awaited<ReturnType<ReturnType<typeof selectRows>['executeTakeFirstOrThrow']>>;

function asSessionRow({ clientId, clientName, points, isTest, importedAt, ...row }: SelectedRow): SessionRow {
	return {
		...row,
		...(importedAt !== null && { importedAt }),
		isTest: isTest === 1,
		points: JSON.parse(points) as readonly string[],
		client: clientId !== null && clientName !== null ? { id: clientId, name: clientName } : null,
	};
}
