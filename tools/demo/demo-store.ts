import { createPasswords } from '../../server/http/passwords.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { createLiveStore } from '../../server/live/clinic-live-store.ts';
import { insertClient, searchClients } from '../../server/store/clients.ts';
import type { ClinicStore } from '../../server/store/clinic-store.ts';
import { insertFirstClinic } from '../../server/store/members.ts';
import type { ClinicDb } from '../../server/store/tables.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import { actSession } from '../simulated/acted-session.ts';
import type { Random } from '../simulator/random.ts';
import {
	DEMO_CLINIC,
	DEMO_OWNER,
	PAST_SESSIONS,
	type PastSession,
	planOf,
	startOf,
	temperamentOf,
} from './demo-sessions.ts';

export interface DemoClinic {
	readonly clinic: string;
	/** The owner as a member: whose sessions they are. */
	readonly member: string;
}

/** The invented clinic with its owner, in this machine's time zone, and everybody who has a record there. */
export async function insertDemoClinic(
	db: ClinicDb,
	parts: { readonly random: Random; readonly password: string; readonly at: number },
): Promise<DemoClinic> {
	const { random, password, at } = parts;
	const ids: DemoClinic = { clinic: random.id(), member: random.id() };
	await insertFirstClinic(db, {
		clinic: { id: ids.clinic, name: DEMO_CLINIC, zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
		owner: {
			user: random.id(),
			member: ids.member,
			account: random.id(),
			...DEMO_OWNER,
			passwordHash: await createPasswords().hash(password),
		},
		at,
	});
	const names = PAST_SESSIONS.filter(({ choice }) => choice !== 'live-only').map(({ clientName }) => clientName);
	for (const name of new Set(names)) {
		await insertClient(db, { id: random.id(), clinic: ids.clinic, name, createdAt: at });
	}
	return ids;
}

/** Acts every past session, the oldest first, and leaves it in the journal and the store as a real one would be. */
export async function actPastSessions(
	parts: DemoClinic & {
		readonly journal: Journal;
		readonly store: ClinicStore;
		readonly random: Random;
		/** The present, ms. */
		readonly now: number;
	},
): Promise<void> {
	const { store, random, now, clinic, member } = parts;
	const inOrder = PAST_SESSIONS.toSorted((a, b) => startOf(a, now) - startOf(b, now));
	for (const past of inOrder) {
		const startsAt = startOf(past, now);
		const live = createLiveStore(store.db, { newId: () => random.id(), now: () => startsAt, purge: store.purge });
		await actSession(
			{ journal: parts.journal, store: live, random },
			{
				startsAt,
				clinic,
				member,
				client: await choiceOf(store.db, clinic, past.clientName),
				clientName: past.clientName,
				isTest: past.isTest ?? false,
				plan: planOf(past, random),
				temperament: temperamentOf(past, random),
				choice: past.choice ?? 'recorded',
				...(past.hasNoPhone && { spokenTo: DEMO_OWNER.name }),
				...(past.note !== undefined && { note: past.note }),
				absences: absencesOf(past),
			},
		);
	}
}

/** A client who has a record here, or a new one. */
export async function choiceOf(db: ClinicDb, clinic: string, name: string): Promise<ClientChoice> {
	const known = (await searchClients(db, clinic, name)).find((client) => client.name === name);
	return known ? { id: known.id } : { name };
}

function absencesOf({ absences = [] }: PastSession) {
	return absences.map(([from, seconds]) => ({ from: from * 1_000, ms: seconds * 1_000 }));
}
