import { type AccessKind, isAccessKind } from '../../shared/access.ts';
import type { AccessRow } from '../../shared/access-api.ts';
import { isCode } from '../../shared/codes.ts';
import type { ClinicDb } from './tables.ts';

export interface AccessFilter {
	readonly clinic: string;
	readonly member?: string | undefined;
	readonly session?: string | undefined;
	readonly client?: string | undefined;
	/** Entries before this number; null for the newest. */
	readonly before: number | null;
	readonly limit: number;
}

/** A clinic's log, newest first, with the names that are still known. */
export async function listAccess(db: ClinicDb, filter: AccessFilter): Promise<readonly AccessRow[]> {
	const { clinic, before, limit } = filter;
	let query = db
		.selectFrom('access')
		// A refused attempt may name what another clinic has.
		.leftJoin('member', (join) =>
			join.onRef('member.id', '=', 'access.member').onRef('member.organizationId', '=', 'access.clinic'),
		)
		.leftJoin('user', 'user.id', 'member.userId')
		.leftJoin('client', (join) =>
			join.onRef('client.id', '=', 'access.client').onRef('client.clinic', '=', 'access.clinic'),
		)
		.select(['n', 'at', 'what', 'access.member', 'as', 'session', 'access.client', 'subject', 'code', 'times'])
		.select(['user.name as memberName', 'client.name as clientName'])
		.where('access.clinic', '=', clinic);
	for (const column of ['member', 'session', 'client'] as const) {
		const id = filter[column];
		if (id !== undefined) query = query.where(`access.${column}`, '=', id);
	}
	if (before !== null) query = query.where('n', '<', before);
	const rows = await query.orderBy('n', 'desc').limit(limit).execute();
	return rows.map(({ member, memberName, client, clientName, what, code, ...row }) => ({
		...row,
		what: isAccessKind(what) ? what : ('refused' satisfies AccessKind),
		member: member === null ? null : { id: member, name: memberName },
		client: client === null ? null : { id: client, name: clientName },
		code: isCode(code) ? code : null,
	}));
}
