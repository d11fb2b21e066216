import type { MemberListAnswer } from '../../../shared/people-api.ts';
import type { Call } from '../../link/http-call.ts';

export type PeopleApi = ReturnType<typeof createPeopleApi>;

export const createPeopleApi = (call: Call) => ({
	listMembers: () => call<MemberListAnswer>('POST', '/api/members/list', 'members'),
});
