import type { LiveSession, openLiveSession } from '../link/live-session.svelte.ts';
import type { Theme } from '../ui/theme.ts';
import type { TherapistApi } from './api.ts';
import type { Settings } from './settings-model.ts';
import type { Sounder } from './sound.ts';

/** What the page keeps on this device, as far as the browser lets it. */
export interface PageStore {
	settings(): Settings;
	keepSettings(settings: Settings): void;
	/** The session that this tab was in before a reload: its id, which says nothing of anybody. */
	session(): string | null;
	keepSession(session: string | null): void;
	theme(): Theme;
	keepTheme(theme: Theme): void;
}

/** All that reaches outside the page's own code. */
export interface TherapistParts {
	readonly api: TherapistApi;
	readonly sounder: Sounder;
	readonly store: PageStore;
	readonly openLive: (parts: Parameters<typeof openLiveSession>[0]) => LiveSession;
	/** Goes to another page of the clinic. */
	readonly leaveTo: (path: string) => void;
}
