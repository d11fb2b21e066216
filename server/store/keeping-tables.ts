import type { Truth } from './column-types.ts';

/** One entry of a clinic's access log. Ids only, and no references: it outlives what it names. */
export interface AccessTable {
	clinic: string;
	/** From 1, without a gap. */
	n: number;
	at: number;
	what: string;
	member: string | null;
	as: string;
	session: string | null;
	client: string | null;
	/** A member or an invitation that something was done to. */
	subject: string | null;
	code: string | null;
	times: number;
	/** The hash of the entry before; empty in the first. */
	before: string;
	/** SHA-256 of all the rest, hex. */
	hash: string;
}

export interface TombstoneTable {
	/** `session`: gone. `record`: the row of a live-only session stays. `client`: gone. `anonymous`: nobody's name stays. */
	kind: 'session' | 'record' | 'client' | 'anonymous';
	id: string;
	clinic: string;
	at: number;
	/** Null until everything it means is out of the store and the journal. */
	doneAt: number | null;
}

/** What the owner sets. */
export interface SettingTable {
	clinic: string;
	therapistsSee: 'own' | 'all';
	signOutMinutes: number;
	/** Null: records are kept until someone erases them. */
	retentionYears: number | null;
	minorUntilAge: number | null;
	erasesByItself: Truth;
}

export interface ConsentWordsTable {
	clinic: string;
	use: 'relay' | 'recording' | 'teaching';
	version: number;
	words: string;
	member: string | null;
	at: number;
}
