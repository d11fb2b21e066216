import type { StreamId } from '../../shared/stream.ts';
import type { OutboxEntry, OutboxStore } from './outbox.ts';

/** `memory` before the client's choice, `stored` while recorded, `wiped` in live only, withdrawn, sealed, erased (W13). */
export type OutboxMode = 'memory' | 'stored' | 'wiped';

/** Keeps the stored outbox in step with the one in memory, without ever making an event wait for it (W2). */
export interface OutboxKeeper {
	load(): Promise<{ readonly entries: readonly OutboxEntry[]; readonly lastServerAt: number }>;
	/** What the store holds by now, other tabs' included; nothing where nothing may be stored. */
	left(): Promise<readonly OutboxEntry[]>;
	put(entries: readonly OutboxEntry[], serverAt: number): void;
	remove(stream: StreamId, upTo: number): void;
	setMode(mode: OutboxMode, serverAt: number): void;
	/** Nothing will ever be taken: also what another tab stored since this one wiped goes. */
	wipe(): void;
	isRefused(): boolean;
}

/**
 * @param held what the page holds unacknowledged
 * @param onRefused the browser refused for the first time
 */
export function createOutboxKeeper(
	store: OutboxStore | null,
	held: () => readonly OutboxEntry[],
	onRefused: () => void,
): OutboxKeeper {
	let mode: OutboxMode = 'memory';
	let isRefused = false;
	const watch = (work: Promise<void>) => {
		work.catch(() => {
			if (isRefused) return;
			isRefused = true;
			onRefused();
		});
	};
	const wipe = () => {
		mode = 'wiped';
		if (store) watch(store.wipe());
	};
	return {
		async load() {
			if (!store) return { entries: [], lastServerAt: 0 };
			try {
				const left = await store.load();
				if (left.entries.length > 0) mode = 'stored';
				return left;
			} catch {
				isRefused = true;
				return { entries: [], lastServerAt: 0 };
			}
		},
		async left() {
			try {
				return store && mode !== 'wiped' ? (await store.load()).entries : [];
			} catch {
				return [];
			}
		},
		put(entries, serverAt) {
			if (store && mode === 'stored') watch(store.put(entries, serverAt));
		},
		remove({ writer, lane }, upTo) {
			if (store && mode !== 'wiped') watch(store.remove(writer, lane, upTo));
		},
		setMode(next, serverAt) {
			if (next === mode) return;
			if (next === 'wiped') return wipe();
			mode = next;
			if (store && mode === 'stored' && held().length > 0) watch(store.put(held(), serverAt));
		},
		wipe,
		isRefused: () => isRefused,
	};
}
