import type { Language } from './language.ts';

export type TherapistWords = typeof import('./en/therapist.ts')['therapist'];

const LOADERS: Record<Language, () => Promise<TherapistWords>> = {
	en: async () => (await import('./en/therapist.ts')).therapist,
};

export function loadTherapistWords(language: Language): Promise<TherapistWords> {
	return LOADERS[language]();
}
