import type { Code } from '../../shared/codes.ts';
import type { WordsAtChoice } from '../../shared/consent-api.ts';
import type { LoggedEvent } from '../../shared/events.ts';
import type { Recording, UpFrameOf } from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';
import type { Journal } from '../journal/journal.ts';
import type { Connection } from './live-hub.ts';
import type { StoredDevice } from './live-store.ts';

/** What a session tells its keeper: facts that outlive it in the clinic's store. */
export interface SessionKeeper {
	/** The client chose to be recorded: write whom the session is for, and by which words they chose. */
	saveClient(): Promise<void>;
	saveRecording(recording: Extract<Recording, 'recorded' | 'withdrawn'>): Promise<void>;
	/** The client chose live only: nothing but the session's row stays. Tried until it succeeds. */
	saveLiveOnly(): void;
	saveEnded(endedAt: number | null): void;
	sealed(at: number): void;
	devices(): readonly StoredDevice[];
	saveDevice(device: StoredDevice): void;
	/** Deletes what was recorded, after withdrawing. */
	eraseRecord(): Promise<void>;
	clientName(): string | null;
	/** The client's own of last time; null where none is known. */
	lastBand(): Band | null;
	/** The clinic's own, in force when the phone came. */
	consentWords(): WordsAtChoice;
	setClient(client: NonNullable<UpFrameOf<'hello'>['client']>): void;
	/** A page sent what its seat may not write, or other content under a recorded identity. */
	forged(device: string, code: Extract<Code, 'forbidden' | 'conflict'>): void;
	trouble(problem: unknown): void;
}

export interface LiveSessionParts {
	readonly id: string;
	readonly journal: Journal;
	readonly keeper: SessionKeeper;
	/** The server's clock: the wall clock as read once, gone on by the monotonic one (W12), ms. */
	readonly now: () => number;
	readonly randomId: () => string;
	readonly queueLimitBytes?: number;
}

/** What an earlier process left of a session. */
export interface SessionRest {
	readonly events: readonly LoggedEvent[];
	readonly recording: Exclude<Recording, 'not-recording'>;
}

/** The last word on a connection. */
export function over(connection: Connection, code: Code): void {
	connection.send({ t: 'over', code });
	connection.close();
}
