import type { OutboxEntry, OutboxStore } from '../../client/link/outbox.ts';
import { eventKey, type Lane } from '../../shared/events.ts';

/** A browser's store, shared by its tabs: what a page asked for is done a little later, and lost if it dies before. */
export interface SimBrowser {
	readonly entries: ReadonlyMap<string, OutboxEntry>;
	/** What stays in the store when every tab has taken out what it asked to take out. */
	staying(): readonly OutboxEntry[];
	/** Some tab of it waits for the store. */
	isBusy(): boolean;
	/** @param refuses the browser takes nothing (private mode, no room) */
	openTab(refuses?: boolean): SimOutbox;
}

export interface SimOutbox extends OutboxStore {
	readonly browser: SimBrowser;
	work(): void;
	/** The page is gone; what was not yet done never will be. */
	die(): void;
	has(key: string): boolean;
	isIdle(): boolean;
}

interface Job {
	readonly run: () => void;
	/** Whether it takes that entry out. */
	readonly drops: (entry: OutboxEntry) => boolean;
	readonly resolve: () => void;
}

const KEEPS = () => false;

export function createSimBrowser(): SimBrowser {
	const entries = new Map<string, OutboxEntry>();
	const queues = new Set<{ jobs: Job[] }>();
	let lastServerAt = 0;
	const keyOf = ({ writer, lane, event }: OutboxEntry) => eventKey({ writer, lane, n: event.n });
	const dropAll = (drops: Job['drops']) => {
		for (const [key, entry] of entries) if (drops(entry)) entries.delete(key);
	};

	const openTab = (refuses = false): SimOutbox => {
		const queue: { jobs: Job[] } = { jobs: [] };
		queues.add(queue);
		const later = (run: () => void, drops: Job['drops'] = KEEPS) =>
			new Promise<void>((resolve, reject) => {
				if (refuses) reject(new Error('the browser refuses'));
				else queue.jobs.push({ run, drops, resolve });
			});
		const drop = (drops: Job['drops']) => later(() => dropAll(drops), drops);
		const tab: SimOutbox = {
			browser,
			has: (key) => entries.has(key),
			isIdle: () => queue.jobs.length === 0,
			async load() {
				// What was asked for before is done before.
				if (queue.jobs.length > 0) await later(() => undefined);
				return { entries: [...entries.values()], lastServerAt };
			},
			put: (given, serverAt) =>
				later(() => {
					for (const entry of given) entries.set(keyOf(entry), entry);
					lastServerAt = serverAt;
				}),
			remove: (writer: string, lane: Lane, upTo: number) =>
				drop((entry) => entry.writer === writer && entry.lane === lane && entry.event.n <= upTo),
			wipe: () => drop(() => true),
			work() {
				const job = queue.jobs.shift();
				job?.run();
				job?.resolve();
			},
			die() {
				queue.jobs = [];
				queues.delete(queue);
			},
		};
		return tab;
	};
	const browser: SimBrowser = {
		entries,
		openTab,
		isBusy: () => [...queues].some(({ jobs }) => jobs.length > 0),
		staying() {
			const jobs = [...queues].flatMap((queue) => queue.jobs);
			return [...entries.values()].filter((entry) => !jobs.some(({ drops }) => drops(entry)));
		},
	};
	return browser;
}
