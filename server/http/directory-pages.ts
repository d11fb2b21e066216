import type { ClientListAnswer } from '../../shared/clients-api.ts';
import { listDirectory } from '../store/directory.ts';
import type { Sight } from '../store/sight.ts';
import type { ClinicDb } from '../store/tables.ts';
import { formatNameCursor, parseNameCursor } from './cursor.ts';

/** Clients on one page of the directory. */
const PAGE = 50;

/** One page of a clinic's clients by name, and where the next begins. */
export async function pageOfDirectory(
	db: ClinicDb,
	filter: {
		readonly clinic: string;
		readonly sight: Sight;
		readonly text: string;
		readonly cursor?: string | undefined;
	},
): Promise<ClientListAnswer> {
	const { cursor: from, ...rest } = filter;
	const found = await listDirectory(db, { ...rest, after: parseNameCursor(from), limit: PAGE + 1 });
	const page = found.slice(0, PAGE);
	const last = page.at(-1);
	const cursor = found.length > PAGE && last ? formatNameCursor({ name: last.searchName, id: last.id }) : null;
	return { clients: page.map(({ searchName: _, ...row }) => row), cursor };
}
