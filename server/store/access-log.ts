import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AccessKind } from '../../shared/access.ts';
import type { AccessHead, AccessVerifyAnswer } from '../../shared/access-api.ts';
import type { Code } from '../../shared/codes.ts';
import { WorkerFailure } from '../worker-failure.ts';
import type { ClinicDb, Tables } from './tables.ts';

/** Something to be noted of a clinic's records. Ids only: names are looked up when the log is shown. */
export interface AccessNote {
	readonly clinic: string;
	readonly what: AccessKind;
	readonly member: string | null;
	/** A member's role, a seat of a session, `key`, `server` or `nobody`. */
	readonly as: string;
	readonly session?: string | null;
	readonly client?: string | null;
	/** A member, invitation or key that something was done to. */
	readonly subject?: string | null;
	readonly code?: Code | null;
	readonly times?: number;
}

export interface AccessLog {
	/**
	 * Resolves when the note is committed; notes given while a commit runs are committed together. While the store can't be
	 * written it resolves too, up to a limit: reading goes on, and the note is committed with the first that succeeds.
	 */
	write(note: AccessNote): Promise<void>;
	/** Notes without anyone waiting; alike ones that wait for the disk together become one with a count. */
	note(note: AccessNote): void;
	/** Resolves when nothing waits; what was held is tried once more. */
	settled(): Promise<void>;
}

type Entry = Selectable<Tables['access']>;

type NewEntry = Omit<Entry, 'n' | 'before' | 'hash'>;

interface Waiting {
	entry: NewEntry;
	readonly resolve: () => void;
	readonly reject: (problem: unknown) => void;
}

/** Entries read or written at a time. */
const RUN = 500;
/** Kinds of notes nobody waits for that may lie in memory while the store can't be written. */
const MOST_WAITING = 1_000;

export function createAccessLog(parts: {
	readonly db: ClinicDb;
	readonly now: () => number;
	readonly onTrouble: (problem: unknown) => void;
}): AccessLog {
	let waiting: Waiting[] = [];
	/** What was answered while the store could not be written. */
	let held: readonly NewEntry[] = [];
	let underWay: Promise<void> | null = null;

	/** Whether it may be kept in memory until the store can be written again. */
	const hold = (problem: unknown, entries: readonly NewEntry[]): boolean => {
		if (isRowFault(problem) || held.length + entries.length > MOST_WAITING) return false;
		held = [...held, ...entries];
		parts.onTrouble(problem);
		return true;
	};
	const commit = async (batch: readonly Waiting[]): Promise<void> => {
		const fresh = batch.map(({ entry }) => entry);
		try {
			await appendAll(parts.db, [...held, ...fresh]);
			held = [];
		} catch (problem) {
			if (!hold(problem, fresh)) {
				for (const { reject } of batch) reject(problem);
				return;
			}
		}
		for (const { resolve } of batch) resolve();
	};
	const drain = async (): Promise<void> => {
		while (waiting.length > 0) {
			const batch = waiting.slice(0, RUN);
			waiting = waiting.slice(RUN);
			await commit(batch);
		}
		underWay = null;
	};
	const push = (one: Waiting): void => {
		waiting.push(one);
		underWay ??= drain();
	};
	const entryOf = (note: AccessNote): NewEntry => {
		const { clinic, what, member, as, session = null, client = null, subject = null, code = null, times = 1 } = note;
		return { clinic, at: parts.now(), what, member, as, session, client, subject, code, times };
	};

	return {
		write: (note) => new Promise((resolve, reject) => push({ entry: entryOf(note), resolve, reject })),
		note(note) {
			const entry = entryOf(note);
			const alike = waiting.find((one) => isAlike(one.entry, entry));
			if (alike) alike.entry = { ...alike.entry, times: alike.entry.times + entry.times };
			else if (waiting.length < MOST_WAITING) push({ entry, resolve: () => undefined, reject: parts.onTrouble });
		},
		async settled() {
			await underWay;
			if (held.length > 0) await commit([]);
		},
	};
}

/** The fault lies in what was to be written: trying again would not help. */
function isRowFault(problem: unknown): boolean {
	return problem instanceof WorkerFailure && problem.code.startsWith('SQLITE_CONSTRAINT');
}

const isAlike = (a: NewEntry, b: NewEntry): boolean =>
	(['clinic', 'what', 'member', 'as', 'session', 'client', 'subject', 'code'] as const).every(
		(key) => a[key] === b[key],
	);

function appendAll(db: ClinicDb, entries: readonly NewEntry[]): Promise<void> {
	return db.transaction().execute(async (trx) => {
		for (const [clinic, own] of Map.groupBy(entries, (entry) => entry.clinic)) {
			let head = await readAccessHead(trx, clinic);
			const rows: Entry[] = [];
			for (const entry of own) {
				const linked = { ...entry, n: (head?.n ?? 0) + 1, before: head?.hash ?? '' };
				head = { n: linked.n, hash: hashOf(linked) };
				rows.push({ ...linked, hash: head.hash });
			}
			await trx.insertInto('access').values(rows).execute();
		}
	});
}

/** What an entry is, in one fixed order, with the hash of the entry before. */
function hashOf(entry: Omit<Entry, 'hash'>): string {
	const { before, clinic, n, at, what, member, as, session, client, subject, code, times } = entry;
	const facts = [before, clinic, n, at, what, member, as, session, client, subject, code, times];
	return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** The newest entry of a clinic's log. */
export async function readAccessHead(db: ClinicDb, clinic: string): Promise<AccessHead | null> {
	const row = await db
		.selectFrom('access')
		.select(['n', 'hash'])
		.where('clinic', '=', clinic)
		.orderBy('n', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row ?? null;
}

/** Reads a clinic's whole log, oldest first. */
export async function* readAccess(db: ClinicDb, clinic: string): AsyncIterable<Entry> {
	let after = 0;
	for (;;) {
		const rows = await db
			.selectFrom('access')
			.selectAll()
			.where('clinic', '=', clinic)
			.where('n', '>', after)
			.orderBy('n')
			.limit(RUN)
			.execute();
		yield* rows;
		const last = rows.at(-1);
		if (!last || rows.length < RUN) return;
		after = last.n;
	}
}

/**
 * Whether every entry of a clinic's log is as it was written, in its place, none missing. Entries cut off the end show
 * only against `known`, a head that was kept elsewhere.
 */
export async function verifyAccess(
	db: ClinicDb,
	clinic: string,
	known: AccessHead | null = null,
): Promise<AccessVerifyAnswer> {
	let head: AccessHead | null = null;
	let firstWrong: number | null = null;
	for await (const entry of readAccess(db, clinic)) {
		const n = (head?.n ?? 0) + 1;
		const isRight = entry.n === n && entry.before === (head?.hash ?? '') && entry.hash === hashOf(entry);
		const isKnown = known === null || known.n !== n || known.hash === entry.hash;
		if (!isRight || !isKnown) firstWrong ??= n;
		head = { n: entry.n, hash: entry.hash };
	}
	const entries = head?.n ?? 0;
	if (known !== null && known.n > entries) firstWrong ??= entries + 1;
	return { isWhole: firstWrong === null, firstWrong, entries, head };
}
