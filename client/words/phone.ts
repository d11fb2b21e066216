import type { Language } from './language.ts';

export type PhoneWords = typeof import('./en/phone.ts')['phone'];
export type PhoneCommonWords = typeof import('./en/phone.ts')['common'];
interface Loaded {
	readonly phone: PhoneWords;
	readonly common: PhoneCommonWords;
}

const LOADERS: Record<Language, () => Promise<Loaded>> = {
	en: () => import('./en/phone.ts'),
};

/** What a phone says: of the reasons only those that it may be given. */
export function loadPhoneWords(language: Language): Promise<Loaded> {
	return LOADERS[language]();
}
