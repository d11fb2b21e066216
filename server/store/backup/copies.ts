import Database from 'better-sqlite3';
import { WorkerFailure } from '../../worker-failure.ts';

/** How long a copy waits for a lock, ms. */
const BUSY_MS = 5_000;

/**
 * Copies a store as it is at this moment into a new file, while others write to it: one read transaction, and nothing of
 * what was deleted goes along.
 */
export function copyStore(from: string, to: string): void {
	const db = new Database(from, { fileMustExist: true, timeout: BUSY_MS });
	try {
		db.prepare('vacuum into ?').run(to);
	} finally {
		db.close();
	}
	const findings = integrityOf(to);
	if (findings !== 'ok') {
		throw new WorkerFailure({
			code: 'damaged',
			message: `The store ${from} is damaged: no backup was made. Keep your last one, and see README.md for what to do.`,
		});
	}
}

/** `ok`, or the first thing that is wrong with every page, row and index of a store. */
export function integrityOf(file: string): string {
	const db = new Database(file, { fileMustExist: true });
	try {
		return String(db.pragma('integrity_check(1)', { simple: true }));
	} finally {
		db.close();
	}
}

/**
 * Takes out of a journal's copy what the clinic's copy, made just before, does not know as recorded: sessions that
 * began or were chosen to be recorded in between. So both copies are of the moment of the first.
 */
export function pruneJournal(journalCopy: string, clinicCopy: string): void {
	const db = new Database(journalCopy, { fileMustExist: true });
	try {
		db.pragma('journal_mode = MEMORY');
		db.pragma('secure_delete = ON');
		db.prepare('attach ? as clinic').run(clinicCopy);
		db.exec(`
			begin;
			create temp table surplus as select key from main.session_key where session not in
				(select id from clinic.session where recording in ('recorded', 'withdrawn'));
			delete from main.event where stream in (select key from main.stream where session in (select key from surplus));
			delete from main.stream where session in (select key from surplus);
			delete from main.session_key where key in (select key from surplus);
			commit;
			detach clinic;`);
	} finally {
		db.close();
	}
}

/** Whether another program has the store open. One that is damaged or missing is nobody's. */
export function isInUse(file: string): boolean {
	let db: Database.Database | undefined;
	try {
		db = new Database(file, { fileMustExist: true, timeout: 0 });
		// Leaving WAL needs the file for oneself alone.
		db.pragma('journal_mode = DELETE');
		return false;
	} catch (error) {
		const code = error instanceof Database.SqliteError ? error.code : '';
		return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');
	} finally {
		db?.close();
	}
}
