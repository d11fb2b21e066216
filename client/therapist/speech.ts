import { createContext } from 'svelte';
import { splitAge } from '../ui/split-age.ts';
import type { CommonWords } from '../words/common.ts';
import type { Language } from '../words/language.ts';
import type { TherapistWords } from '../words/therapist.ts';

/** All that the therapist page can say, in the language it speaks. */
export interface Speech {
	readonly language: Language;
	readonly words: TherapistWords;
	readonly common: CommonWords;
	/** An age in ms, said shortly: "0.2 s". */
	readonly age: (ms: number) => string;
}

export const [getSpeech, setSpeech] = createContext<Speech>();

export function createSpeech(language: Language, words: TherapistWords, common: CommonWords): Speech {
	const age = (ms: number) => {
		const { value, unit } = splitAge(ms);
		return words.age(value, unit);
	};
	return { language, words, common, age };
}
