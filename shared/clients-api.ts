import * as v from 'valibot';
import { CAUTION_KEYS, type CautionKey, MASKING_KEYS, type MaskingKey } from './cautions.ts';
import type { ConsentState } from './consent-api.ts';
import { type ClientRow, cursorSchema, idSchema, line, type SessionRow } from './http-api.ts';
import type { Band } from './scale.ts';

/** Routes about clients. What a therapist may not see is not found. */

const OLDEST_YEAR = 1900;
const NEWEST_YEAR = 2100;
const birthYear = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(OLDEST_YEAR), v.maxValue(NEWEST_YEAR)));
const reason = v.nullable(line(1, 500));
/** A day of the clinic, `2026-01-05`. */
const day = v.pipe(v.string(), v.isoDate());
const cautions = v.pipe(v.array(v.picklist(CAUTION_KEYS)), v.maxLength(CAUTION_KEYS.length));

// POST /api/clients/list: the directory, by name, 50 at a time
export const clientListRequest = v.strictObject({
	text: v.optional(line(0, 80)),
	cursor: v.optional(cursorSchema),
});
export interface ClientListAnswer {
	readonly clients: readonly DirectoryRow[];
	readonly cursor: string | null;
}
export interface DirectoryRow extends ClientRow {
	readonly isPseudonym: boolean;
	/** Who looks after this client, where someone was named. */
	readonly therapist: string | null;
	/** ms since epoch; null without a session. */
	readonly lastAt: number | null;
	readonly sessions: number;
}

// POST /api/clients: registers a client before any session; the record stays without one
export const registerClientRequest = v.strictObject({
	name: line(1, 80),
	isPseudonym: v.optional(v.boolean()),
	birthYear: v.optional(birthYear),
	reason: v.optional(reason),
	/** A member of the clinic. */
	therapist: v.optional(v.nullable(idSchema)),
	cautions: v.optional(cautions),
});
export interface RegisterClientAnswer {
	readonly client: ClientRow;
}

// POST /api/clients/:client: changes what is named, and nothing else
export const changeClientRequest = v.strictObject({
	name: v.optional(line(1, 80)),
	isPseudonym: v.optional(v.boolean()),
	birthYear: v.optional(birthYear),
	reason: v.optional(reason),
	therapist: v.optional(v.nullable(idSchema)),
});

// GET /api/clients/:client: everything about a client on one page. Of a record that was merged away: `not_found`.
export interface ClientAnswer {
	readonly client: ClientRow & {
		readonly isPseudonym: boolean;
		readonly birthYear: number | null;
		readonly reason: string | null;
		readonly therapist: { readonly id: string; readonly name: string } | null;
		readonly createdAt: number;
		readonly anonymisedAt: number | null;
		readonly hold: { readonly reason: string; readonly at: number } | null;
	};
	/** In force now. They are shown and acknowledged on each opening. */
	readonly cautions: readonly (ByWhom & { readonly caution: CautionKey })[];
	/** Today at the clinic, and what was taken. */
	readonly today: { readonly day: string; readonly masking: readonly MaskingKey[] };
	/** Every day on which ratings may be masked, newest first. */
	readonly maskedDays: readonly { readonly day: string; readonly masking: readonly MaskingKey[] }[];
	readonly plan: (ByWhom & { readonly goal: string; readonly reviewOn: string | null }) | null;
	/** The client's own band and edge at the end of the last session that had one; null before. */
	readonly lastBand: Band | null;
	readonly consents: readonly ConsentState[];
	/** What happened to the record as a whole, newest first. */
	readonly traces: readonly TraceRow[];
	/** Records merged into this one. */
	readonly merged: readonly ClientRow[];
	/** The newest 50; more by POST /api/sessions/list with `client`. */
	readonly sessions: readonly SessionRow[];
	readonly cursor: string | null;
}
export interface ByWhom {
	/** ms since epoch. */
	readonly at: number;
	readonly by: string | null;
}
export interface TraceRow extends ByWhom {
	/** `merged`: another record into this one. `came`, `left`: a session from, or to, another record. `imported`: one brought in. */
	readonly what: 'merged' | 'came' | 'left' | 'imported';
	readonly session: string | null;
	/** The other client's id. */
	readonly other: string | null;
}

// POST /api/clients/:client/cautions: the cautions in force from now on, all of them
export const cautionsRequest = v.strictObject({ cautions });
// POST /api/clients/:client/cautions/acknowledge: those that were shown; `conflict` where others are in force by now
export const acknowledgeRequest = v.strictObject({ cautions });

// POST /api/clients/:client/today: what the client took today, all of it
export const todayRequest = v.strictObject({
	masking: v.pipe(v.array(v.picklist(MASKING_KEYS)), v.maxLength(MASKING_KEYS.length)),
});

// POST /api/clients/:client/plan: a new plan in the place of the one before, which is kept
export const planRequest = v.strictObject({ goal: line(1, 500), reviewOn: v.nullable(day) });

// POST /api/clients/:client/merge: all of this record goes into the other, with a trace; this one is in no list from then on
export const mergeRequest = v.strictObject({ into: idSchema });
