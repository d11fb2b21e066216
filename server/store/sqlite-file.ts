import Database from 'better-sqlite3';
import { WorkerFailure } from '../worker-failure.ts';

/** How long a write waits for another process's lock, ms. */
const BUSY_MS = 1_000;

/** What `pragma synchronous` reads when every commit is fsynced. */
const FULL = 2;

export type SqliteFile = Database.Database;

/**
 * Opens a store that keeps what it acknowledges, or throws a WorkerFailure with a sentence for the terminal:
 * `damaged`, `too_new`, `not_durable`, or SQLite's own code.
 * `prepare` brings the schema up to `version`; it may be called on a store of any version up to that.
 */
export function openSqliteFile(
	file: string,
	schema: { readonly version: number; readonly prepare: (db: SqliteFile) => void },
): SqliteFile {
	const db = openWhole(file);
	try {
		if (versionOf(db) > schema.version) throw tooNew(file);
		schema.prepare(db);
		proveDurable(db, file);
		return db;
	} catch (error) {
		db.close();
		throw error;
	}
}

/** Opens the file and checks its structure, so that a damaged store is refused and never read as an empty one. */
function openWhole(file: string): SqliteFile {
	let db: SqliteFile | undefined;
	try {
		db = new Database(file, { timeout: BUSY_MS });
		db.pragma('journal_mode = WAL');
		// The driver's own default is NORMAL once a store is in WAL mode.
		db.pragma('synchronous = FULL');
		db.pragma('foreign_keys = ON');
		db.pragma('secure_delete = ON');
		const findings = db.pragma('quick_check(1)', { simple: true });
		if (findings !== 'ok') throw damaged(file);
		return db;
	} catch (error) {
		db?.close();
		throw isDamage(error) ? damaged(file) : error;
	}
}

/** Writes, then reads the setting back: before the first write SQLite may still answer what it will not do. */
function proveDurable(db: SqliteFile, file: string): void {
	db.exec('create table if not exists start (one integer primary key check (one = 1), count integer not null) strict');
	db.exec('insert into start (one, count) values (1, 1) on conflict (one) do update set count = count + 1');
	const mode = db.pragma('journal_mode', { simple: true });
	const synchronous = db.pragma('synchronous', { simple: true });
	if (mode === 'wal' && synchronous === FULL) return;
	throw new WorkerFailure({
		code: 'not_durable',
		message: `The store ${file} does not write through to the disk (journal_mode ${mode}, synchronous ${synchronous}). Put DATA_DIR on a local disk and start again.`,
	});
}

export function versionOf(db: SqliteFile): number {
	return Number(db.pragma('user_version', { simple: true }));
}

/**
 * Takes what was deleted out of every byte of a store. A page that was split keeps copies of rows in its unused part, which
 * secure_delete does not reach: only a file written anew has none.
 */
export function purgeFile(db: SqliteFile): void {
	db.exec('vacuum');
	truncateWal(db);
}

/** Overwrites nothing by itself: with `secure_delete` deleted bytes are zeroes, and this takes their copies out of the WAL. */
function truncateWal(db: SqliteFile): void {
	const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
	if (result?.busy !== 0) {
		throw new WorkerFailure({ code: 'SQLITE_BUSY', message: 'Another program is reading the store.' });
	}
}

function isDamage(error: unknown): boolean {
	const code = error instanceof Database.SqliteError ? error.code : '';
	return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

function damaged(file: string): WorkerFailure {
	return new WorkerFailure({
		code: 'damaged',
		message: `The store ${file} is damaged, and the server does not start on it. Keep the folder aside, put your newest backup of the whole folder in its place, and start again.`,
	});
}

function tooNew(file: string): WorkerFailure {
	return new WorkerFailure({
		code: 'too_new',
		message: `The store ${file} was written by a newer version of Palpate. Start that version, or put a backup made by this one in its place.`,
	});
}
