import * as v from 'valibot';
import type { MaskingKey } from './cautions.ts';
import type { LoggedEvent } from './events.ts';
import { cursorSchema, line } from './http-api.ts';
import type { Recording } from './protocol.ts';

/** The read interface for other programs (docs/API.md), and the owner's routes to its keys. */

/** `sessions`: when, how long, which points, the numbers. `records`: every event of a session. `clients`: names. */
export const SCOPES = ['sessions', 'records', 'clients'] as const;
export type Scope = (typeof SCOPES)[number];

// POST /api/keys/list: newest first, those revoked or expired too
export interface KeyRow {
	readonly id: string;
	readonly name: string;
	readonly scopes: readonly Scope[];
	/** ms since epoch. */
	readonly createdAt: number;
	readonly expiresAt: number | null;
	readonly revokedAt: number | null;
	/** To the minute. */
	readonly usedAt: number | null;
}
export interface KeyListAnswer {
	readonly keys: readonly KeyRow[];
}
// POST /api/keys
const MOST_DAYS = 3_650;
export const newKeyRequest = v.strictObject({
	name: line(1, 80),
	scopes: v.pipe(v.array(v.picklist(SCOPES)), v.minLength(1), v.maxLength(SCOPES.length)),
	/** Null: until it is revoked. */
	days: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_DAYS))),
});
export interface NewKeyAnswer {
	readonly key: KeyRow;
	/** Shown this once. */
	readonly token: string;
}
// DELETE /api/keys/:key: revokes it at once

export const pageRequest = v.strictObject({ cursor: v.optional(cursorSchema) });

// POST /api/v1/sessions: newest first, 50 at a time
export interface KeySessionRow {
	readonly session: string;
	readonly startedAt: number;
	readonly endedAt: number | null;
	readonly recording: Recording;
	readonly isTest: boolean;
	/** The client's id. */
	readonly client: string | null;
	readonly points: readonly string[];
	/** Highest rating, in tenths. */
	readonly peak: number | null;
	readonly stops: number;
}
export interface KeySessionListAnswer {
	readonly sessions: readonly KeySessionRow[];
	readonly cursor: string | null;
}
// GET /api/v1/sessions/:session
export interface KeySessionAnswer {
	readonly session: KeySessionRow;
	readonly events: readonly LoggedEvent[];
	readonly masking: readonly MaskingKey[];
}
// POST /api/v1/clients: by name, 50 at a time
export interface KeyClientListAnswer {
	readonly clients: readonly { readonly id: string; readonly name: string; readonly isPseudonym: boolean }[];
	readonly cursor: string | null;
}
