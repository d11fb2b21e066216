import type { Journal, JournalEntry } from '../../server/journal/journal.ts';
import { createMemoryJournal } from '../../server/journal/memory-journal.ts';
import { settle } from './hand-wire.ts';

/** A journal whose commits are done by hand. */
export interface HandJournal extends Journal {
	/** The batches that wait for a commit, as the kinds in them. */
	waiting(): readonly (readonly string[])[];
	/** Commits what waits, and what follows from that. */
	commit(): Promise<void>;
	/** The disk refuses what waits. */
	refuse(): Promise<void>;
	/** From here on: by hand, at once, or refused at once. */
	setMood(mood: 'by-hand' | 'quick' | 'broken'): void;
	/** Entries that can't be kept while others are. */
	setUnkept(isUnkept: (entry: JournalEntry) => boolean): void;
	/** The kinds kept of a session. */
	kinds(session: string): Promise<readonly string[]>;
}

interface Waiting {
	readonly entries: readonly JournalEntry[];
	readonly resolve: (unkept: readonly JournalEntry[]) => void;
	readonly reject: (problem: Error) => void;
}

export function createHandJournal(): HandJournal {
	const memory = createMemoryJournal();
	let waiting: Waiting[] = [];
	let mood: 'by-hand' | 'quick' | 'broken' = 'by-hand';
	let isUnkept = (_entry: JournalEntry) => false;

	const keep = async (entries: readonly JournalEntry[]): Promise<readonly JournalEntry[]> => {
		await memory.append(entries.filter((entry) => !isUnkept(entry)));
		return entries.filter(isUnkept);
	};
	const takeWaiting = () => {
		const taken = waiting;
		waiting = [];
		return taken;
	};

	return {
		...memory,
		append(entries) {
			if (mood === 'quick') return keep(entries);
			if (mood === 'broken') return Promise.reject(new Error('the disk is full'));
			return new Promise((resolve, reject) => {
				waiting.push({ entries, resolve, reject });
			});
		},
		waiting: () => waiting.map(({ entries }) => entries.map(({ event }) => event.body.kind)),
		async commit() {
			for (const { entries, resolve } of takeWaiting()) resolve(await keep(entries));
			await settle();
		},
		refuse() {
			for (const { reject } of takeWaiting()) reject(new Error('the disk is full'));
			return settle();
		},
		setMood(next) {
			mood = next;
		},
		setUnkept(next) {
			isUnkept = next;
		},
		kinds: async (session) => (await memory.read(session)).map(({ body }) => body.kind),
	};
}
