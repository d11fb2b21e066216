import * as v from 'valibot';
import type { ClientRow } from './http-api.ts';
import { line } from './http-api.ts';
import { type Settings, settingsSchema } from './settings.ts';

/** Routes by which a clinic answers for what it keeps. */

// GET /api/settings, for every member; POST /api/settings, for the owner: all of them at once
export const settingsRequest = settingsSchema;
export interface SettingsAnswer {
	readonly settings: Settings;
}

// POST /api/clients/:client/erase: the client, every session, every name; closes the lines of sessions under way first
// POST /api/clients/:client/anonymise: the sessions stay, and nothing that says whose they are; `under_way` while one runs
// Both are refused with `legal_hold` while one stands.

// POST /api/clients/:client/hold: a legal hold, with its reason; null lifts it
export const holdRequest = v.strictObject({ reason: v.nullable(line(1, 200)) });

// POST /api/retention/due: records whose time is over by the clinic's rule, the longest due first
export interface RetentionDueAnswer {
	readonly clients: readonly RetentionRow[];
	/** Sessions without a client (live only, or never chosen) whose row is due. */
	readonly sessions: number;
}
export interface RetentionRow {
	readonly client: ClientRow;
	/** End of the last session, ms since epoch. */
	readonly lastAt: number;
	readonly dueAt: number;
	/** A legal hold: it is not erased. */
	readonly isHeld: boolean;
}
// POST /api/retention/erase: erases what is due and not held
export interface RetentionEraseAnswer {
	readonly clients: number;
	readonly sessions: number;
}

// GET /api/clients/:client/export: a JSON file of all that is held about a client, for the client
