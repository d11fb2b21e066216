import type { ConsentUse, ConsentWordsAnswer } from '../../../shared/consent-api.ts';
import type { RetentionDueAnswer, RetentionEraseAnswer, SettingsAnswer } from '../../../shared/keeping-api.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Call } from '../../link/http-call.ts';

export type SettingsApi = ReturnType<typeof createSettingsApi>;

export const createSettingsApi = (call: Call) => ({
	read: () => call<SettingsAnswer>('GET', '/api/settings', 'settings'),
	write: (settings: Settings) => call<SettingsAnswer>('POST', '/api/settings', 'settings', settings),
	listDue: () => call<RetentionDueAnswer>('POST', '/api/retention/due', 'clients'),
	eraseDue: () => call<RetentionEraseAnswer>('POST', '/api/retention/erase', 'clients'),
	readConsentWords: () => call<ConsentWordsAnswer>('GET', '/api/consent-words', 'words'),
	addConsentWords: (use: ConsentUse, words: string) =>
		call<{ readonly version: number }>('POST', '/api/consent-words', 'version', { use, words }),
});
