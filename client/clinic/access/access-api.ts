import type { AccessHead, AccessListAnswer, AccessVerifyAnswer } from '../../../shared/access-api.ts';
import type { KeyListAnswer } from '../../../shared/keys-api.ts';
import type { MemberListAnswer } from '../../../shared/people-api.ts';
import type { Call } from '../../link/http-call.ts';
import type { AccessFilter } from './access-model.ts';

export type AccessApi = ReturnType<typeof createAccessApi>;

export const createAccessApi = (call: Call) => ({
	listAccess: (filter: AccessFilter, cursor: string | null) =>
		call<AccessListAnswer>('POST', '/api/access/list', 'entries', { ...filter, ...(cursor && { cursor }) }),
	/** `head`: one that was kept elsewhere. */
	verify: (head: AccessHead | null) =>
		call<AccessVerifyAnswer>('POST', '/api/access/verify', 'isWhole', head ? { head } : {}),
	listMembers: () => call<MemberListAnswer>('POST', '/api/members/list', 'members'),
	listKeys: () => call<KeyListAnswer>('POST', '/api/keys/list', 'keys'),
	csvAddress: '/api/access/csv',
});
