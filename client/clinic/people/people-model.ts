import type { MemberRow } from '../../../shared/people-api.ts';

/** Those who work here now first, by name; then those who are disabled. */
export function inOrder(members: readonly MemberRow[]): readonly MemberRow[] {
	const place = ({ isDisabled }: MemberRow) => (isDisabled ? 1 : 0);
	return [...members].sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}

/** Whether nobody else owns the clinic: then this member stays an owner, and enabled. */
export function isOnlyOwner(members: readonly MemberRow[], id: string): boolean {
	const owners = members.filter(({ role, isDisabled }) => role === 'owner' && !isDisabled);
	return owners.length === 1 && owners[0]?.id === id;
}

/** How long ago somebody was last seen, as far as it says something. */
export type Seen =
	| { readonly is: 'never' | 'now' }
	| { readonly is: 'today'; readonly at: number }
	| { readonly is: 'earlier'; readonly at: number };

/** A login's sign is written down at most four times a minute. */
const NOW_MS = 120_000;

export function seenAs(
	seenAt: number | null,
	now: number,
	{ dayKey }: { readonly dayKey: (t: number) => string },
): Seen {
	if (seenAt === null) return { is: 'never' };
	if (now - seenAt < NOW_MS) return { is: 'now' };
	return { is: dayKey(seenAt) === dayKey(now) ? 'today' : 'earlier', at: seenAt };
}
