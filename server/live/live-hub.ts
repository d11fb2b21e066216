import type { LoggedEvent } from '../../shared/events.ts';
import type { ClientChoice, DownFrame } from '../../shared/protocol.ts';

export interface OpenSession {
	readonly id: string;
	readonly clinic: string;
	readonly member: string;
	readonly startedAt: number;
	readonly clientName: string | null;
	/** The client it was started for, where that one has a record already. */
	readonly client: string | null;
}

/** One page's line to the server, whatever carries it. */
export interface Connection {
	send(frame: DownFrame): void;
	close(): void;
}

/** What the rest of the server may ask of the live line. */
export interface LiveHub {
	/** Starts a session and answers the token of its therapist's seat. */
	start(request: {
		readonly id: string;
		readonly clinic: string;
		readonly member: string;
		readonly client: ClientChoice;
		readonly clientName: string;
		readonly isTest: boolean;
	}): Promise<string>;
	open(clinic: string): readonly OpenSession[];
	find(session: string): OpenSession | undefined;
	/** A fresh token for the therapist's seat; null where the session is not open. */
	grant(session: string, member: string): Promise<string | null>;
	/**
	 * A fresh token for an observer's place, which waits for the client's yes; any earlier one of this member's is taken
	 * out. `refused`: the client said no to this member in this session; null where it is not open, or has ended.
	 * @param name what the client's and the therapist's screens call them
	 */
	askToFollow(session: string, member: string, name: string): Promise<{ readonly token: string } | 'refused' | null>;
	/** A fresh code and ticket, those before being spent; null where the session is not open. */
	issueCode(session: string): { readonly code: string; readonly ticket: string; readonly expiresAt: number } | null;
	/** Spends a code or ticket. One neutral null for wrong, used, expired and limited ones. */
	join(
		credential: string,
		address: string,
	): Promise<{ readonly session: string; readonly token: string; readonly words: string } | null>;
	/** Handles one raw frame of a connection; the first must be `hello`. False: it was no frame of the protocol. */
	handle(connection: Connection, raw: unknown): boolean;
	disconnect(connection: Connection): void;
	/** The second road (W9): answers what `down` would, within 1.5 s. Null for an unknown token. */
	say(raw: unknown): Promise<readonly DownFrame[] | null>;
	/** The owner's or therapist's end, from outside a page of the session. */
	end(session: string): boolean;
	/** The events held in memory, recorded or not, each stream without a missing n; null where the session is not open. */
	events(session: string): readonly LoggedEvent[] | null;
	/** Ends the line of every device of this member, before it answers (sign-out, disabled). */
	dropMember(member: string): void;
	/** Closes the session for good, without a trace in memory: after an erasing. */
	forget(session: string): void;
	tick(): void;
	close(): Promise<void>;
}
