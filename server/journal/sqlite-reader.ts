import type { LoggedEvent } from '../../shared/events.ts';
import type { SqliteFile } from '../store/sqlite-file.ts';
import { MOST_READ, type ReadPlace, type ReadRow } from './requests.ts';
import { unpackRow, withoutMissing } from './row.ts';

/** Reads the next rows of a session after a place, each stream in order of n. */
export function createReader(db: SqliteFile) {
	const select = db.prepare<[string, number, number, number], ReadRow>(`
		select stream.key, session_key.session, writer, lane, seat, n, at, arrived_at as arrivedAt, body, practice, of
		from session_key join stream on stream.session = session_key.key join event on event.stream = stream.key
		where session_key.session = ? and (stream.key, n) > (?, ?) order by stream.key, n limit ?`);
	return (session: string, { key, n }: ReadPlace, most = MOST_READ): readonly ReadRow[] =>
		select.all(session, key, n, most);
}

/** Rows in their order as events, each stream up to its first missing n. */
export function gatherStreams(rows: readonly ReadRow[]): readonly LoggedEvent[] {
	const streams = Map.groupBy(rows, ({ key }) => key);
	return [...streams.values()].flatMap((stream) => withoutMissing(stream).map(unpackRow));
}
