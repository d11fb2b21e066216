import type { Generated } from 'kysely';
import type { Truth } from './column-types.ts';

export interface SessionTable {
	id: string;
	clinic: string;
	member: string;
	/** Null until the client chooses to be recorded; for ever in a live-only session. */
	client: string | null;
	startedAt: number;
	endedAt: number | null;
	sealedAt: number | null;
	recording: 'held' | 'recorded' | 'live-only' | 'withdrawn';
	isTest: Truth;
	/** JSON list of the points' names. */
	points: Generated<string>;
	/** Tenths. */
	peak: number | null;
	stops: Generated<number>;
	/** JSON `{ low, high, edge }` as it was at the end. */
	band: string | null;
	/** When it was brought in; null where it was recorded here. */
	importedAt: number | null;
	/** The id it was first recorded under, where that was elsewhere. */
	origin: string | null;
}

export interface DeviceTable {
	id: string;
	session: string;
	seat: 'client' | 'therapist' | 'owner' | 'observer' | 'server';
	member: string | null;
	tokenHash: string;
	words: string;
	standing: 'asking' | 'admitted' | 'draining' | 'removed';
	hasSaidBye: Truth;
}

/** What was written about a session. */
export interface NoteTable {
	session: string;
	/** Counts how often it was saved. */
	version: number;
	subjective: string;
	objective: string;
	assessment: string;
	plan: string;
	savedAt: number;
	savedBy: string;
	/** From then on only amendments are added. */
	signedAt: number | null;
	signedBy: string | null;
	/** As it stood then. */
	signedName: string | null;
}

export interface AmendmentTable {
	id: string;
	session: string;
	member: string;
	name: string;
	at: number;
	text: string;
}

/** A client who wants to be asked how it was. */
export interface FollowUpTable {
	session: string;
	wantedAt: number;
}

export interface FollowUpLinkTable {
	tokenHash: string;
	session: string;
	madeAt: number;
}

export interface FollowUpReplyTable {
	session: string;
	day: number;
	soreness: number;
	amount: string;
	at: number;
}
