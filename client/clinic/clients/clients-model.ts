import type { DirectoryRow } from '../../../shared/clients-api.ts';
import type { ConsentState, ConsentUse, ConsentWordsAnswer } from '../../../shared/consent-api.ts';
import { cleanText } from '../../../shared/text.ts';
import type { Outcome } from '../../link/http-call.ts';
import type { CommonWords } from '../../words/common.ts';
import type { Details } from './clients-api.ts';

/** What stands in the form, as it was typed. */
export interface DetailsForm {
	readonly name: string;
	readonly isPseudonym: boolean;
	readonly birthYear: string;
	readonly reason: string;
	/** Empty: nobody named. */
	readonly therapist: string;
}

export const EMPTY_FORM: DetailsForm = { name: '', isPseudonym: false, birthYear: '', reason: '', therapist: '' };

export type FormTrouble = 'missing' | 'year';
export type FormTroubles = Partial<Record<'name' | 'birthYear', FormTrouble>>;

const MOST_NAME = 80;
const MOST_REASON = 500;
const OLDEST_YEAR = 1900;

/** Field by field what is to be mended; none where the form may be sent. A year to come is nobody's. */
export function formTroubles(form: DetailsForm, thisYear: number): FormTroubles {
	const year = form.birthYear.trim();
	const isYear = /^\d{4}$/.test(year) && Number(year) >= OLDEST_YEAR && Number(year) <= thisYear;
	return {
		...(cleanText(form.name, MOST_NAME) === '' && { name: 'missing' as const }),
		...(year !== '' && !isYear && { birthYear: 'year' as const }),
	};
}

export function detailsOf({ name, isPseudonym, birthYear, reason, therapist }: DetailsForm): Details {
	return {
		name: cleanText(name, MOST_NAME),
		isPseudonym,
		birthYear: birthYear.trim() === '' ? null : Number(birthYear),
		reason: cleanText(reason, MOST_REASON) || null,
		therapist: therapist || null,
	};
}

/** Further rows after those before; a client who stands twice (the list moved) stays once. */
export function joinClients(before: readonly DirectoryRow[], more: readonly DirectoryRow[]): readonly DirectoryRow[] {
	const known = new Set(before.map(({ id }) => id));
	return [...before, ...more.filter(({ id }) => !known.has(id))];
}

/** Whether a day of the clinic has come; days are `2026-01-05`. */
export const isDue = (day: string, today: string): boolean => day <= today;

/** A day of a calendar, not an instant: it is the same in every zone. */
export function dayWords(locale: string, day: string): string {
	const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
	return format.format(Date.parse(`${day}T00:00:00Z`));
}

/** The clinic's own words in force for a use; null where it has none. */
export function wordsInForce(words: ConsentWordsAnswer['words'], use: ConsentUse): string | null {
	const own = words.filter((each) => each.use === use);
	return own.reduce<(typeof own)[number] | null>((a, b) => (a && a.version > b.version ? a : b), null)?.words ?? null;
}

/** The words that a consent was given in; null where they were the standard ones. */
export function wordsOf(words: ConsentWordsAnswer['words'], { use, version }: ConsentState): string | null {
	if (version === null) return null;
	return words.find((each) => each.use === use && each.version === version)?.words ?? null;
}

/** Whether what was recorded may be deleted on the client's word: they withdrew, and something is there. */
export function mayEraseRecords(consents: readonly ConsentState[], sessions: number): boolean {
	return sessions > 0 && consents.some(({ use, isGiven }) => use === 'recording' && !isGiven);
}

/** Why nothing came of it, as a sentence. */
export function sayOutcome(common: CommonWords, outcome: Exclude<Outcome<unknown>, { readonly is: 'ok' }>): string {
	return outcome.is === 'refused' ? common.reasons[outcome.code] : common.noAnswer;
}
