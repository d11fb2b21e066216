import { ACCESS, type AccessSort } from '../../../shared/access.ts';
import type { AccessHead, AccessRow } from '../../../shared/access-api.ts';
import type { TimeFormat } from '../time-format.ts';

/** What of the log is asked for; all of it where nothing stands. */
export interface AccessFilter {
	readonly member?: string;
	readonly session?: string;
	readonly client?: string;
}

/** One record that the list is narrowed to. */
export type AccessAbout =
	| { readonly is: 'client'; readonly id: string; readonly name: string | null }
	| { readonly is: 'session'; readonly id: string };

export function filterOf(member: string | null, about: AccessAbout | null): AccessFilter {
	return { ...(member !== null && { member }), ...(about && { [about.is]: about.id }) };
}

/** Who did it. A member's name is null once that person is gone. */
export type AccessWho =
	| { readonly is: 'member'; readonly name: string | null }
	| { readonly is: 'key'; readonly name: string | null }
	| { readonly is: 'phone' | 'desk' | 'server' | 'nobody' };

/** `names`: of members and keys, by id. */
export function whoOf({ member, as, subject }: AccessRow, names: ReadonlyMap<string, string>): AccessWho {
	if (member !== null) return { is: 'member', name: member.name };
	if (as === 'key') return { is: 'key', name: names.get(subject ?? '') ?? null };
	if (as === 'client') return { is: 'phone' };
	if (as === 'server' || as === 'nobody') return { is: as };
	return { is: 'desk' };
}

/** Whom or what it was done to, beside a record: a member or a key, where its name is known. */
export function subjectOf({ as, member, subject }: AccessRow, names: ReadonlyMap<string, string>): string | null {
	if (subject === null || as === 'key' || subject === member?.id) return null;
	return names.get(subject) ?? null;
}

export const sortOf = ({ what }: Pick<AccessRow, 'what'>): AccessSort => ACCESS[what];

export interface AccessDay {
	readonly key: string;
	/** Any instant of it. */
	readonly at: number;
	readonly rows: readonly AccessRow[];
}

/** Rows as the server gives them, newest first, by the days of the clinic's zone. */
export function accessDays(rows: readonly AccessRow[], format: Pick<TimeFormat, 'dayKey'>): readonly AccessDay[] {
	const groups = Map.groupBy(rows, ({ at }) => format.dayKey(at));
	return [...groups].map(([key, own]) => ({ key, at: own[0]?.at ?? 0, rows: own }));
}

/** The end of the log as one line that can be kept: "42 9f3a…". */
export const formatHead = ({ n, hash }: AccessHead): string => `${n} ${hash}`;

const HEAD = /^([1-9]\d{0,14})\s+([0-9a-f]{64})$/;

/** A line that was kept; null where it is none. */
export function parseHead(text: string): AccessHead | null {
	const match = HEAD.exec(text.trim().toLowerCase());
	return match ? { n: Number(match[1]), hash: String(match[2]) } : null;
}
