import type { MessagePort } from 'node:worker_threads';
import type { SessionDigest } from '../../shared/course.ts';
import type { LoggedEvent } from '../../shared/events.ts';
import { WorkerFailure } from '../worker-failure.ts';
import { openWorkerLine, type WorkerLine } from '../worker-line.ts';
import type { DigestRequest } from './digest-worker.ts';
import type { Journal, JournalEntry } from './journal.ts';
import {
	type DigestAnswer,
	type JournalRequest,
	type JournalWorkerData,
	MOST_READ,
	type ReadPage,
	type ReadPlace,
} from './requests.ts';
import { createUnpacker, type JournalRow, packEntry } from './row.ts';

/** Events that go into one transaction at most, unless one append alone is larger. */
const MOST_ROWS = 5_000;

interface AppendJob {
	readonly op: 'append';
	readonly entries: readonly JournalEntry[];
	readonly resolve: (unkept: readonly JournalEntry[]) => void;
	readonly reject: (error: unknown) => void;
}
interface OtherJob {
	readonly op: 'other';
	readonly run: () => Promise<void>;
}

/**
 * A journal in one SQLite file, reached through a worker thread: this thread never waits for the disk.
 * Rejects with a sentence when the file is damaged, too new, or not written through to the disk.
 */
export async function openSqliteJournal(options: {
	readonly file: string;
	/** For tests: the port of createFaultControls. */
	readonly faults?: MessagePort;
}): Promise<Journal> {
	const data: JournalWorkerData = options;
	const farewell: JournalRequest = { op: 'close' };
	const script = new URL('./sqlite-worker.ts', import.meta.url);
	const transfer = options.faults ? [options.faults] : [];
	const line = await openWorkerLine({ script, data, transfer, farewell });
	const queue = createQueue(line);
	const digests = createDigests(options.file);
	/** How often something was taken out: what was worked out before is not kept after. */
	let changes = 0;
	const change = async (op: 'erase' | 'redact', session: string): Promise<void> => {
		try {
			await line.ask({ op, session });
		} finally {
			changes += 1;
		}
	};
	const digestOf = async (session: string): Promise<SessionDigest> => {
		const before = changes;
		const { digest, size, isKept } = await digests.read(session);
		const keep = async () => {
			if (changes === before) await line.ask({ op: 'keep', session, digest, size });
		};
		// Where the disk refuses it, it is worked out again.
		if (!isKept) queue.inTurn(keep).catch(() => undefined);
		return JSON.parse(digest) as SessionDigest;
	};
	const pages = (session: string) =>
		pagesOf((after) => queue.inTurn(async () => (await line.ask({ op: 'read', session, after })) as ReadPage));
	return {
		append: (entries) =>
			new Promise((resolve, reject) => {
				queue.push({ op: 'append', entries, resolve, reject });
			}),
		read: async (session) => (await Array.fromAsync(pages(session))).flat(),
		pages,
		digest: digestOf,
		erase: (session) => queue.inTurn(() => change('erase', session)),
		redact: (session) => queue.inTurn(() => change('redact', session)),
		close: () =>
			queue.inTurn(async () => {
				await digests.close();
				await line.close();
			}),
	};
}

/** A second worker, which only reads: begun with the first question, since many a server never asks one. */
function createDigests(file: string) {
	let opening: Promise<WorkerLine> | null = null;
	let isClosed = false;
	const ask = async (request: DigestRequest): Promise<unknown> => {
		if (isClosed) throw new WorkerFailure({ code: 'closed', message: 'This store is closed.' });
		const data: JournalWorkerData = { file };
		const farewell: DigestRequest = { op: 'close' };
		opening ??= openWorkerLine({ script: new URL('./digest-worker.ts', import.meta.url), data, farewell });
		const line = await opening.catch((problem: unknown) => {
			opening = null;
			throw problem;
		});
		return line.ask(request);
	};
	return {
		read: async (session: string) => (await ask({ op: 'digest', session })) as DigestAnswer,
		async close() {
			isClosed = true;
			const line = await opening?.catch(() => null);
			await line?.close();
		},
	};
}

/** Jobs in their order, one at a time; neighbouring appends are committed together. */
function createQueue(line: WorkerLine) {
	const jobs: (AppendJob | OtherJob)[] = [];
	let isBusy = false;

	const next = (): Promise<void> => {
		const job = jobs[0];
		if (job?.op === 'append') return commit(line, takeAppends(jobs));
		jobs.shift();
		return job?.run() ?? Promise.resolve();
	};
	const drain = async (): Promise<void> => {
		if (isBusy) return;
		isBusy = true;
		while (jobs.length > 0) await next();
		isBusy = false;
	};
	const push = (job: AppendJob | OtherJob): void => {
		jobs.push(job);
		void drain();
	};
	const inTurn = <T>(ask: () => Promise<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			push({ op: 'other', run: () => ask().then(resolve, reject) });
		});
	return { push, inTurn };
}

/** The appends at the head of the queue, up to what one transaction takes. */
function takeAppends(jobs: (AppendJob | OtherJob)[]): readonly AppendJob[] {
	const taken: AppendJob[] = [];
	let rows = 0;
	for (let job = jobs[0]; job?.op === 'append'; job = jobs[0]) {
		rows += job.entries.length;
		if (taken.length > 0 && rows > MOST_ROWS) break;
		taken.push(job);
		jobs.shift();
	}
	return taken;
}

/** Commits these appends in one transaction, and answers each with what of it could not be kept. */
async function commit(line: WorkerLine, appends: readonly AppendJob[]): Promise<void> {
	const entries = appends.flatMap((append) => append.entries);
	const packed = entries.map(packEntry);
	const kept = packed.flatMap((row, place) => (row ? [{ row, place }] : []));
	const unkept = new Set(packed.flatMap((row, place) => (row ? [] : [place])));
	try {
		const rows: readonly JournalRow[] = kept.map(({ row }) => row);
		const refused = rows.length === 0 ? [] : ((await line.ask({ op: 'append', rows })) as readonly number[]);
		for (const place of refused) unkept.add(kept[place]?.place ?? -1);
	} catch (error) {
		for (const { reject } of appends) reject(error);
		return;
	}
	let first = 0;
	for (const append of appends) {
		const from = first;
		append.resolve(append.entries.filter((_, place) => unkept.has(from + place)));
		first += append.entries.length;
	}
}

/** @param ask one page, when it is this reading's turn */
async function* pagesOf(ask: (after: ReadPlace) => Promise<ReadPage>): AsyncGenerator<readonly LoggedEvent[], void> {
	const unpack = createUnpacker();
	for (let after: ReadPlace = { key: 0, n: 0 }; ; ) {
		const page = await ask(after);
		yield unpack(page);
		const last = page.rows.at(-1);
		if (!last || page.rows.length < MOST_READ) return;
		after = { key: last[0], n: last[1] };
	}
}
