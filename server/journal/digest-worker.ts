import Database from 'better-sqlite3';
import { digestOf, type SessionDigest } from '../../shared/course.ts';
import type { SqliteFile } from '../store/sqlite-file.ts';
import { serveWorker } from '../worker-serve.ts';
import type { JournalWorkerData } from './requests.ts';
import { createUnpacker } from './row.ts';
import { createReader } from './sqlite-reader.ts';

export type DigestRequest = { readonly op: 'digest' | 'forget'; readonly session: string } | { readonly op: 'close' };

/** Digests remembered, some 10 kB each. They are in memory alone, so that nothing derived outlives its session on a disk. */
const MOST_KEPT = 1_000;
/** How long reading waits for a lock, ms. */
const BUSY_MS = 5_000;

/** Before the first row. */
const START = { key: 0, n: 0 };

interface Kept {
	readonly digest: SessionDigest;
	/** How much of the session it was made of. */
	readonly size: number;
}

serveWorker<JournalWorkerData, DigestRequest>(({ file }) => {
	const db = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
	const read = createReader(db);
	const sizeOf = createSize(db);
	const kept = new Map<string, Kept>();

	const digest = (session: string): SessionDigest => {
		const size = sizeOf(session);
		const known = kept.get(session);
		kept.delete(session);
		const fresh = known?.size === size ? known : { size, digest: digestOf(createUnpacker()(read(session, START, -1))) };
		kept.set(session, fresh);
		const [oldest] = kept.keys();
		if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
		return fresh.digest;
	};
	return (request) => {
		switch (request.op) {
			case 'digest':
				return digest(request.session);
			case 'forget':
				return void kept.delete(request.session);
			case 'close':
				return void db.close();
		}
	};
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
