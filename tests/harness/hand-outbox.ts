import type { OutboxEntry, OutboxStore } from '../../client/link/outbox.ts';

/** A stored outbox in memory: what it holds outlives the page that wrote it. */
export interface HandOutbox extends OutboxStore {
	readonly entries: readonly OutboxEntry[];
	/** What was asked of it, in order. */
	readonly asked: readonly string[];
	/** From here on the browser refuses, or nothing is ever answered. */
	setMood(mood: 'refuses' | 'silent'): void;
}

export function createHandOutbox(left: readonly OutboxEntry[] = [], lastServerAt = 0): HandOutbox {
	let entries = [...left];
	let clock = lastServerAt;
	let mood: 'well' | 'refuses' | 'silent' = 'well';
	const asked: string[] = [];
	const answer = async (what: string, act: () => void): Promise<void> => {
		asked.push(what);
		if (mood === 'refuses') throw new Error('no room');
		act();
		if (mood === 'silent') await new Promise(() => undefined);
	};
	const isUpTo = (entry: OutboxEntry, writer: string, lane: string, n: number) =>
		entry.writer === writer && entry.lane === lane && entry.event.n <= n;

	return {
		get entries() {
			return entries;
		},
		asked,
		setMood(next) {
			mood = next;
		},
		async load() {
			await answer('load', () => undefined);
			return { entries, lastServerAt: clock };
		},
		put: (added, serverAt) =>
			answer(`put ${added.map(({ lane, event }) => `${lane} ${event.n}`).join(', ')}`, () => {
				entries = [...entries, ...added];
				clock = serverAt;
			}),
		remove: (writer, lane, upTo) =>
			answer(`remove ${lane} ${upTo}`, () => {
				entries = entries.filter((entry) => !isUpTo(entry, writer, lane, upTo));
			}),
		wipe: () =>
			answer('wipe', () => {
				entries = [];
				clock = 0;
			}),
	};
}
