import type { ClientRow } from '../../../shared/http-api.ts';

export interface ClientOption {
	readonly key: string;
	readonly name: string;
	/** Null for a client who is not in the directory yet. */
	readonly client: ClientRow | null;
}

const same = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: 'base' }) === 0;

/** Whom a session may be moved to: those found but the one it stands under, and what was typed as a new name. */
export function choicesOf(found: readonly ClientRow[], typed: string, now: string): readonly ClientOption[] {
	const known = found.filter(({ id }) => id !== now).map((client) => ({ key: client.id, name: client.name, client }));
	const isNew = typed !== '' && !found.some(({ name }) => same(name, typed));
	return isNew ? [...known, { key: `new ${typed}`, name: typed, client: null }] : known;
}
