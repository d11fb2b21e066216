import { streamKey } from '../../shared/stream.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { type JournalRow, packEntry, unpackRow, withoutMissing } from './row.ts';

/** A journal that lasts as long as its process: for tests and the simulator. */
export function createMemoryJournal(): Journal {
	const sessions = new Map<string, Map<string, JournalRow[]>>();

	const keep = (row: JournalRow): void => {
		const streams = sessions.get(row.session) ?? new Map<string, JournalRow[]>();
		sessions.set(row.session, streams);
		const stream = streams.get(streamKey(row)) ?? [];
		streams.set(streamKey(row), stream);
		const at = stream.findLastIndex(({ n }) => n <= row.n);
		if (stream[at]?.n !== row.n) stream.splice(at + 1, 0, row);
	};

	return {
		async append(entries) {
			const unkept: JournalEntry[] = [];
			for (const entry of entries) {
				const row = packEntry(entry);
				if (row) keep(row);
				else unkept.push(entry);
			}
			return unkept;
		},
		async read(session) {
			const streams = [...(sessions.get(session)?.values() ?? [])];
			return streams.flatMap((stream) => withoutMissing(stream).map(unpackRow));
		},
		async erase(session) {
			sessions.delete(session);
		},
		async close() {},
	};
}
