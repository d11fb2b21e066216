import * as v from 'valibot';
import type { AccessKind } from './access.ts';
import type { Code } from './codes.ts';
import { cursorSchema, idSchema } from './http-api.ts';

/** The owner's routes to the access log. */

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** SHA-256, hex. */
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

// POST /api/access/list: newest first, 100 at a time
export const accessListRequest = v.strictObject({
	member: v.optional(idSchema),
	session: v.optional(idSchema),
	client: v.optional(idSchema),
	cursor: v.optional(cursorSchema),
});
export interface AccessRow {
	/** Its number in this clinic's log, from 1. */
	readonly n: number;
	/** ms since epoch. */
	readonly at: number;
	readonly what: AccessKind;
	/** Who; null for a phone, and where nobody was signed in. */
	readonly member: { readonly id: string; readonly name: string | null } | null;
	/** A member's role, a seat of a session, `key` (then `subject` is the key), `server` or `nobody`. */
	readonly as: string;
	readonly session: string | null;
	/** The name is null once the client is erased. */
	readonly client: { readonly id: string; readonly name: string | null } | null;
	/** The member, invitation or key that something was done to. */
	readonly subject: string | null;
	/** Why it was refused. */
	readonly code: Code | null;
	/** More than 1 where the same came in a burst. */
	readonly times: number;
}
export interface AccessListAnswer {
	readonly entries: readonly AccessRow[];
	readonly cursor: string | null;
}

/** The newest entry of a log. Kept elsewhere, it shows later that nothing before it was changed or left out. */
export interface AccessHead {
	readonly n: number;
	readonly hash: string;
}

// POST /api/access/verify: reads the whole chain; `head`: one that was kept from an earlier answer
export const accessVerifyRequest = v.strictObject({ head: v.optional(v.strictObject({ n: count, hash })) });
export interface AccessVerifyAnswer {
	/** Every entry is as it was written, in its place, with none missing; the given head stands. */
	readonly isWhole: boolean;
	/** The first entry that is not as it was written. */
	readonly firstWrong: number | null;
	readonly entries: number;
	readonly head: AccessHead | null;
}
// GET /api/access/csv: the whole log as a file, each entry with its hash and the one before
