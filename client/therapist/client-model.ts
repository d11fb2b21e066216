import type { ClientRow } from '../../shared/http-api.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import { cleanText } from '../../shared/text.ts';

export interface ClientOption {
	readonly id: string;
	readonly label: string;
	readonly name: string;
	/** Null for a new name. */
	readonly client: ClientRow | null;
}

const MOST_NAME = 80;
const isSame = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: 'accent' }) === 0;

/** What typing offers: those found, then what was typed as a new name; two people may bear one name. */
export function clientOptions(
	text: string,
	found: readonly ClientRow[],
	asNew: (name: string) => string,
): readonly ClientOption[] {
	const typed = cleanText(text, MOST_NAME);
	if (typed === '') return [];
	const known = found
		.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()))
		.map((client) => ({ id: client.id, label: client.name, name: client.name, client }));
	const fresh = { id: 'new', label: asNew(typed), name: typed, client: null };
	return known.some(({ name }) => isSame(name, typed)) ? [...known, fresh] : [fresh, ...known];
}

/** Whom a session is for: the one chosen while the name still stands, otherwise the name as typed. */
export function choiceOf(text: string, chosen: ClientRow | null): ClientChoice | null {
	const name = cleanText(text, MOST_NAME);
	if (chosen && name === chosen.name) return { id: chosen.id };
	return name === '' ? null : { name };
}
