import { sql } from 'kysely';
import type { ClientRow } from '../../shared/http-api.ts';
import { containing, searchForm } from './search-text.ts';
import type { ClinicDb } from './tables.ts';

/** Clients that one search answers, at most. */
const MOST_FOUND = 20;

/** Clients of the clinic whose name contains `text`, by name. */
export function searchClients(db: ClinicDb, clinic: string, text: string): Promise<readonly ClientRow[]> {
	return db
		.selectFrom('client')
		.select(['id', 'name'])
		.where('clinic', '=', clinic)
		.where(sql<boolean>`"searchName" like ${containing(text)} escape '\\'`)
		.orderBy('searchName')
		.orderBy('id')
		.limit(MOST_FOUND)
		.execute();
}

export function readClient(db: ClinicDb, clinic: string, id: string): Promise<ClientRow | undefined> {
	return db
		.selectFrom('client')
		.select(['id', 'name'])
		.where('clinic', '=', clinic)
		.where('id', '=', id)
		.executeTakeFirst();
}

export async function insertClient(
	db: ClinicDb,
	client: { readonly id: string; readonly clinic: string; readonly name: string; readonly createdAt: number },
): Promise<void> {
	await db
		.insertInto('client')
		.values({ ...client, searchName: searchForm(client.name) })
		.execute();
}

/** A client whose last session is gone goes too: a name is kept only with a record. */
export async function deleteClientWithoutSessions(db: ClinicDb, id: string | null): Promise<void> {
	if (id === null) return;
	await db
		.deleteFrom('client')
		.where('id', '=', id)
		.where(({ not, exists, selectFrom }) => not(exists(selectFrom('session').select('id').where('client', '=', id))))
		.execute();
}
