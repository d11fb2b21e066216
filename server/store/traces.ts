import type { TraceRow } from '../../shared/clients-api.ts';
import type { ClinicDb } from './tables.ts';

/** Notes what happened to a record as a whole. */
export async function insertTrace(
	db: ClinicDb,
	trace: {
		readonly id: string;
		readonly client: string;
		readonly member: string | null;
		readonly at: number;
		readonly what: TraceRow['what'];
		readonly session: string | null;
		readonly other: string | null;
	},
): Promise<void> {
	await db.insertInto('trace').values(trace).execute();
}

/** Newest first. */
export async function listTraces(db: ClinicDb, client: string): Promise<readonly TraceRow[]> {
	const rows = await db
		.selectFrom('trace')
		.leftJoin('member', 'member.id', 'trace.member')
		.leftJoin('user', 'user.id', 'member.userId')
		.select(['trace.what', 'trace.session', 'trace.other', 'trace.at', 'user.name as by'])
		.where('trace.client', '=', client)
		.orderBy('trace.at', 'desc')
		.orderBy('trace.id')
		.execute();
	return rows.map(({ what, ...row }) => ({ ...row, what: what as TraceRow['what'] }));
}
