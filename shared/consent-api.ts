import * as v from 'valibot';
import { cleanText } from './text.ts';

/** What a client agrees to; each by itself. */
export const CONSENT_USES = ['relay', 'recording', 'teaching'] as const;
export type ConsentUse = (typeof CONSENT_USES)[number];

const use = v.picklist(CONSENT_USES);

/** The clinic's own words for a use, in one version. */
export interface ClinicWords {
	readonly version: number;
	readonly words: string;
}
/** What a phone shows before the choice: the clinic's words in force; what it has none of is left away. */
export interface WordsAtChoice {
	readonly relay?: ClinicWords;
	readonly recording?: ClinicWords;
}

export interface ConsentState {
	readonly use: ConsentUse;
	readonly isGiven: boolean;
	/** ms since epoch. */
	readonly at: number;
	/** Of the clinic's words that were shown or read out; null where it had none of its own, or they were not shown. */
	readonly version: number | null;
	/** `session`: chosen in the session, on the phone or as the therapist heard it. `desk`: entered on the clinic page. */
	readonly how: 'session' | 'desk';
	readonly session: string | null;
	/** The member who entered it. */
	readonly by: string | null;
}

// POST /api/clients/:client/consents: as the client said it, given or withdrawn; answers where it stands now
export const consentRequest = v.strictObject({ use, isGiven: v.boolean() });
export interface ConsentAnswer {
	readonly consents: readonly ConsentState[];
}
// POST /api/clients/:client/consents/list: every giving and withdrawing, newest first
export interface ConsentHistoryAnswer {
	readonly consents: readonly ConsentState[];
}

// GET /api/consent-words: every version of the clinic's own words, newest first
export interface ConsentWordsAnswer {
	readonly words: readonly {
		readonly use: ConsentUse;
		readonly version: number;
		readonly words: string;
		readonly at: number;
	}[];
}
// POST /api/consent-words: a new version; what was agreed to before stays with the words of its time
const MOST_WORDS = 4_000;
export const consentWordsRequest = v.strictObject({
	use,
	words: v.pipe(
		v.string(),
		v.maxLength(MOST_WORDS * 2),
		v.transform((raw) => cleanText(raw, MOST_WORDS)),
		v.minLength(1),
	),
});
