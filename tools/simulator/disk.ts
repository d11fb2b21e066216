import type { Journal, JournalEntry } from '../../server/journal/journal.ts';
import { digestOf } from '../../shared/course.ts';
import { eventKey, type LoggedEvent } from '../../shared/events.ts';
import { type StreamId, streamKey } from '../../shared/stream.ts';

/** What survives: rows written, and of these the rows that are fsynced. A crash loses neither, a power cut the rest. */
export interface SimDisk {
	/** Opens the store. Opening it makes durable what it then reads: a crash may have left rows written and not fsynced. */
	journal(): Journal;
	/** Does the next piece of disk work: write a batch, or fsync and answer it. */
	work(): void;
	/** The process is gone: what it waited for is never answered. */
	crash(): void;
	cutPower(): void;
	setFull(isFull: boolean): void;
	/** An older copy of the store takes its place. */
	backup(): void;
	restore(): boolean;
	hasRows(): boolean;
	/** A session's rows were taken out once. */
	wasErased(): boolean;
	/** In the order they were first written. */
	rows(): readonly LoggedEvent[];
	/** What is fsynced. */
	durable(): readonly LoggedEvent[];
	/** The last n of a stream that is fsynced without a missing one. */
	durableHead(stream: StreamId): number;
	isIdle(): boolean;
}

type Rows = Map<string, JournalEntry>;

interface Job {
	/** Rows to write; null takes every row of the session out. */
	readonly entries: readonly JournalEntry[] | null;
	isWritten: boolean;
	readonly resolve: () => void;
	readonly reject: (problem: Error) => void;
}

export function createSimDisk(): SimDisk {
	let written: Rows = new Map();
	let synced: Rows = new Map();
	let copy: Rows | null = null;
	let jobs: Job[] = [];
	let isFull = false;
	let isErased = false;
	let heads: { readonly of: Rows; readonly known: ReadonlyMap<string, number> } | null = null;

	const queue = (entries: Job['entries']) =>
		new Promise<void>((resolve, reject) => {
			jobs.push({ entries, isWritten: false, resolve, reject });
		});
	const eventsOf = (rows: Rows) => [...rows.values()].map(({ event }) => event);

	const journal: Journal = {
		async append(entries) {
			await queue(entries);
			return [];
		},
		read: async () => eventsOf(written),
		async *pages() {
			yield eventsOf(written);
		},
		digest: async () => digestOf(eventsOf(written)),
		erase: () => queue(null),
		redact: () => Promise.reject(new Error('nothing is redacted here')),
		close: async () => undefined,
	};

	const write = ({ entries }: Job) => {
		if (!entries) {
			written = new Map();
			isErased = true;
		}
		for (const entry of entries ?? []) {
			const key = eventKey(entry.event);
			if (!written.has(key)) written.set(key, entry);
		}
	};

	return {
		journal() {
			synced = new Map(written);
			return journal;
		},
		work() {
			const [job] = jobs;
			if (!job) return;
			if (!job.isWritten && isFull) {
				jobs.shift();
				job.reject(new Error('the disk is full'));
			} else if (!job.isWritten) {
				job.isWritten = true;
				write(job);
			} else {
				jobs.shift();
				synced = new Map(written);
				job.resolve();
			}
		},
		crash() {
			jobs = [];
		},
		cutPower() {
			jobs = [];
			written = new Map(synced);
		},
		setFull(next) {
			isFull = next;
		},
		backup() {
			copy = new Map(synced);
		},
		restore() {
			if (!copy) return false;
			jobs = [];
			written = new Map(copy);
			synced = new Map(copy);
			return true;
		},
		wasErased: () => isErased,
		hasRows: () => written.size > 0,
		rows: () => eventsOf(written),
		durable: () => eventsOf(synced),
		durableHead(stream) {
			if (heads?.of !== synced) heads = { of: synced, known: headsOf(eventsOf(synced)) };
			return heads.known.get(streamKey(stream)) ?? 0;
		},
		isIdle: () => jobs.length === 0,
	};
}

function headsOf(events: readonly LoggedEvent[]): ReadonlyMap<string, number> {
	const heads = new Map<string, number>();
	for (const event of [...events].sort((a, b) => a.n - b.n)) {
		const key = streamKey(event);
		if (event.n === (heads.get(key) ?? 0) + 1) heads.set(key, event.n);
	}
	return heads;
}
