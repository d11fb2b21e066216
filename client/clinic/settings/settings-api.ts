import type { SettingsAnswer } from '../../../shared/keeping-api.ts';
import type { Call } from '../../link/http-call.ts';

export type SettingsApi = ReturnType<typeof createSettingsApi>;

export const createSettingsApi = (call: Call) => ({
	read: () => call<SettingsAnswer>('GET', '/api/settings', 'settings'),
});
