import type { SessionRow } from '../../shared/http-api.ts';
import { SCALE } from '../../shared/scale.ts';
import type { ExportedSession } from '../export/client-json.ts';
import type { Journal } from '../journal/journal.ts';
import type { LiveHub } from '../live/live-hub.ts';
import { listAccess } from '../store/access-list.ts';
import { listMaskedDays, listMerged, listPlans, readDetails } from '../store/client-record.ts';
import { listConsents, listConsentWords } from '../store/consents.ts';
import { readAfterwards } from '../store/follow-ups.ts';
import type { Membership } from '../store/members.ts';
import { readNote } from '../store/notes.ts';
import { listSessions, type SessionPlace } from '../store/sessions.ts';
import type { ClinicDb } from '../store/tables.ts';
import { listTraces } from '../store/traces.ts';
import { mayBeRead, recordedEvents } from './session-events.ts';

export interface ExportParts {
	readonly db: ClinicDb;
	readonly journal: Journal;
	readonly hub: Pick<LiveHub, 'events' | 'find'>;
	readonly now: () => number;
	/** Of this program. */
	readonly version: string;
}

/** Raised when something in the file changes its meaning. */
const FORM = 'palpate client record 1';
/** Sessions, and entries of the access log, read at a time. */
const RUN = 100;

/** What the file says of a client beside the sessions, and the sessions, oldest last. */
export async function readClientFacts(parts: ExportParts, me: Membership, client: string) {
	const { db } = parts;
	const { clinic } = me;
	const head = {
		file: FORM,
		version: parts.version,
		madeAt: parts.now(),
		times: 'ms since 1970-01-01 UTC',
		scale: { ...SCALE, unit: 'tenths', min: 0, max: 100 },
		clinic: { name: clinic.name, zone: clinic.zone },
		client: await readDetails(db, client),
		formerNames: (await listMerged(db, client)).map(({ name }) => name),
		cautions: await readAllCautions(parts, client),
		maskedDays: await listMaskedDays(db, client),
		plans: await listPlans(db, client),
		consents: await listConsents(db, client),
		consentWords: await listConsentWords(db, clinic.id),
		traces: await listTraces(db, client),
		access: await readAccessOf(parts, clinic.id, client),
	};
	return { head, sessions: () => readSessions(parts, me, client) };
}

/** Those no longer in force too. */
function readAllCautions({ db }: ExportParts, client: string) {
	return db
		.selectFrom('caution')
		.select(['caution', 'at', 'endedAt'])
		.where('client', '=', client)
		.orderBy('at')
		.execute();
}

/** Who was told what about this client: when, and in which role. */
async function readAccessOf({ db }: ExportParts, clinic: string, client: string) {
	const rows: { readonly at: number; readonly what: string; readonly as: string }[] = [];
	for (let before: number | null = null; ; ) {
		const entries = await listAccess(db, { clinic, client, before, limit: RUN });
		rows.push(...entries.map(({ at, what, as }) => ({ at, what, as })));
		const last = entries.at(-1);
		if (!last || entries.length < RUN) return rows;
		before = last.n;
	}
}

async function* readSessions(parts: ExportParts, me: Membership, client: string): AsyncIterable<ExportedSession> {
	const clinic = me.clinic.id;
	for (let after: SessionPlace | null = null; ; ) {
		const rows = await listSessions(parts.db, { clinic, client, text: '', after, limit: RUN });
		for (const session of rows) {
			yield {
				session,
				...(await eventsOf(parts, me, session)),
				note: await readNote(parts.db, session.session),
				afterwards: await readAfterwards(parts.db, session.session),
			};
		}
		const last = rows.at(-1);
		if (!last || rows.length < RUN) return;
		after = { startedAt: last.startedAt, id: last.session };
	}
}

/** Of a session under way that the caller may not read the file says so, and nothing of what goes on in it. */
async function eventsOf(
	parts: ExportParts,
	{ member }: Membership,
	session: SessionRow,
): Promise<Pick<ExportedSession, 'events' | 'isUnderWay'>> {
	if (!mayBeRead(parts, member, session)) return { events: [], isUnderWay: true };
	// A client's file carries what the clinic holds of them, whichever of its members takes it.
	return { events: await recordedEvents(parts, { ...member, role: 'owner' }, session) };
}
