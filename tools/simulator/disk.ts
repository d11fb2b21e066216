import type { OutboxEntry, OutboxStore } from '../../client/link/outbox.ts';
import type { Journal, JournalEntry } from '../../server/journal/journal.ts';
import type { LiveStore, SessionDigest, StoredDevice, StoredSession } from '../../server/live/live-store.ts';
import { eventKey, type LoggedEvent } from '../../shared/events.ts';
import { type StreamId, streamKey } from '../../shared/stream.ts';

/** What survives: rows written, and of these the rows that are fsynced. A crash loses neither, a power cut the rest. */
export interface SimDisk {
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
	rows(session: string): readonly LoggedEvent[];
	/** By event key. */
	durable(): ReadonlyMap<string, LoggedEvent>;
	/** The last n of a stream that is fsynced without a missing one. */
	durableHead(stream: StreamId): number;
	isIdle(): boolean;
}

interface Job {
	readonly entries: readonly JournalEntry[];
	isWritten: boolean;
	readonly resolve: (notKept: readonly JournalEntry[]) => void;
	readonly reject: (problem: Error) => void;
}

const rowKey = ({ session, event }: JournalEntry) => `${session}/${eventKey(event)}`;

export function createSimDisk(): SimDisk {
	let written = new Map<string, JournalEntry>();
	let synced = new Map<string, JournalEntry>();
	let copy: Map<string, JournalEntry> | null = null;
	let jobs: Job[] = [];
	let isFull = false;
	const heads = new Map<string, number>();
	let headsOf: Map<string, JournalEntry> | null = null;

	const rowsOf = (session: string) =>
		[...written.values()].filter((row) => row.session === session).map(({ event }) => event);

	return {
		journal: () => ({
			append: (entries) =>
				new Promise((resolve, reject) => {
					jobs.push({ entries, isWritten: false, resolve, reject });
				}),
			read: async (session) => rowsOf(session),
			async erase(session) {
				for (const rows of [written, synced]) {
					for (const [key, row] of rows) if (row.session === session) rows.delete(key);
				}
				headsOf = null;
			},
			close: async () => undefined,
		}),
		work() {
			const job = jobs[0];
			if (!job) return;
			if (!job.isWritten && isFull) {
				jobs.shift();
				job.reject(new Error('the disk is full'));
			} else if (!job.isWritten) {
				job.isWritten = true;
				for (const entry of job.entries) if (!written.has(rowKey(entry))) written.set(rowKey(entry), entry);
			} else {
				jobs.shift();
				synced = new Map(written);
				job.resolve([]);
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
		rows: rowsOf,
		durable: () => new Map([...synced].map(([key, { event }]) => [key.slice(key.indexOf('/') + 1), event])),
		durableHead(stream) {
			if (headsOf !== synced) {
				headsOf = synced;
				heads.clear();
				const counts = [...synced.values()].map(({ event }) => event).sort((a, b) => a.n - b.n);
				for (const event of counts) {
					const key = streamKey(event);
					if (event.n === (heads.get(key) ?? 0) + 1) heads.set(key, event.n);
				}
			}
			return heads.get(streamKey(stream)) ?? 0;
		},
		isIdle: () => jobs.length === 0,
	};
}

/** The clinic's store, as far as the live line needs it; each write is durable when it answers. */
export interface SimStore extends LiveStore {
	readonly clients: ReadonlyMap<string, string>;
	session(id: string): StoredSession | undefined;
	readonly erased: ReadonlySet<string>;
}

export function createSimStore(): SimStore {
	const sessions = new Map<string, StoredSession>();
	const devices = new Map<string, StoredDevice>();
	const clients = new Map<string, string>();
	const digests = new Map<string, SessionDigest>();
	const erased = new Set<string>();
	return {
		clients,
		erased,
		session: (id) => sessions.get(id),
		async loadOpen() {
			return {
				sessions: [...sessions.values()].filter(({ sealedAt }) => sealedAt === null),
				devices: [...devices.values()],
			};
		},
		async insertSession(session) {
			sessions.set(session.id, session);
		},
		async saveSession(session) {
			sessions.set(session.id, session);
		},
		async saveClient(session, choice) {
			clients.set(session, 'id' in choice ? choice.id : choice.name);
			return session;
		},
		async saveDevice(device) {
			devices.set(device.id, device);
		},
		async deleteDevices(session) {
			for (const [id, device] of devices) if (device.session === session) devices.delete(id);
		},
		async saveDigest(session, digest) {
			digests.set(session, digest);
		},
		async eraseRecord(session) {
			erased.add(session);
			clients.delete(session);
			digests.delete(session);
		},
	};
}

/** A browser's store: what was asked is done a little later, and lost if the page dies before. */
export interface SimOutbox extends OutboxStore {
	work(): void;
	/** The page is gone; what was not yet done is not. */
	die(): void;
	/** The event keys that would be lost if the page died now. */
	isIdle(): boolean;
	keys(): ReadonlySet<string>;
	readonly entries: ReadonlyMap<string, OutboxEntry>;
}

export function createSimOutbox(): SimOutbox {
	const entries = new Map<string, OutboxEntry>();
	let jobs: { readonly run: () => void; readonly resolve: () => void }[] = [];
	let lastServerAt = 0;
	const later = (run: () => void) => new Promise<void>((resolve) => jobs.push({ run, resolve }));
	const keyOf = ({ writer, lane, event }: OutboxEntry) => eventKey({ writer, lane, n: event.n });
	return {
		entries,
		keys: () => new Set(entries.keys()),
		load: async () => ({ entries: [...entries.values()], lastServerAt }),
		put: (given, serverAt) =>
			later(() => {
				for (const entry of given) entries.set(keyOf(entry), entry);
				lastServerAt = serverAt;
			}),
		remove: (writer, lane, upTo) =>
			later(() => {
				for (const [key, entry] of entries) {
					if (entry.writer === writer && entry.lane === lane && entry.event.n <= upTo) entries.delete(key);
				}
			}),
		wipe: () => later(() => entries.clear()),
		work() {
			const job = jobs.shift();
			job?.run();
			job?.resolve();
		},
		die() {
			jobs = [];
		},
		isIdle: () => jobs.length === 0,
	};
}
