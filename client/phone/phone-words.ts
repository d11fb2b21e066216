import { createContext } from 'svelte';
import type { PluralForms } from '../words/language.ts';
import type { PhoneCommonWords, PhoneWords } from '../words/phone.ts';

/** All that the phone page can say, in the language it speaks. */
export interface PhoneSpeech {
	readonly phone: PhoneWords;
	readonly common: PhoneCommonWords;
	readonly plural: (count: number, forms: PluralForms) => string;
}

export const [getSpeech, setSpeech] = createContext<PhoneSpeech>();
