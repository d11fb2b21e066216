import type { Lane, WrittenEvent } from '../../shared/events.ts';

/** An unacknowledged event with the writer and lane it belongs to. */
export interface OutboxEntry {
	readonly writer: string;
	readonly lane: Lane;
	readonly event: WrittenEvent;
}

/**
 * Where a page keeps what is not yet acknowledged, for one seat of one session; it outlives the page's load.
 * A method rejects when the browser refuses; the link then goes on in memory and says so.
 */
export interface OutboxStore {
	load(): Promise<{ readonly entries: readonly OutboxEntry[]; readonly lastServerAt: number }>;
	put(entries: readonly OutboxEntry[], serverAt: number): Promise<void>;
	/** Takes out the stream's events up to and including n. */
	remove(writer: string, lane: Lane, upTo: number): Promise<void>;
	wipe(): Promise<void>;
}
