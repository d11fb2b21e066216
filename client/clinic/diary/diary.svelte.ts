import type { Code } from '../../../shared/codes.ts';
import type { SessionRow } from '../../../shared/http-api.ts';
import type { ClinicApi } from '../api.ts';
import { openPagedList, type PagedList } from '../paged-list.svelte.ts';
import { joinRows, refreshRows } from './diary-model.ts';

export interface Diary extends PagedList<SessionRow> {
	put(row: SessionRow): void;
	drop(session: string): void;
}

/** The list of sessions. What has been read of earlier ones stays when the latest are read again. */
export function openDiary(api: Pick<ClinicApi, 'listSessions'>, onRefused: (code: Code) => void): Diary {
	const list = openPagedList({
		ask: api.listSessions,
		rowsOf: ({ sessions }) => sessions,
		join: joinRows,
		refresh: refreshRows,
		onRefused,
	});
	return Object.assign(list, {
		put: (row: SessionRow) => list.change((rows) => rows.map((each) => (each.session === row.session ? row : each))),
		drop: (session: string) => list.change((rows) => rows.filter((each) => each.session !== session)),
	});
}
