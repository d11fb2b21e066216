import type { Language } from './language.ts';

export type CommonWords = typeof import('./en/common.ts')['common'];

/** The words that pages share, in one language: fetched when asked for. */
const LOADERS: Record<Language, () => Promise<CommonWords>> = {
	en: async () => (await import('./en/common.ts')).common,
};

export function loadCommonWords(language: Language): Promise<CommonWords> {
	return LOADERS[language]();
}
