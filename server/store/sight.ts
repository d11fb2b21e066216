import { type RawBuilder, sql } from 'kysely';
import type { Membership } from './members.ts';
import { readSettings } from './settings.ts';
import type { ClinicDb } from './tables.ts';

/** Whose records somebody may see: the id of a member for those this member looks after or has treated; null for all. */
export type Sight = string | null;

/** A therapist sees what the owner set; the others what their role's routes let them. */
export async function sightOf(db: ClinicDb, { member, clinic }: Membership): Promise<Sight> {
	if (member.role !== 'therapist') return null;
	const { therapistsSee } = await readSettings(db, clinic.id);
	return therapistsSee === 'all' ? null : member.id;
}

/** Read once for a whole query, by index. */
const ownClients = (member: string) => sql`select looked.id from client as looked where looked.therapist = ${member}
	union select treated.client from session as treated where treated.member = ${member} and treated.client is not null`;

/** For a query with the table `client`. */
export function seesClient(sight: Sight): RawBuilder<boolean> {
	if (sight === null) return sql<boolean>`true`;
	return sql<boolean>`client.id in (${ownClients(sight)})`;
}

/** For a query with the table `session`. */
export function seesSession(sight: Sight): RawBuilder<boolean> {
	if (sight === null) return sql<boolean>`true`;
	return sql<boolean>`(session.member = ${sight} or session.client in (${ownClients(sight)}))`;
}
