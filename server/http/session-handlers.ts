import type {
	CodeAnswer,
	CorrectClientAnswer,
	OpenSessionsAnswer,
	SeatAnswer,
	SessionAnswer,
	SessionListAnswer,
	SessionRow,
} from '../../shared/http-api.ts';
import type { Journal } from '../journal/journal.ts';
import type { Eraser } from '../keeping/eraser.ts';
import type { LiveHub, OpenSession } from '../live/live-hub.ts';
import { listMaskedDays } from '../store/client-record.ts';
import { readClient, searchClients } from '../store/clients.ts';
import { listConsents, standingConsents } from '../store/consents.ts';
import type { Membership } from '../store/members.ts';
import { type ClientWriter, correctSessionClient, listUnderWay, readSession } from '../store/sessions.ts';
import { sightOf } from '../store/sight.ts';
import type { ClinicDb } from '../store/tables.ts';
import { dayIn } from './clinic-day.ts';
import type { Handlers } from './handler.ts';
import { HttpRefusal } from './refusal.ts';
import { packedRecord } from './session-events.ts';
import { pageOfSessions } from './session-pages.ts';

export interface SessionParts extends ClientWriter {
	readonly db: ClinicDb;
	readonly journal: Journal;
	readonly hub: LiveHub;
	readonly eraser: Pick<Eraser, 'eraseSession'>;
	/** Addresses to put before a phone, the best first. */
	readonly joinOrigins: (host: string | undefined) => readonly string[];
}

type SessionRoute =
	| 'searchClients'
	| 'startSession'
	| 'listOpenSessions'
	| 'listSessions'
	| 'readSession'
	| 'grantSeat'
	| 'issueCode'
	| 'correctClient'
	| 'endSession'
	| 'deleteSession';

/** Clients and sessions of the caller's own clinic. What is another clinic's is not found. */
export function createSessionHandlers(parts: SessionParts): Pick<Handlers, SessionRoute> {
	const { db, hub } = parts;

	const rowOf = async (me: Membership, session: string): Promise<SessionRow> => {
		const row = await readSession(db, me.clinic.id, session, await sightOf(db, me));
		if (!row) throw new HttpRefusal('not_found');
		return row;
	};
	const openOf = async (me: Membership, session: string): Promise<OpenSession> => {
		const open = hub.find(session);
		if (open?.clinic !== me.clinic.id) throw new HttpRefusal('not_found');
		if (open.member !== me.member.id) await rowOf(me, session);
		return open;
	};
	/** Nobody but its own therapist has a place in a session: whoever else may see it asks its client. */
	const askToFollow = async ({ member }: Membership, session: string) => {
		const asked = await hub.askToFollow(session, member.id, member.name);
		if (asked === null) throw new HttpRefusal('not_found');
		if (asked === 'refused') throw new HttpRefusal('not_followed');
		const json: SeatAnswer = { session, token: asked.token, seat: 'observer' };
		return { json, about: { what: 'follow-asked' } as const };
	};
	const maskingOf = async ({ clinic }: Membership, { client, startedAt }: SessionRow) => {
		const day = dayIn(clinic.zone, startedAt);
		const days = client ? await listMaskedDays(db, client.id) : [];
		return days.find((each) => each.day === day)?.masking ?? [];
	};

	return {
		async searchClients({ me, body }) {
			return { json: { clients: await searchClients(db, me.clinic.id, body.text, await sightOf(db, me)) } };
		},
		async startSession({ me, body }) {
			const { client } = body;
			const known = 'id' in client ? await readClient(db, me.clinic.id, client.id, await sightOf(db, me)) : client;
			if (!known) throw new HttpRefusal('not_found');
			const session = parts.newId();
			const token = await hub.start({
				id: session,
				clinic: me.clinic.id,
				member: me.member.id,
				client,
				clientName: known.name,
				isTest: body.isTest ?? false,
			});
			// Not whose: where the client chooses live only, nothing is to say that it was theirs (W13).
			return { status: 201, json: { session, token, seat: 'therapist' } satisfies SeatAnswer, about: { session } };
		},
		async listOpenSessions({ me }) {
			const held = new Map(hub.open(me.clinic.id).map((open) => [open.id, open]));
			const rows = await listUnderWay(db, me.clinic.id, await sightOf(db, me));
			const sessions = rows
				.filter(({ id }) => held.has(id))
				.map(({ id, startedAt, clientName, therapist }) => {
					const isOwn = held.get(id)?.member === me.member.id;
					// Whose it is that is not recorded (yet), its therapist alone knows.
					const name = isOwn ? (held.get(id)?.clientName ?? clientName) : clientName;
					return { session: id, startedAt, clientName: name, therapist, isOwn };
				});
			return { json: { sessions } satisfies OpenSessionsAnswer };
		},
		async listSessions({ me, body }) {
			const filter = { clinic: me.clinic.id, sight: await sightOf(db, me), ...body, text: body.text ?? '' };
			return { json: (await pageOfSessions(db, filter)) satisfies SessionListAnswer };
		},
		async readSession({ me, session }) {
			const row = await rowOf(me, session);
			const packed = await packedRecord(parts, me.member, row);
			const json: SessionAnswer = { session: row, ...packed, masking: await maskingOf(me, row) };
			return { json, about: { client: row.client?.id ?? null } };
		},
		async grantSeat({ me, session }) {
			const open = await openOf(me, session);
			if (open.member !== me.member.id) return askToFollow(me, session);
			const token = await hub.grant(session, me.member.id);
			if (token === null) throw new HttpRefusal('not_found');
			return { json: { session, token, seat: 'therapist' } satisfies SeatAnswer };
		},
		async issueCode({ me, session, host }) {
			await openOf(me, session);
			const issued = hub.issueCode(session);
			if (!issued) throw new HttpRefusal('not_found');
			const { code, ticket, expiresAt } = issued;
			const joinUrls = parts.joinOrigins(host).map((origin) => `${origin}/join#${ticket}`);
			return { json: { code, joinUrls, expiresAt } satisfies CodeAnswer };
		},
		async correctClient({ me, body, session }) {
			const row = await rowOf(me, session);
			if (!row.client) throw new HttpRefusal('forbidden');
			const { client } = body;
			const known = 'name' in client || (await readClient(db, me.clinic.id, client.id, await sightOf(db, me)));
			if (!known) throw new HttpRefusal('not_found');
			const correction = { session, clinic: me.clinic.id, choice: client, by: me.member.id };
			if (!(await correctSessionClient(db, parts, correction))) throw new HttpRefusal('not_found');
			const json: CorrectClientAnswer = { session: await rowOf(me, session) };
			return { json, about: { client: json.session.client?.id ?? null } };
		},
		async endSession({ me, session }) {
			const open = await openOf(me, session);
			if (open.member !== me.member.id && me.member.role !== 'owner') throw new HttpRefusal('forbidden');
			if (!hub.end(session)) throw new HttpRefusal('not_found');
			return { json: {} };
		},
		async deleteSession({ me, session }) {
			const row = await rowOf(me, session);
			if (!row.isTest) await checkWithdrawn(db, row);
			const why = await parts.eraser.eraseSession(me.clinic.id, session);
			if (why !== null) throw new HttpRefusal(why);
			return { json: {} };
		},
	};
}

/**
 * What was recorded is deleted on the client's word alone: they withdrew in that session or at the desk since. A session
 * that still goes on is left to the phone's own question.
 */
async function checkWithdrawn(db: ClinicDb, { client, recording, endedAt }: SessionRow): Promise<void> {
	const consents = client ? standingConsents(await listConsents(db, client.id)) : [];
	const isWithdrawn = recording === 'withdrawn' || consents.some(({ use, isGiven }) => use === 'recording' && !isGiven);
	if (!isWithdrawn) throw new HttpRefusal('forbidden');
	if (endedAt === null) throw new HttpRefusal('under_way');
}
