import type { Recording } from '../../shared/protocol.ts';
import { findClient, insertClient } from './clients.ts';
import type { ChosenClient, ClientWriter } from './sessions.ts';
import type { ClinicDb } from './tables.ts';
import { insertTrace } from './traces.ts';

/** A session that was recorded elsewhere, as it is noted before anything of it is in the journal. */
export interface ArrivingSession {
	readonly id: string;
	readonly clinic: string;
	/** Who brings it in, and answers for it here. */
	readonly member: string;
	/** The id it was first recorded under. */
	readonly origin: string;
	readonly startedAt: number;
	readonly endedAt: number;
	readonly isTest: boolean;
}

/** Whether the clinic has a session that was first recorded under this id, or has erased it. */
export async function whereaboutsOf(
	db: ClinicDb,
	clinic: string,
	origin: string,
): Promise<'here' | 'erased' | 'unknown'> {
	const row = await db
		.selectFrom('session')
		.select('id')
		.where('clinic', '=', clinic)
		.where((eb) => eb.or([eb('id', '=', origin), eb('origin', '=', origin)]))
		.executeTakeFirst();
	if (row) return 'here';
	const tombstone = await db
		.selectFrom('tombstone')
		.select('id')
		.where('clinic', '=', clinic)
		.where('kind', 'in', ['session', 'record'])
		.where('id', '=', origin)
		.executeTakeFirst();
	return tombstone ? 'erased' : 'unknown';
}

/** Notes that a session is arriving. Until it has arrived nothing of it can be read, and a stop in between is found. */
export async function insertArriving(db: ClinicDb, session: ArrivingSession, at: number): Promise<void> {
	const { isTest, ...rest } = session;
	await db
		.insertInto('session')
		.values({ ...rest, isTest: isTest ? 1 : 0, recording: 'held', sealedAt: at, importedAt: at })
		.execute();
}

/** Sessions whose arrival was interrupted. */
export function listHalfArrived(db: ClinicDb): Promise<readonly { readonly id: string; readonly clinic: string }[]> {
	return db
		.selectFrom('session')
		.select(['id', 'clinic'])
		.where('importedAt', 'is not', null)
		.where('recording', '=', 'held')
		.execute();
}

/** From here on the session is one of the clinic’s, with its client and a trace. Answers whose; undefined where there is no such client. */
export function insertArrived(
	db: ClinicDb,
	{ newId, now }: ClientWriter,
	arrived: {
		readonly session: ArrivingSession;
		readonly recording: Extract<Recording, 'recorded' | 'withdrawn'>;
		readonly choice: ChosenClient;
		/** What a list shows of it. */
		readonly digest: {
			readonly points: string;
			readonly peak: number | null;
			readonly stops: number;
			readonly band: string | null;
		};
	},
): Promise<string | undefined> {
	const { session, recording, choice, digest } = arrived;
	return db.transaction().execute(async (trx) => {
		const client = 'id' in choice ? await findClient(trx, session.clinic, choice.id) : newId();
		if (client === undefined) return undefined;
		const at = now();
		if ('name' in choice) {
			await insertClient(trx, { id: client, clinic: session.clinic, name: choice.name, createdAt: at });
		}
		await trx
			.updateTable('session')
			.set({ client, recording, ...digest })
			.where('id', '=', session.id)
			.execute();
		const trace = { id: newId(), client, member: session.member, at, session: session.id, other: null };
		await insertTrace(trx, { ...trace, what: 'imported' });
		return client;
	});
}

/** The id a session was first recorded under: its own, where that was here. */
export async function originOf(db: ClinicDb, session: string): Promise<string> {
	const row = await db.selectFrom('session').select('origin').where('id', '=', session).executeTakeFirst();
	return row?.origin ?? session;
}
