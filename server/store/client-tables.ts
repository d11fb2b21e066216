import type { Generated } from 'kysely';
import type { Truth } from './column-types.ts';

export interface ClientTable {
	id: string;
	clinic: string;
	name: string;
	/** The name as it is searched: without case and accents. */
	searchName: string;
	createdAt: number;
	isPseudonym: Generated<Truth>;
	/** Entered by hand: stays without a session, where a name taken for a session goes with its last one. */
	isRegistered: Generated<Truth>;
	birthYear: number | null;
	/** Why the client comes, in the clinic's words. */
	reason: string | null;
	/** The member who looks after this client, where one was named. */
	therapist: string | null;
	/** The record this one was merged into; it stands there for the trace and is in no list. */
	mergedInto: string | null;
	anonymisedAt: number | null;
	/** A legal hold: nothing of this client is erased. */
	holdReason: string | null;
	heldAt: number | null;
	heldBy: string | null;
}

/** Something about a client, who noted it and when. */
interface ClientFactTable {
	id: string;
	client: string;
	member: string | null;
	at: number;
}

export interface CautionTable extends ClientFactTable {
	caution: string;
	endedAt: number | null;
	endedBy: string | null;
}

/** Something taken that may mask ratings on that day of the clinic, `2026-01-05`. */
export interface MaskingTable extends ClientFactTable {
	day: string;
	what: string;
}

/** A treatment plan; the newest is the one in force. */
export interface PlanTable extends ClientFactTable {
	goal: string;
	/** A day of the clinic. */
	reviewOn: string | null;
}

/** What happened to a record as a whole: where it came from and where it went. */
export interface TraceTable extends ClientFactTable {
	what: string;
	session: string | null;
	/** The other client's id. */
	other: string | null;
}

export interface ConsentTable extends ClientFactTable {
	use: 'relay' | 'recording' | 'teaching';
	isGiven: Truth;
	/** Of the clinic's words; null where it has none of its own. */
	version: number | null;
	/** `phone`: on the client's phone. `spoken`: entered by the therapist in the session. `desk`: entered on the clinic page. */
	how: string;
	session: string | null;
}
