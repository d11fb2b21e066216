import type { KeyRow, Scope } from '../../../shared/keys-api.ts';
import { SCOPES } from '../../../shared/keys-api.ts';

/** How long a key may open, days; null: until it is revoked. */
export const END_CHOICES = [30, 90, 365, null] as const;

export interface NewKey {
	readonly name: string;
	readonly scopes: readonly Scope[];
	readonly days: number | null;
}

export type NewKeyTrouble = 'name' | 'scopes';

/** What is still to be mended, in the order of the form. */
export function newKeyTroubles({ name, scopes }: NewKey): readonly NewKeyTrouble[] {
	return [...(name.trim() === '' ? ['name' as const] : []), ...(scopes.length === 0 ? ['scopes' as const] : [])];
}

/** As it is asked for: the name without what stands around it, the scopes in their order. */
export function newKeyBody({ name, scopes, days }: NewKey): NewKey {
	return { name: name.trim(), scopes: SCOPES.filter((scope) => scopes.includes(scope)), days };
}

export type KeyState =
	| { readonly is: 'open'; readonly until: number | null }
	| { readonly is: 'over'; readonly at: number }
	| { readonly is: 'revoked'; readonly at: number };

export function keyState({ expiresAt, revokedAt }: KeyRow, now: number): KeyState {
	if (revokedAt !== null) return { is: 'revoked', at: revokedAt };
	if (expiresAt !== null && expiresAt <= now) return { is: 'over', at: expiresAt };
	return { is: 'open', until: expiresAt };
}

/** Those that open something first, else as the server gives them: newest first. */
export function sortKeys(keys: readonly KeyRow[], now: number): readonly KeyRow[] {
	const isOpen = (key: KeyRow) => keyState(key, now).is === 'open';
	return [...keys.filter(isOpen), ...keys.filter((key) => !isOpen(key))];
}
