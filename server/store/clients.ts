import { sql } from 'kysely';
import type { ClientRow } from '../../shared/http-api.ts';
import { containing, searchForm } from './search-text.ts';
import { type Sight, seesClient } from './sight.ts';
import type { ClinicDb } from './tables.ts';

/** Clients that one search answers, at most. */
const MOST_FOUND = 20;

/** Clients of the clinic whose name contains `text`, by name. */
export function searchClients(
	db: ClinicDb,
	clinic: string,
	text: string,
	sight: Sight = null,
): Promise<readonly ClientRow[]> {
	return db
		.selectFrom('client')
		.select(['id', 'name'])
		.where('clinic', '=', clinic)
		.where('mergedInto', 'is', null)
		.where(seesClient(sight))
		.where(sql<boolean>`"searchName" like ${containing(text)} escape '\\'`)
		.orderBy('searchName')
		.orderBy('id')
		.limit(MOST_FOUND)
		.execute();
}

/** A client of the clinic that `sight` may see; not one that was merged into another. */
export function readClient(
	db: ClinicDb,
	clinic: string,
	id: string,
	sight: Sight = null,
): Promise<ClientRow | undefined> {
	return db
		.selectFrom('client')
		.select(['id', 'name'])
		.where('clinic', '=', clinic)
		.where('id', '=', id)
		.where('mergedInto', 'is', null)
		.where(seesClient(sight))
		.executeTakeFirst();
}

/** The record that stands for this id: another, where it was merged since somebody chose it. */
export async function findClient(db: ClinicDb, clinic: string, id: string): Promise<string | undefined> {
	const row = await db
		.selectFrom('client')
		.select('mergedInto')
		.where('clinic', '=', clinic)
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) return undefined;
	return row.mergedInto === null ? id : findClient(db, clinic, row.mergedInto);
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

/** A client who was named for a session goes with the last one: such a name is kept only with a record. */
export async function deleteClientWithoutSessions(db: ClinicDb, id: string | null): Promise<void> {
	if (id === null) return;
	await db
		.deleteFrom('client')
		.where('id', '=', id)
		.where('isRegistered', '=', 0)
		.where('heldAt', 'is', null)
		.where(({ not, exists, selectFrom }) => not(exists(selectFrom('session').select('id').where('client', '=', id))))
		.execute();
}
