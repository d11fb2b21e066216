import type { Language } from './language.ts';

export type SignInWords = typeof import('./en/sign-in.ts')['signIn'];

/** The words of signing in, which the therapist and clinic pages share. */
const LOADERS: Record<Language, () => Promise<SignInWords>> = {
	en: async () => (await import('./en/sign-in.ts')).signIn,
};

export function loadSignInWords(language: Language): Promise<SignInWords> {
	return LOADERS[language]();
}
