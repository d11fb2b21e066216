import type { Language } from './language.ts';

export type FollowUpWords = typeof import('./en/follow-up.ts')['followUp'];

const LOADERS: Record<Language, () => Promise<FollowUpWords>> = {
	en: async () => (await import('./en/follow-up.ts')).followUp,
};

export function loadFollowUpWords(language: Language): Promise<FollowUpWords> {
	return LOADERS[language]();
}
