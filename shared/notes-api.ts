import * as v from 'valibot';
import { AMOUNTS, FOLLOW_UP_DAYS, type FollowUpReply, type FollowUpStand, SORENESS_MAX } from './follow-up.ts';
import type { HandOver } from './hand-over.ts';
import { line } from './http-api.ts';
import type { SoapText } from './soap.ts';

/** Routes about what is written, handed over and asked after a session. */

/** Characters of one section, and of an amendment. */
export const MOST_SECTION = 3_000;
export const MOST_AMENDMENT = 1_000;

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const section = line(0, MOST_SECTION);

// GET /api/sessions/:session/note: what was written about a session, and how the client was afterwards
export interface NoteAnswer {
	/** Null before it was first saved. */
	readonly note: SoapNote | null;
	readonly afterwards: Afterwards;
	/** The client's treatment plan in force. */
	readonly plan: { readonly goal: string; readonly reviewOn: string | null } | null;
}
export interface SoapNote extends SoapText {
	/** Counts how often it was saved; signing needs the newest. */
	readonly version: number;
	readonly savedAt: number;
	readonly savedBy: string | null;
	/** From then on nothing of it changes. */
	readonly signed: { readonly at: number; readonly by: string } | null;
	/** In the order in which they were added. */
	readonly amendments: readonly Amendment[];
}
export interface Amendment {
	readonly at: number;
	readonly by: string;
	readonly text: string;
}
export interface Afterwards {
	/** The client said on the phone that they want to be asked. */
	readonly isWanted: boolean;
	readonly replies: readonly FollowUpReply[];
}

// POST /api/sessions/:session/note: `version` is the one that was read, 0 for none; another by now is `conflict`
export const saveNoteRequest = v.strictObject({
	version,
	subjective: section,
	objective: section,
	assessment: section,
	plan: section,
});
// POST /api/sessions/:session/note/sign: signs that version in the caller's name; `under_way` before the session's end
export const signNoteRequest = v.strictObject({ version });
// POST /api/sessions/:session/note/amend: adds to a signed note, with date and name
export const amendNoteRequest = v.strictObject({ text: line(1, MOST_AMENDMENT) });
// all three answer
export interface SavedNoteAnswer {
	readonly note: SoapNote;
}

// GET /api/clients/:client/hand-over: what the next therapist needs, from the last sessions
export interface HandOverAnswer {
	readonly handOver: HandOver;
}

const linkToken = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));

// POST /api/live/follow-up: from the phone after the end of a recorded session: the client wants to be asked
export const wantFollowUpRequest = v.strictObject({ token: linkToken });
// also POST /api/sessions/:session/follow-up: a further link to the same; `not_wanted` where the client did not ask for it
export interface FollowUpLinkAnswer {
	readonly link: string;
	/** It opens outside the clinic's own network too. */
	readonly isPublic: boolean;
}
// POST /api/follow-up/read: where a link stands; wrong, spent and over are one answer, `wrong_link`
export const readFollowUpRequest = v.strictObject({ token: linkToken });
export interface FollowUpAnswer {
	readonly stand: Exclude<FollowUpStand, { readonly is: 'over' }>;
}
// POST /api/follow-up/answer: spends that day; answers where the link stands then, null once nothing more is asked
export const answerFollowUpRequest = v.strictObject({
	token: linkToken,
	day: v.picklist(FOLLOW_UP_DAYS),
	soreness: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(SORENESS_MAX)),
	amount: v.picklist(AMOUNTS),
});
export interface FollowUpAnsweredAnswer {
	readonly stand: FollowUpAnswer['stand'] | null;
}
