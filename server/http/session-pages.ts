import type { SessionListAnswer } from '../../shared/http-api.ts';
import { listSessions } from '../store/sessions.ts';
import type { Sight } from '../store/sight.ts';
import type { ClinicDb } from '../store/tables.ts';
import { formatCursor, parseCursor } from './cursor.ts';

/** Sessions on one page of the list. */
const PAGE = 50;

/** One page of a clinic's sessions, and where the next begins. */
export async function pageOfSessions(
	db: ClinicDb,
	filter: {
		readonly clinic: string;
		readonly sight: Sight;
		readonly text: string;
		readonly client?: string | undefined;
		readonly cursor?: string | undefined;
	},
): Promise<SessionListAnswer> {
	const { cursor: from, ...rest } = filter;
	const found = await listSessions(db, { ...rest, after: parseCursor(from), limit: PAGE + 1 });
	const sessions = found.slice(0, PAGE);
	const last = sessions.at(-1);
	const cursor = found.length > PAGE && last ? formatCursor({ startedAt: last.startedAt, id: last.session }) : null;
	return { sessions, cursor };
}
