import Database from 'better-sqlite3';
import { DIGEST_VERSION, digestOf } from '../../shared/course.ts';
import type { SqliteFile } from '../store/sqlite-file.ts';
import { serveWorker } from '../worker-serve.ts';
import type { DigestAnswer, JournalWorkerData } from './requests.ts';
import { createUnpacker } from './row.ts';
import { createReader } from './sqlite-reader.ts';

export type DigestRequest = { readonly op: 'digest'; readonly session: string } | { readonly op: 'close' };

/** How long reading waits for a lock, ms. */
const BUSY_MS = 5_000;

/** Before the first row. */
const START = { key: 0, n: 0 };

serveWorker<JournalWorkerData, DigestRequest>(({ file }) => {
	const db = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
	const read = createReader(db);
	const sizeOf = createSize(db);
	const kept = db
		.prepare<[string, number, number], string>(`
			select body from digest where session = (select key from session_key where session = ?)
			and version = ? and size = ?`)
		.pluck();

	const digest = (session: string): DigestAnswer => {
		const size = sizeOf(session);
		const known = kept.get(session, DIGEST_VERSION, size);
		if (known !== undefined) return { digest: known, size, isKept: true };
		const fresh = digestOf(createUnpacker()(read(session, START, -1)));
		return { digest: JSON.stringify(fresh), size, isKept: false };
	};
	return (request) => (request.op === 'digest' ? digest(request.session) : void db.close());
});

/** Events of a session, by index: what is appended makes it another number, since nothing is taken out of a session but all. */
function createSize(db: SqliteFile) {
	const sum = db
		.prepare<[string], number | null>(`
			select sum((select coalesce(max(n), 0) from event where event.stream = stream.key))
			from session_key join stream on stream.session = session_key.key where session_key.session = ?`)
		.pluck();
	return (session: string): number => sum.get(session) ?? 0;
}
