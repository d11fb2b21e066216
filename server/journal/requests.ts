import type { MessagePort } from 'node:worker_threads';
import type { JournalRow } from './row.ts';

export interface JournalWorkerData {
	readonly file: string;
	readonly faults?: MessagePort;
}

export type JournalRequest =
	/** Answers the places in `rows` of those that could not be kept. */
	| { readonly op: 'append'; readonly rows: readonly JournalRow[] }
	/** Answers a page: the next rows, MOST_READ at most, each stream in order of n. */
	| { readonly op: 'read'; readonly session: string; readonly after: ReadPlace }
	| { readonly op: 'erase' | 'redact'; readonly session: string }
	| (WorkedOut & { readonly op: 'keep'; readonly session: string })
	| { readonly op: 'close' };

/** A digest as JSON, and of how many events it was made. */
export interface WorkedOut {
	readonly digest: string;
	readonly size: number;
}
/** What the second worker answers. */
export type DigestAnswer = WorkedOut & { readonly isKept: boolean };

/** Where reading goes on: after this row. */
export interface ReadPlace {
	readonly key: number;
	readonly n: number;
}
/** A page as it crosses to another thread: what is the same of all events of a stream once, and no names of columns. */
export interface ReadPage {
	readonly streams: ReadonlyMap<number, Pick<JournalRow, 'writer' | 'lane' | 'seat'>>;
	readonly rows: readonly ReadRow[];
}
export type ReadRow = readonly [
	key: number,
	n: number,
	at: number,
	arrivedAt: number,
	body: JournalRow['body'],
	practice: JournalRow['practice'],
	of: JournalRow['of'],
];

/** Rows answered at a time, so that the thread that asked is never long at taking them. */
export const MOST_READ = 2_000;
