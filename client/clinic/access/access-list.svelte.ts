import type { AccessRow } from '../../../shared/access-api.ts';
import type { Code } from '../../../shared/codes.ts';
import { openPagedList, type PagedList } from '../paged-list.svelte.ts';
import type { AccessApi } from './access-api.ts';
import type { AccessFilter } from './access-model.ts';

export interface AccessList extends PagedList<AccessRow> {
	/** The newest entries that the filter leaves. */
	read(filter: AccessFilter): Promise<void>;
}

/** The access log. */
export function openAccessList(api: Pick<AccessApi, 'listAccess'>, onRefused: (code: Code) => void): AccessList {
	let filter: AccessFilter = {};
	const list = openPagedList({
		ask: (_text, cursor) => api.listAccess(filter, cursor),
		rowsOf: ({ entries }) => entries,
		join: (before: readonly AccessRow[], more) => [...before, ...more],
		onRefused,
	});
	return Object.assign(list, {
		read(next: AccessFilter) {
			filter = next;
			return list.begin();
		},
	});
}
