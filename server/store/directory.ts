import { sql } from 'kysely';
import type { DirectoryRow } from '../../shared/clients-api.ts';
import { containing } from './search-text.ts';
import { type Sight, seesClient } from './sight.ts';
import type { ClinicDb } from './tables.ts';

/** Where the directory goes on: after this name. */
export interface DirectoryPlace {
	readonly name: string;
	readonly id: string;
}

/** Clients of the clinic by name: those whose name, or that of a record merged into theirs, contains `text`. */
export async function listDirectory(
	db: ClinicDb,
	filter: {
		readonly clinic: string;
		readonly sight: Sight;
		readonly text: string;
		readonly after: DirectoryPlace | null;
		readonly limit: number;
	},
): Promise<readonly (DirectoryRow & { readonly searchName: string })[]> {
	const { clinic, sight, text, after, limit } = filter;
	let query = db
		.selectFrom('client')
		.leftJoin('member', 'member.id', 'client.therapist')
		.leftJoin('user', 'user.id', 'member.userId')
		.select(['client.id', 'client.name', 'client.searchName', 'client.isPseudonym', 'user.name as therapist'])
		.select((eb) => [
			eb
				.selectFrom('session')
				.select((x) => x.fn.max('session.startedAt').as('lastAt'))
				.whereRef('session.client', '=', 'client.id')
				.as('lastAt'),
			eb
				.selectFrom('session')
				.select((x) => x.fn.countAll<number>().as('sessions'))
				.whereRef('session.client', '=', 'client.id')
				.as('sessions'),
		])
		.where('client.clinic', '=', clinic)
		.where('client.mergedInto', 'is', null)
		.where(seesClient(sight));
	if (text !== '') {
		const pattern = containing(text);
		query = query.where(
			sql<boolean>`(client."searchName" like ${pattern} escape '\\' or exists (select 1 from client as former
				where former."mergedInto" = client.id and former."searchName" like ${pattern} escape '\\'))`,
		);
	}
	if (after) query = query.where(sql<boolean>`(client."searchName", client.id) > (${after.name}, ${after.id})`);
	const rows = await query.orderBy('client.searchName').orderBy('client.id').limit(limit).execute();
	return rows.map(({ isPseudonym, sessions, ...row }) => ({
		...row,
		isPseudonym: isPseudonym === 1,
		sessions: sessions ?? 0,
	}));
}
