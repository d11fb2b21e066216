import { factsOf, handOverOf, type SessionFacts } from '../../shared/hand-over.ts';
import type { SessionRow } from '../../shared/http-api.ts';
import type { HandOverAnswer, NoteAnswer, SavedNoteAnswer } from '../../shared/notes-api.ts';
import { timelineOf } from '../../shared/timeline.ts';
import type { Journal } from '../journal/journal.ts';
import type { LiveHub } from '../live/live-hub.ts';
import { listPlans } from '../store/client-record.ts';
import { listReplies, readAfterwards } from '../store/follow-ups.ts';
import type { Membership } from '../store/members.ts';
import { insertAmendment, readNote, type Signer, saveNote, signNote } from '../store/notes.ts';
import { listSessions, readSession } from '../store/sessions.ts';
import { sightOf } from '../store/sight.ts';
import type { ClinicDb } from '../store/tables.ts';
import { mustSeeClient } from './client-handlers.ts';
import type { Handlers } from './handler.ts';
import { HttpRefusal } from './refusal.ts';
import { recordedEvents } from './session-events.ts';

export interface NoteParts {
	readonly db: ClinicDb;
	readonly journal: Journal;
	readonly hub: Pick<LiveHub, 'events' | 'find'>;
	readonly newId: () => string;
	readonly now: () => number;
}

type NoteRoute = 'readNote' | 'saveNote' | 'signNote' | 'amendNote' | 'readHandOver';

/** Sessions that a hand-over looks back on. */
const LOOKS_BACK = 6;

/** What is written about a session, and what the next therapist needs of the last ones. */
export function createNoteHandlers(parts: NoteParts): Pick<Handlers, NoteRoute> {
	const { db, now } = parts;
	const signerOf = ({ member }: Membership): Signer => ({ member: member.id, name: member.name, at: now() });
	const savedNote = async (session: string) => {
		const note = await readNote(db, session);
		if (!note) throw new HttpRefusal('not_found');
		return note;
	};
	/** Why nothing was written: the note was signed, or somebody else saved it. */
	const refuse = async (session: string): Promise<never> => {
		const note = await readNote(db, session);
		throw new HttpRefusal(note?.signed ? 'note_signed' : 'conflict');
	};
	const answerOf = async (session: string, { client }: { readonly client: string }) => ({
		json: { note: await savedNote(session) } satisfies SavedNoteAnswer,
		about: { client },
	});

	return {
		async readNote({ me, session }) {
			const { client } = await mustSeeRecord(db, me, session);
			const [plan = null] = await listPlans(db, client);
			const json: NoteAnswer = {
				note: await readNote(db, session),
				afterwards: await readAfterwards(db, session),
				plan: plan && { goal: plan.goal, reviewOn: plan.reviewOn },
			};
			return { json, about: { client } };
		},
		async saveNote({ me, session, body }) {
			const record = await mustSeeRecord(db, me, session);
			if (!(await saveNote(db, session, body, signerOf(me)))) return refuse(session);
			return answerOf(session, record);
		},
		async signNote({ me, session, body }) {
			const record = await mustSeeRecord(db, me, session);
			if (record.endedAt === null) throw new HttpRefusal('under_way');
			if (!(await signNote(db, session, body.version, signerOf(me)))) return refuse(session);
			return answerOf(session, record);
		},
		async amendNote({ me, session, body }) {
			const record = await mustSeeRecord(db, me, session);
			const { signed } = await savedNote(session);
			if (!signed) throw new HttpRefusal('conflict');
			await insertAmendment(db, session, { id: parts.newId(), text: body.text }, signerOf(me));
			return answerOf(session, record);
		},
		async readHandOver({ me, client }) {
			await mustSeeClient(db, me, client);
			const filter = { clinic: me.clinic.id, sight: await sightOf(db, me), client, text: '', after: null };
			const rows = await listSessions(db, { ...filter, limit: LOOKS_BACK });
			const facts: SessionFacts[] = [];
			for (const row of rows.filter(({ isTest, endedAt }) => !isTest && endedAt !== null)) {
				facts.push(...(await factsFrom(parts, me, row)));
			}
			return { json: { handOver: handOverOf(facts) } satisfies HandOverAnswer };
		},
	};
}

/** One session at a time, so that the live line is never kept waiting for more than one of them. */
async function factsFrom(parts: NoteParts, me: Membership, row: SessionRow): Promise<readonly SessionFacts[]> {
	const events = await recordedEvents(parts, me.member, row);
	if (events.length === 0) return [];
	const replies = await listReplies(parts.db, row.session);
	return [factsOf({ session: row.session, startedAt: row.startedAt, timeline: timelineOf(events), replies })];
}

/** A session with a client that this member may see; a live-only one has nothing to write about. */
export async function mustSeeRecord(
	db: ClinicDb,
	me: Membership,
	session: string,
): Promise<{ readonly client: string; readonly endedAt: number | null }> {
	const row = await readSession(db, me.clinic.id, session, await sightOf(db, me));
	if (!row?.client) throw new HttpRefusal('not_found');
	return { client: row.client.id, endedAt: row.endedAt };
}
