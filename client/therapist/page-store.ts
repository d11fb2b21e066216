import { applyTheme, keepTheme, readTheme } from '../ui/theme.ts';
import { parseSettings } from './settings-model.ts';
import type { PageStore } from './therapist-parts.ts';

const SETTINGS = 'palpate.therapist.settings';
const SESSION = 'palpate.therapist.session';

/** A browser that keeps nothing refuses here: the page then starts as it always does. */
function orNothing<T>(act: () => T): T | null {
	try {
		return act();
	} catch {
		return null;
	}
}

export function createPageStore(): PageStore {
	return {
		settings: () => parseSettings(orNothing(() => localStorage.getItem(SETTINGS))),
		keepSettings: (settings) => {
			orNothing(() => localStorage.setItem(SETTINGS, JSON.stringify(settings)));
		},
		session: () => orNothing(() => sessionStorage.getItem(SESSION)),
		keepSession: (session) => {
			orNothing(() => (session ? sessionStorage.setItem(SESSION, session) : sessionStorage.removeItem(SESSION)));
		},
		theme: () => readTheme('therapist', 'dark'),
		keepTheme: (theme) => {
			applyTheme(theme);
			keepTheme('therapist', theme);
		},
	};
}
