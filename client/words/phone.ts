import type { Language } from './language.ts';

export type PhoneWords = typeof import('./en/phone.ts')['phone'];

const LOADERS: Record<Language, () => Promise<PhoneWords>> = {
	en: async () => (await import('./en/phone.ts')).phone,
};

export function loadPhoneWords(language: Language): Promise<PhoneWords> {
	return LOADERS[language]();
}
