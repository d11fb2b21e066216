import type { AccessListAnswer, AccessVerifyAnswer } from '../../shared/access-api.ts';
import { writeAccessCsv } from '../export/access-csv.ts';
import { listAccess } from '../store/access-list.ts';
import { readAccess, verifyAccess } from '../store/access-log.ts';
import type { ClinicDb } from '../store/tables.ts';
import { formatNumberCursor, parseNumberCursor } from './cursor.ts';
import type { Handlers } from './handler.ts';

/** Entries on one page. */
const PAGE = 100;

type AccessRoute = 'listAccess' | 'verifyAccess' | 'readAccessCsv';

/** The clinic's access log, for its owner. */
export function createAccessHandlers({
	db,
	version,
}: {
	readonly db: ClinicDb;
	readonly version: string;
}): Pick<Handlers, AccessRoute> {
	return {
		async listAccess({ me, body: { cursor, ...filter } }) {
			const before = parseNumberCursor(cursor);
			const found = await listAccess(db, { ...filter, clinic: me.clinic.id, before, limit: PAGE + 1 });
			const entries = found.slice(0, PAGE);
			const last = entries.at(-1);
			const isMore = found.length > PAGE && last !== undefined;
			return { json: { entries, cursor: isMore ? formatNumberCursor(last.n) : null } satisfies AccessListAnswer };
		},
		async verifyAccess({ me, body }) {
			return { json: (await verifyAccess(db, me.clinic.id, body.head ?? null)) satisfies AccessVerifyAnswer };
		},
		async readAccessCsv({ me }) {
			const lines = writeAccessCsv({ clinic: me.clinic.id, version }, readAccess(db, me.clinic.id));
			return { file: { name: 'palpate-access.csv', type: 'text/csv; charset=utf-8; header=present', lines } };
		},
	};
}
