import type { Language } from './language.ts';

export type HomeWords = typeof import('./en/home.ts')['home'];

const LOADERS: Record<Language, () => Promise<HomeWords>> = {
	en: async () => (await import('./en/home.ts')).home,
};

export function loadHomeWords(language: Language): Promise<HomeWords> {
	return LOADERS[language]();
}
