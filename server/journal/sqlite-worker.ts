import type { MessagePort } from 'node:worker_threads';
import { createFaultyDisk, type FaultyDisk } from '../store/faults.ts';
import { openSqliteFile, type SqliteFile, truncateWal } from '../store/sqlite-file.ts';
import { serveWorker } from '../worker-serve.ts';
import type { JournalRow } from './row.ts';
import { JOURNAL_VERSION, prepareJournal } from './sqlite-schema.ts';

export interface JournalWorkerData {
	readonly file: string;
	readonly faults?: MessagePort;
}

export type JournalRequest =
	/** Answers the places in `rows` of those that could not be kept. */
	| { readonly op: 'append'; readonly rows: readonly JournalRow[] }
	/** Answers rows, each stream in order of n. */
	| { readonly op: 'read'; readonly session: string }
	| { readonly op: 'erase'; readonly session: string }
	| { readonly op: 'close' };

/** Streams whose keys are remembered, at most. */
const MOST_KEYS = 10_000;

serveWorker<JournalWorkerData, JournalRequest>(({ file, faults }) => {
	const db = openSqliteFile(file, { version: JOURNAL_VERSION, prepare: prepareJournal });
	const writer = createWriter(db, createFaultyDisk(db, faults));
	const read = createReader(db);
	return (request) => {
		switch (request.op) {
			case 'append':
				return writer.append(request.rows);
			case 'read':
				return read(request.session);
			case 'erase':
				return writer.erase(request.session);
			case 'close':
				return void db.close();
		}
	};
});

function createReader(db: SqliteFile) {
	const select = db.prepare<[string], JournalRow>(`
		select session_key.session, writer, lane, seat, n, at, arrived_at as arrivedAt, body, practice, of
		from session_key join stream on stream.session = session_key.key join event on event.stream = stream.key
		where session_key.session = ? order by stream.key, n`);
	return (session: string): readonly JournalRow[] => select.all(session);
}

function createWriter(db: SqliteFile, disk: FaultyDisk) {
	const keyOf = createKeys(db);
	const insert = db.prepare(`
		insert into event (stream, n, at, arrived_at, body, practice, of) values (?, ?, ?, ?, ?, ?, ?)
		on conflict do nothing`);
	const eraseEvents = db.prepare(`
		delete from event where stream in
			(select stream.key from stream join session_key on stream.session = session_key.key where session_key.session = ?)`);
	const eraseStreams = db.prepare('delete from stream where session = (select key from session_key where session = ?)');
	const eraseKey = db.prepare('delete from session_key where session = ?');

	const insertRow = (row: JournalRow): void => {
		insert.run(keyOf.stream(row), row.n, row.at, row.arrivedAt, row.body, row.practice, row.of);
	};
	const insertAll = db.transaction((rows: readonly JournalRow[]) => {
		for (const row of rows) insertRow(row);
		disk.insideWrite();
	});
	const insertOne = db.transaction(insertRow);
	/** One commit as well; each row in a savepoint of its own, so that a row's fault stays with that row. */
	const insertSingly = db.transaction((rows: readonly JournalRow[]) => {
		const unkept: number[] = [];
		for (const [place, row] of rows.entries()) {
			try {
				insertOne(row);
			} catch (error) {
				keyOf.forget();
				if (!isRowFault(error)) throw error;
				unkept.push(place);
			}
		}
		disk.insideWrite();
		return unkept;
	});

	return {
		append(rows: readonly JournalRow[]): readonly number[] {
			try {
				insertAll.immediate(rows);
				return [];
			} catch (error) {
				keyOf.forget();
				if (!isRowFault(error)) throw error;
			}
			try {
				return insertSingly.immediate(rows);
			} catch (error) {
				keyOf.forget();
				throw error;
			}
		},
		erase(session: string): void {
			keyOf.forget();
			db.transaction(() => {
				for (const statement of [eraseEvents, eraseStreams, eraseKey]) statement.run(session);
				disk.insideWrite();
			}).immediate();
			truncateWal(db);
		},
	};
}

/** The integer keys of sessions and streams, made as they are first needed. */
function createKeys(db: SqliteFile) {
	const known = new Map<string, number>();
	const find = {
		session: db.prepare<[string], number>('select key from session_key where session = ?').pluck(),
		stream: db
			.prepare<[number, string, string], number>('select key from stream where session = ? and writer = ? and lane = ?')
			.pluck(),
	};
	const make = {
		session: db.prepare('insert into session_key (session) values (?)'),
		stream: db.prepare('insert into stream (session, writer, lane, seat) values (?, ?, ?, ?)'),
	};
	const sessionKey = (session: string): number =>
		find.session.get(session) ?? Number(make.session.run(session).lastInsertRowid);

	return {
		stream({ session, writer, lane, seat }: JournalRow): number {
			const name = `${session}.${writer}.${lane}`;
			const held = known.get(name);
			if (held !== undefined) return held;
			const parent = sessionKey(session);
			const key = find.stream.get(parent, writer, lane) ?? make.stream.run(parent, writer, lane, seat).lastInsertRowid;
			if (known.size >= MOST_KEYS) known.clear();
			known.set(name, Number(key));
			return Number(key);
		},
		/** After a rollback a remembered key may name a row that is not there. */
		forget: () => known.clear(),
	};
}

/** Whether the fault lies in the row, so that the others may be kept; otherwise it lies in the store. */
function isRowFault(error: unknown): boolean {
	if (error instanceof TypeError || error instanceof RangeError) return true;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_TOOBIG' || code === 'SQLITE_MISMATCH';
}
