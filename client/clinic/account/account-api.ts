import type { LoginListAnswer } from '../../../shared/people-api.ts';
import type { Call } from '../../link/http-call.ts';

export type AccountApi = ReturnType<typeof createAccountApi>;

export const createAccountApi = (call: Call) => ({
	listLogins: () => call<LoginListAnswer>('POST', '/api/logins/list', 'logins'),
});
