import type { Body, EventId, Lane, LoggedEvent, Seat } from '../../shared/events.ts';
import { readBody } from '../../shared/events.ts';
import { RATING_MAX, RATING_MIN } from '../../shared/scale.ts';
import type { JournalEntry } from './journal.ts';
import type { ReadPage } from './requests.ts';

/**
 * An entry as it is stored: flat, so that it crosses to a worker cheaply. `of` is JSON, and so is `body`, unless it is a
 * rating: then it is the number 2 × value + (touched ? 1 : 0), a third of the size for nearly all that is ever stored.
 */
export interface JournalRow {
	readonly session: string;
	readonly writer: string;
	readonly lane: Lane;
	readonly seat: Seat;
	readonly n: number;
	readonly at: number;
	readonly arrivedAt: number;
	readonly body: string | number;
	readonly practice: 1 | null;
	readonly of: string | null;
}

/** The row of an entry; null for one that no store could give back as it was. */
export function packEntry({ session, event }: JournalEntry): JournalRow | null {
	const { writer, lane, seat, n, at, arrivedAt } = event;
	if (!Number.isSafeInteger(n) || n < 1 || !Number.isSafeInteger(at) || !Number.isSafeInteger(arrivedAt)) return null;
	const body = packBody(event.body);
	const of = event.of === undefined ? null : toJson(event.of);
	if (body === undefined || of === undefined) return null;
	return { session, writer, lane, seat, n, at, arrivedAt, body, practice: event.practice ? 1 : null, of };
}

export function unpackRow(row: Omit<JournalRow, 'session'>): LoggedEvent {
	const { writer, lane, seat, n, at, arrivedAt } = row;
	return {
		writer,
		lane,
		seat,
		n,
		at,
		arrivedAt,
		...(row.practice === 1 && { practice: true as const }),
		...(row.of !== null && { of: JSON.parse(row.of) as EventId }),
		body: typeof row.body === 'number' ? unpackRating(row.body) : readBody(JSON.parse(row.body)),
	};
}

/** Unpacks pages that follow one another, each stream up to its first missing n. */
export function createUnpacker(): (page: ReadPage) => readonly LoggedEvent[] {
	let last = { key: 0, n: 0 };
	return ({ streams, rows }) =>
		rows.flatMap(([key, n, at, arrivedAt, body, practice, of]) => {
			if (key !== last.key) last = { key, n: 0 };
			const stream = streams.get(key);
			// What follows a missing n never follows on.
			if (n !== last.n + 1 || !stream) return [];
			last.n = n;
			return unpackRow({ ...stream, n, at, arrivedAt, body, practice, of });
		});
}

/** The rows of one stream up to its first missing n. */
export function withoutMissing<T extends { readonly n: number }>(stream: readonly T[]): readonly T[] {
	const missing = stream.findIndex(({ n }, i) => n !== i + 1);
	return missing === -1 ? stream : stream.slice(0, missing);
}

function packBody(body: Body): string | number | undefined {
	if (body.kind !== 'rating' || Object.keys(body).length !== 3) return toJson(body);
	const { value, touched } = body;
	const isPlain = Number.isInteger(value) && value >= RATING_MIN && value <= RATING_MAX && typeof touched === 'boolean';
	return isPlain ? value * 2 + (touched ? 1 : 0) : toJson(body);
}

function unpackRating(packed: number): Body {
	return { kind: 'rating', value: Math.floor(packed / 2), touched: packed % 2 === 1 };
}

function toJson(value: unknown): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return undefined;
	}
}
