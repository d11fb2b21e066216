import { createContext } from 'svelte';
import type { CommonWords } from '../words/common.ts';
import type { PluralForms } from '../words/language.ts';
import type { PhoneWords } from '../words/phone.ts';

/** All that the phone page can say, in the language it speaks. */
export interface PhoneSpeech {
	readonly phone: PhoneWords;
	readonly common: CommonWords;
	readonly plural: (count: number, forms: PluralForms) => string;
}

export const [getSpeech, setSpeech] = createContext<PhoneSpeech>();
