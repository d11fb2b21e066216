import type { AccessListAnswer } from '../../../shared/access-api.ts';
import type { Call } from '../../link/http-call.ts';

export type AccessApi = ReturnType<typeof createAccessApi>;

export const createAccessApi = (call: Call) => ({
	listAccess: () => call<AccessListAnswer>('POST', '/api/access/list', 'entries', {}),
});
