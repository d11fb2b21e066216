import type { SessionRow } from '../../shared/http-api.ts';
import type {
	KeyClientListAnswer,
	KeyListAnswer,
	KeyRow,
	KeySessionAnswer,
	KeySessionListAnswer,
	KeySessionRow,
	NewKeyAnswer,
} from '../../shared/keys-api.ts';
import type { Journal } from '../journal/journal.ts';
import type { LiveHub } from '../live/live-hub.ts';
import { insertKey, listKeys, revokeKey } from '../store/api-keys.ts';
import { listMaskedDays } from '../store/client-record.ts';
import { readSession } from '../store/sessions.ts';
import type { ClinicDb } from '../store/tables.ts';
import { dayIn } from './clinic-day.ts';
import { pageOfDirectory } from './directory-pages.ts';
import type { Handlers } from './handler.ts';
import type { Keys } from './keys.ts';
import { HttpRefusal } from './refusal.ts';
import { recordedEvents } from './session-events.ts';
import { pageOfSessions } from './session-pages.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

type KeyRoute = 'listKeys' | 'makeKey' | 'revokeKey' | 'v1ListSessions' | 'v1ReadSession' | 'v1ListClients';

/** The read interface, and the keys to it. */
export function createKeyHandlers(parts: {
	readonly db: ClinicDb;
	readonly journal: Journal;
	readonly hub: Pick<LiveHub, 'events' | 'find'>;
	readonly keys: Keys;
	readonly newId: () => string;
	readonly now: () => number;
}): Pick<Handlers, KeyRoute> {
	const { db, keys, newId, now } = parts;
	return {
		async listKeys({ me }) {
			return { json: { keys: await listKeys(db, me.clinic.id) } satisfies KeyListAnswer };
		},
		async makeKey({ me, body: { name, scopes, days } }) {
			const token = keys.newToken();
			const createdAt = now();
			const expiresAt = days === null ? null : createdAt + days * DAY_MS;
			const key = { id: newId(), name, scopes: [...new Set(scopes)], createdAt, expiresAt };
			await insertKey(db, { ...key, clinic: me.clinic.id, tokenHash: keys.hash(token), member: me.member.id });
			const row: KeyRow = { ...key, revokedAt: null, usedAt: null };
			return { status: 201, json: { key: row, token } satisfies NewKeyAnswer, about: { subject: key.id } };
		},
		async revokeKey({ me, key }) {
			if (!(await revokeKey(db, me.clinic.id, key, now()))) throw new HttpRefusal('not_found');
			return { json: {} };
		},
		async v1ListSessions({ me, body }) {
			const page = await pageOfSessions(db, { clinic: me.clinic.id, sight: null, text: '', cursor: body.cursor });
			const json: KeySessionListAnswer = { sessions: page.sessions.map(asKeyRow), cursor: page.cursor };
			return { json };
		},
		async v1ReadSession({ me, session }) {
			const row = await readSession(db, me.clinic.id, session);
			if (!row) throw new HttpRefusal('not_found');
			const day = dayIn(me.clinic.zone, row.startedAt);
			const days = row.client ? await listMaskedDays(db, row.client.id) : [];
			const json: KeySessionAnswer = {
				session: asKeyRow(row),
				events: await recordedEvents(parts, null, row),
				masking: days.find((each) => each.day === day)?.masking ?? [],
			};
			return { json, about: { client: row.client?.id ?? null } };
		},
		async v1ListClients({ me, body }) {
			const page = await pageOfDirectory(db, { clinic: me.clinic.id, sight: null, text: '', cursor: body.cursor });
			const clients = page.clients.map(({ id, name, isPseudonym }) => ({ id, name, isPseudonym }));
			return { json: { clients, cursor: page.cursor } satisfies KeyClientListAnswer };
		},
	};
}

function asKeyRow({ client, therapist: _, ...row }: SessionRow): KeySessionRow {
	return { ...row, client: client?.id ?? null };
}
