import type { SessionRow } from '../../../shared/http-api.ts';
import type { TimeFormat } from '../time-format.ts';

/** One day of the diary, the latest session first. */
export interface DiaryDay {
	readonly key: string;
	readonly when: 'today' | 'yesterday' | 'earlier';
	/** Any instant of it. */
	readonly at: number;
	readonly rows: readonly SessionRow[];
}

const DAY_MS = 86_400_000;

/** By the calendar: where clocks change a day has 23 or 25 hours. */
function dayBefore(key: string): string {
	return new Date(Date.parse(`${key}T12:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

/** Rows as the server gives them, latest first, by the days of the clinic's zone. */
export function daysOf(rows: readonly SessionRow[], format: TimeFormat, now: number): readonly DiaryDay[] {
	const today = format.dayKey(now);
	const yesterday = dayBefore(today);
	const groups = Map.groupBy(rows, ({ startedAt }) => format.dayKey(startedAt));
	return [...groups].map(([key, own]) => ({
		key,
		when: key === today ? 'today' : key === yesterday ? 'yesterday' : 'earlier',
		at: own[0]?.startedAt ?? 0,
		rows: own,
	}));
}

/** Whom an entry is about, where a name may be absent for a reason. */
export type EntryName =
	| { readonly is: 'name'; readonly name: string }
	| { readonly is: 'live-only' | 'undecided' | 'withdrawn' | 'nameless' };

export function entryName({ client, recording }: SessionRow): EntryName {
	if (client) return { is: 'name', name: client.name };
	if (recording === 'live-only' || recording === 'withdrawn') return { is: recording };
	return { is: recording === 'held' ? 'undecided' : 'nameless' };
}

/** Whether anything of the session was kept that could be opened. */
export function canOpen({ recording }: SessionRow): boolean {
	return recording === 'recorded' || recording === 'not-recording' || recording === 'withdrawn';
}

/**
 * The list after its first page was read again: what is older than that page stays as it was known. `isWhole` when the
 * fresh page is all there is now.
 */
export function refreshRows(
	before: readonly SessionRow[],
	fresh: readonly SessionRow[],
): { readonly rows: readonly SessionRow[]; readonly isWhole: boolean } {
	const oldest = fresh.at(-1)?.startedAt ?? 0;
	const older = before.filter(({ startedAt }) => startedAt < oldest);
	return { rows: joinRows(fresh, older), isWhole: older.length === 0 };
}

/** Rows of further pages after those before; a session that stands twice (the list moved) stays once. */
export function joinRows(before: readonly SessionRow[], more: readonly SessionRow[]): readonly SessionRow[] {
	const known = new Set(before.map(({ session }) => session));
	return [...before, ...more.filter(({ session }) => !known.has(session))];
}
