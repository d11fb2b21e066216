import type { DirectoryRow } from '../../../shared/clients-api.ts';
import type { Code } from '../../../shared/codes.ts';
import { openPagedList, type PagedList } from '../paged-list.svelte.ts';
import type { ClientsApi } from './clients-api.ts';
import { joinClients } from './clients-model.ts';

/** The clients by name. */
export function openDirectory(api: Pick<ClientsApi, 'list'>, onRefused: (code: Code) => void): PagedList<DirectoryRow> {
	return openPagedList({ ask: api.list, rowsOf: ({ clients }) => clients, join: joinClients, onRefused });
}
