import type { Language } from './language.ts';

export type ClinicWords = typeof import('./en/clinic.ts')['clinic'];

const LOADERS: Record<Language, () => Promise<ClinicWords>> = {
	en: async () => (await import('./en/clinic.ts')).clinic,
};

export function loadClinicWords(language: Language): Promise<ClinicWords> {
	return LOADERS[language]();
}
