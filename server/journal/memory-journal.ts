import { digestOf } from '../../shared/course.ts';
import type { LoggedEvent } from '../../shared/events.ts';
import { streamKey } from '../../shared/stream.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { redactBody } from './redact.ts';
import { type JournalRow, packEntry, unpackRow, withoutMissing } from './row.ts';

/** A journal that lasts as long as its process: for tests and the simulator. */
export function createMemoryJournal(): Journal {
	const sessions = new Map<string, Map<string, JournalRow[]>>();

	const erased = new Set<string>();

	const keep = (row: JournalRow): void => {
		const streams = sessions.get(row.session) ?? new Map<string, JournalRow[]>();
		sessions.set(row.session, streams);
		const stream = streams.get(streamKey(row)) ?? [];
		streams.set(streamKey(row), stream);
		const at = stream.findLastIndex(({ n }) => n <= row.n);
		if (stream[at]?.n !== row.n) stream.splice(at + 1, 0, row);
	};

	const read = (session: string): readonly LoggedEvent[] => {
		const streams = [...(sessions.get(session)?.values() ?? [])];
		return streams.flatMap((stream) => withoutMissing(stream).map(unpackRow));
	};

	return {
		async append(entries) {
			const unkept: JournalEntry[] = [];
			for (const entry of entries) {
				const row = packEntry(entry);
				if (row && !erased.has(row.session)) keep(row);
				else unkept.push(entry);
			}
			return unkept;
		},
		read: async (session) => read(session),
		async *pages(session) {
			yield read(session);
		},
		digest: async (session) => digestOf(read(session)),
		async erase(session) {
			sessions.delete(session);
			erased.add(session);
		},
		async redact(session) {
			const streams = sessions.get(session) ?? new Map<string, JournalRow[]>();
			for (const [key, rows] of streams) {
				const redacted = rows.map((row) => {
					const event = unpackRow(row);
					return packEntry({ session, event: { ...event, body: redactBody(event.body) } }) ?? row;
				});
				streams.set(key, redacted);
			}
		},
		async close() {},
	};
}
