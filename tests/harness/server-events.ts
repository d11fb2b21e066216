import type { JournalEntry } from '../../server/journal/journal.ts';
import type { KnownBody, Lane, LoggedEvent, Seat } from '../../shared/events.ts';

const ID_LENGTH = 22;

/** An id of the right form, readable in a failure: the name, filled up. */
export function idNamed(name: string): string {
	return name
		.replaceAll(/[^A-Za-z0-9_-]/g, '-')
		.padEnd(ID_LENGTH, '0')
		.slice(0, ID_LENGTH);
}

/** 2026-01-05 09:00 UTC. */
export const NINE = 1_767_603_600_000;

export function eventOf(parts: {
	readonly n: number;
	readonly body: KnownBody;
	readonly writer?: string;
	readonly lane?: Lane;
	readonly seat?: Seat;
	readonly at?: number;
}): LoggedEvent {
	const at = parts.at ?? NINE + parts.n;
	return {
		writer: parts.writer ?? idNamed('phone'),
		lane: parts.lane ?? 'flow',
		seat: parts.seat ?? 'client',
		n: parts.n,
		at,
		arrivedAt: at + 3,
		body: parts.body,
	};
}

/** Ratings n = `from` to `to` of one phone's flow lane. */
export function ratings(session: string, from: number, to: number, writer = idNamed('phone')): readonly JournalEntry[] {
	return Array.from({ length: to - from + 1 }, (_, i) => ({
		session,
		event: eventOf({ n: from + i, writer, body: { kind: 'rating', value: (from + i) % 101, touched: true } }),
	}));
}
