import type { Seat } from '../../shared/events.ts';
import type { ClientChoice, Recording } from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';

export interface StoredSession {
	readonly id: string;
	readonly clinic: string;
	/** The member whose session it is. */
	readonly member: string;
	readonly startedAt: number;
	readonly endedAt: number | null;
	readonly sealedAt: number | null;
	/** `not-recording` is a state of the disk and is never stored. */
	readonly recording: Exclude<Recording, 'not-recording'>;
	/** Practice of the staff: may be deleted. */
	readonly isTest: boolean;
}

/** A device's right to a seat. Its token is kept as a hash only. */
export interface StoredDevice {
	readonly id: string;
	readonly session: string;
	readonly seat: Seat;
	/** The member who holds it; null for a client's phone. */
	readonly member: string | null;
	readonly tokenHash: string;
	/** What the other screens call it: of a phone two words to compare, of an observer the member's name. */
	readonly words: string;
	/** `draining`: another device took the seat; it may hand in what it holds, and nothing else (W10). */
	readonly standing: 'asking' | 'admitted' | 'draining' | 'removed';
	readonly hasSaidBye: boolean;
}

/** What a list shows of a session without opening it. */
export interface SessionDigest {
	readonly points: readonly string[];
	/** Tenths; null where nothing was rated. */
	readonly peak: number | null;
	readonly stops: number;
	/** The client's own band and edge as they stood last; absent where the client never set them. */
	readonly band?: Band;
}

/** What the live line keeps in the clinic's store: read at start, written behind. */
export interface LiveStore {
	/** Sessions that are not sealed, with their devices. */
	loadOpen(): Promise<{ readonly sessions: readonly StoredSession[]; readonly devices: readonly StoredDevice[] }>;
	insertSession(session: StoredSession): Promise<void>;
	saveSession(session: StoredSession): Promise<void>;
	/**
	 * Called when the journal opens: from here on the session has a client. `words`: the version of the clinic's words
	 * for recording that the phone showed. Answers the client's id.
	 */
	saveClient(session: string, choice: ClientChoice, words?: number | null): Promise<string>;
	saveDevice(device: StoredDevice): Promise<void>;
	/** Seat rows stand until sealed. */
	deleteDevices(session: string): Promise<void>;
	saveDigest(session: string, digest: SessionDigest): Promise<void>;
	/** Takes out everything about what was recorded in this session but the row of a live-only one. */
	eraseRecord(session: string): Promise<void>;
}
