import type { MessagePort } from 'node:worker_threads';
import { Kysely } from 'kysely';
import { openWorkerLine } from '../worker-line.ts';
import { migrate } from './migrate.ts';
import type { StoreRequest, StoreWorkerData } from './sqlite-worker.ts';
import type { ClinicDb, Tables } from './tables.ts';
import { createWorkerDialect } from './worker-dialect.ts';

export interface ClinicStore {
	readonly db: ClinicDb;
	/** Takes the bytes of what was deleted out of every file of the store. */
	purge(): Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens the clinic's store in a worker thread and brings its schema up to this version.
 * Rejects with a sentence when the file is damaged, too new, or not written through to the disk.
 */
export async function openClinicStore(options: {
	readonly file: string;
	/** For tests: the port of createFaultControls. */
	readonly faults?: MessagePort;
}): Promise<ClinicStore> {
	const data: StoreWorkerData = options;
	const farewell: StoreRequest = { op: 'close' };
	const purge: StoreRequest = { op: 'purge' };
	const script = new URL('./sqlite-worker.ts', import.meta.url);
	const line = await openWorkerLine({ script, data, transfer: options.faults ? [options.faults] : [], farewell });
	const db = new Kysely<Tables>({ dialect: createWorkerDialect(line) });
	try {
		await migrate(db);
	} catch (error) {
		await db.destroy();
		throw error;
	}
	return {
		db,
		purge: async () => void (await line.ask(purge)),
		close: () => db.destroy(),
	};
}
