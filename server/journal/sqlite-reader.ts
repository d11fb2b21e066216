import type { SqliteFile } from '../store/sqlite-file.ts';
import { MOST_READ, type ReadPage, type ReadPlace, type ReadRow } from './requests.ts';
import type { JournalRow } from './row.ts';

type StreamRow = Pick<JournalRow, 'writer' | 'lane' | 'seat'> & { readonly key: number };

/** Reads the next rows of a session after a place, each stream in order of n. */
export function createReader(db: SqliteFile) {
	const selectStreams = db.prepare<[string], StreamRow>(`
		select stream.key, writer, lane, seat
		from session_key join stream on stream.session = session_key.key where session_key.session = ?`);
	const selectRows = db
		.prepare<[string, number, number, number], ReadRow>(`
		select stream.key, n, at, arrived_at, body, practice, of
		from session_key join stream on stream.session = session_key.key join event on event.stream = stream.key
		where session_key.session = ? and (stream.key, n) > (?, ?) order by stream.key, n limit ?`)
		.raw();
	const isErased = db.prepare('select 1 from erased where session = ?').pluck();
	return (session: string, { key, n }: ReadPlace, most = MOST_READ): ReadPage => {
		const rows = selectRows.all(session, key, n, most);
		// Else what was read so far would be taken for the whole.
		if (rows.length === 0 && key > 0 && isErased.get(session) !== undefined)
			throw new RangeError('the session was erased');
		const streams = selectStreams.all(session).map(({ key, ...stream }) => [key, stream] as const);
		return { streams: new Map(streams), rows };
	};
}
