import { DIGEST_VERSION } from '../../shared/course.ts';
import { readBody } from '../../shared/events.ts';
import { createFaultyDisk, type FaultyDisk } from '../store/faults.ts';
import { openSqliteFile, purgeFile, type SqliteFile } from '../store/sqlite-file.ts';
import { serveWorker } from '../worker-serve.ts';
import { redactBody } from './redact.ts';
import type { JournalRequest, JournalWorkerData, WorkedOut } from './requests.ts';
import type { JournalRow } from './row.ts';
import { createReader } from './sqlite-reader.ts';
import { JOURNAL_VERSION, prepareJournal } from './sqlite-schema.ts';

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
				return read(request.session, request.after);
			case 'erase':
				return writer.erase(request.session);
			case 'redact':
				return writer.redact(request.session);
			case 'keep':
				return writer.keep(request.session, request);
			case 'close':
				return void db.close();
		}
	};
});

function createWriter(db: SqliteFile, disk: FaultyDisk) {
	const keyOf = createKeys(db);
	const insert = db.prepare(`
		insert into event (stream, n, at, arrived_at, body, practice, of) values (?, ?, ?, ?, ?, ?, ?)
		on conflict do nothing`);
	const eraseEvents = db.prepare(`
		delete from event where stream in
			(select stream.key from stream join session_key on stream.session = session_key.key where session_key.session = ?)`);
	const eraseDigest = db.prepare('delete from digest where session = (select key from session_key where session = ?)');
	const eraseStreams = db.prepare('delete from stream where session = (select key from session_key where session = ?)');
	const eraseKey = db.prepare('delete from session_key where session = ?');
	const markErased = db.prepare('insert into erased (session) values (?) on conflict do nothing');

	const said = db.prepare<[string], { key: number; n: number; body: string }>(`
		select event.stream as key, n, body from event
		where typeof(body) = 'text' and stream in
			(select stream.key from stream join session_key on stream.session = session_key.key where session_key.session = ?)`);
	const keepDigest = db.prepare(`
		insert into digest (session, version, size, body) select key, ?, ?, ? from session_key where session = ?
		on conflict do update set version = excluded.version, size = excluded.size, body = excluded.body`);
	const rewrite = db.prepare('update event set body = ? where stream = ? and n = ?');

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
		/** Of a session that is no longer there nothing is kept. */
		keep(session: string, { digest, size }: WorkedOut): void {
			keepDigest.run(DIGEST_VERSION, size, digest, session);
		},
		erase(session: string): void {
			keyOf.forget();
			db.transaction(() => {
				for (const statement of [markErased, eraseDigest, eraseEvents, eraseStreams, eraseKey]) statement.run(session);
				disk.insideWrite();
			}).immediate();
			purgeFile(db);
		},
		redact(session: string): void {
			db.transaction(() => {
				for (const { key, n, body } of said.all(session)) {
					const redacted = JSON.stringify(redactBody(readBody(JSON.parse(body))));
					if (redacted !== body) rewrite.run(redacted, key, n);
				}
				eraseDigest.run(session);
				disk.insideWrite();
			}).immediate();
			purgeFile(db);
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
	const isErased = db.prepare('select 1 from erased where session = ?').pluck();
	const sessionKey = (session: string): number => {
		const known = find.session.get(session);
		if (known !== undefined) return known;
		if (isErased.get(session) !== undefined) throw new RangeError('the session was erased');
		return Number(make.session.run(session).lastInsertRowid);
	};

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
