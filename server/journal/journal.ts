import type { SessionDigest } from '../../shared/course.ts';
import type { LoggedEvent } from '../../shared/events.ts';

/** An event with the session it belongs to. Its identity is (session, writer, lane, n). */
export interface JournalEntry {
	readonly session: string;
	readonly event: LoggedEvent;
}

/**
 * The durable log of all sessions.
 *
 * `append` resolves after a real fsync of everything it was given, with the entries that could not be kept while the
 * others were (a batch that fails is retried one by one, so that one entry cannot stop the rest). It is idempotent: an
 * identity that is there already stays as it is. It rejects, with nothing kept, when the store can't be written.
 * Appends given while a commit is under way are committed together with the next one.
 */
export interface Journal {
	append(entries: readonly JournalEntry[]): Promise<readonly JournalEntry[]>;
	/** The session's events, each stream in its order without a missing n. */
	read(session: string): Promise<readonly LoggedEvent[]>;
	/**
	 * The same a page at a time, each read when it is asked for, so that nobody has to hold a long session, and a commit waits
	 * for one page at most. What is appended meanwhile may be in it. Rejects where the session is erased meanwhile.
	 */
	pages(session: string): AsyncIterable<readonly LoggedEvent[]>;
	/**
	 * What a course of treatment tells of the session: worked out where no commit and no relaying waits for it, and kept beside
	 * its events, with which it goes.
	 */
	digest(session: string): Promise<SessionDigest>;
	/** Takes every event of the session out of the store, for good: what is appended to it later is not kept. */
	erase(session: string): Promise<void>;
	/** Takes out of the session's events what a person wrote freely (redact.ts), for good. */
	redact(session: string): Promise<void>;
	close(): Promise<void>;
}
