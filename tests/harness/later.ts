import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RealServer } from './real-server.ts';

const HOUR_MS = 60 * 60 * 1_000;

/**
 * So many hours later: a process's clock can't be moved, so what is in its store is, while it stands still. Its log is left
 * as it is; only when the sessions and their days after were.
 */
export async function letHoursPass(server: RealServer, hours: number): Promise<void> {
	await server.stop('SIGTERM');
	const db = new Database(join(server.dataDir, 'clinic.db'));
	for (const column of ['startedAt', 'endedAt', 'sealedAt'])
		db.prepare(`update session set ${column} = ${column} - ?`).run(hours * HOUR_MS);
	db.prepare('update followUpReply set at = at - ?').run(hours * HOUR_MS);
	db.close();
	await server.start();
}
