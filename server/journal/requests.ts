import type { MessagePort } from 'node:worker_threads';
import type { JournalRow } from './row.ts';

export interface JournalWorkerData {
	readonly file: string;
	readonly faults?: MessagePort;
}

export type JournalRequest =
	/** Answers the places in `rows` of those that could not be kept. */
	| { readonly op: 'append'; readonly rows: readonly JournalRow[] }
	/** Answers the next rows, MOST_READ at most, each stream in order of n. */
	| { readonly op: 'read'; readonly session: string; readonly after: ReadPlace }
	| { readonly op: 'erase' | 'redact'; readonly session: string }
	| { readonly op: 'close' };

/** Where reading goes on: after this row. */
export interface ReadPlace {
	readonly key: number;
	readonly n: number;
}
export type ReadRow = JournalRow & ReadPlace;

/** Rows answered at a time, so that the thread that asked is never long at taking them. */
export const MOST_READ = 5_000;
