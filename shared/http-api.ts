import * as v from 'valibot';
import type { MaskingKey } from './cautions.ts';
import type { Code } from './codes.ts';
import type { LoggedEvent } from './events.ts';
import type { PackedFlow } from './packed-flow.ts';
import { clientChoiceSchema, type DownFrame, type Recording } from './protocol.ts';
import { cleanText } from './text.ts';

/** Request bodies and answers of the HTTP interface. A refusal is `{ error: Code }` with a 4xx or 5xx status. */
export interface Refusal {
	readonly error: Code;
	/** The log id of an `internal` refusal. */
	readonly id?: string;
}

export const line = (least: number, most: number) =>
	v.pipe(
		v.string(),
		v.maxLength(most * 4),
		v.transform((raw) => cleanText(raw, most)),
		v.minLength(least),
	);
export const idSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));
/** Opaque, from the answer before. */
export const cursorSchema = v.pipe(v.string(), v.maxLength(200));
export const password = v.pipe(v.string(), v.minLength(10), v.maxLength(256));
const zone = v.pipe(v.string(), v.maxLength(64));

// GET /api/setup
export interface SetupAnswer {
	readonly isNeeded: boolean;
	/** Whether a link for a forgotten password can be mailed. */
	readonly canMail: boolean;
}
// POST /api/setup: creates the clinic and its owner, and signs the owner in
export const setupRequest = v.strictObject({
	/** The one-time code printed in the terminal. */
	code: v.pipe(v.string(), v.maxLength(64)),
	clinic: line(1, 80),
	/** IANA name of the clinic's time zone. */
	zone,
	name: line(1, 80),
	email: v.pipe(v.string(), v.maxLength(254), v.email()),
	password,
});
// POST /api/sign-in, POST /api/sign-out: thin faces of the auth library, with our codes
export const signInRequest = v.strictObject({
	email: v.pipe(v.string(), v.maxLength(254)),
	password: v.pipe(v.string(), v.maxLength(256)),
	/** Of a second factor, where that person has one: asked for by `code_needed`. */
	code: v.optional(v.pipe(v.string(), v.maxLength(32))),
});
// GET /api/me
export interface MeAnswer {
	readonly member: { readonly id: string; readonly name: string; readonly role: 'owner' | 'therapist' | 'desk' };
	readonly clinic: { readonly id: string; readonly name: string; readonly zone: string };
}

export interface ClientRow {
	readonly id: string;
	readonly name: string;
}
// POST /api/clients/search
export const clientSearchRequest = v.strictObject({ text: line(0, 80) });
export interface ClientSearchAnswer {
	readonly clients: readonly ClientRow[];
}

// POST /api/sessions: starts a session, held in memory until the client chooses
export const startSessionRequest = v.strictObject({ client: clientChoiceSchema, isTest: v.optional(v.boolean()) });
// also POST /api/sessions/:session/seat: to its own therapist the therapist's seat, after a reload or on another device; to
// whoever else may see the session an observer's, which waits for the client's yes
export interface SeatAnswer {
	readonly session: string;
	/** The right to that seat, for `hello`. */
	readonly token: string;
	readonly seat: 'therapist' | 'observer';
}
// POST /api/sessions/open: the sessions of this clinic that are under way
export interface OpenSessionsAnswer {
	readonly sessions: readonly {
		readonly session: string;
		readonly startedAt: number;
		readonly clientName: string | null;
		/** The name of its therapist. */
		readonly therapist: string;
		/** The caller is its therapist; others may ask to follow it. */
		readonly isOwn: boolean;
	}[];
}
// POST /api/sessions/:session/code: a fresh code and ticket; the ones before are spent
export interface CodeAnswer {
	/** 8 symbols, Crockford base32. */
	readonly code: string;
	/** Join addresses with the one-time ticket in the fragment, best first. */
	readonly joinUrls: readonly string[];
	readonly expiresAt: number;
}
// POST /api/join
export const joinRequest = v.union([
	v.strictObject({ code: v.pipe(v.string(), v.maxLength(64)) }),
	v.strictObject({ ticket: v.pipe(v.string(), v.maxLength(64)) }),
]);
export interface JoinAnswer {
	readonly session: string;
	/** The right to the client's seat, for `hello`. */
	readonly token: string;
	readonly words: string;
}
// POST /api/live/say: the second road (W9); carries `events` frames of the say lane and answers what `down` would
export interface LiveSayAnswer {
	readonly frames: readonly DownFrame[];
}

// POST /api/sessions/list
export const sessionListRequest = v.strictObject({
	text: v.optional(line(0, 80)),
	client: v.optional(idSchema),
	cursor: v.optional(cursorSchema),
});
export interface SessionRow {
	readonly session: string;
	readonly startedAt: number;
	readonly endedAt: number | null;
	readonly recording: Recording;
	readonly isTest: boolean;
	readonly client: ClientRow | null;
	readonly therapist: string;
	/** Names of the points worked, in order. */
	readonly points: readonly string[];
	/** Highest rating, in tenths. */
	readonly peak: number | null;
	readonly stops: number;
	/** When it was brought in, by the one who is named as its therapist; absent where it was recorded here. */
	readonly importedAt?: number;
}
export interface SessionListAnswer {
	readonly sessions: readonly SessionRow[];
	readonly cursor: string | null;
}
// GET /api/sessions/:session
export interface SessionAnswer {
	readonly session: SessionRow;
	readonly events: readonly LoggedEvent[];
	/** The ratings that are not among `events`: packed for the clinic page. */
	readonly flow?: readonly PackedFlow[];
	/** What the client took that day which may mask the ratings: they are drawn hatched. */
	readonly masking?: readonly MaskingKey[];
}
// GET /api/sessions/:session/csv: a file; not found where the session has no record
// GET /api/sessions/:session/json, /fhir: files; not found where the session has no record
// POST /api/sessions/import: a session as /json takes it out, whole or not at all
export const importRequest = v.strictObject({ client: clientChoiceSchema, export: v.unknown() });
export interface ImportAnswer {
	readonly session: SessionRow;
}
// POST /api/sessions/:session/client: corrects a wrong client
export const correctClientRequest = v.strictObject({ client: clientChoiceSchema });
export interface CorrectClientAnswer {
	readonly session: SessionRow;
}
// POST /api/sessions/:session/end: the owner or therapist ends it from the clinic page
// DELETE /api/sessions/:session: a test session, or one whose client withdrew since; else `forbidden`, while it goes on `under_way`
