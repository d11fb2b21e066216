import type { LinkAnswer, MemberListAnswer, Role } from '../../../shared/people-api.ts';
import type { Call } from '../../link/http-call.ts';

export type PeopleApi = ReturnType<typeof createPeopleApi>;

export const createPeopleApi = (call: Call) => {
	const of = (member: string) => `/api/members/${encodeURIComponent(member)}`;
	return {
		listMembers: () => call<MemberListAnswer>('POST', '/api/members/list', 'members'),
		invite: (email: string, role: Role) => call<LinkAnswer>('POST', '/api/invitations', 'link', { email, role }),
		withdraw: (invitation: string) => call('DELETE', `/api/invitations/${encodeURIComponent(invitation)}`, null),
		changeRole: (member: string, role: Role) => call('POST', `${of(member)}/role`, null, { role }),
		disable: (member: string) => call('POST', `${of(member)}/disable`, null),
		enable: (member: string) => call('POST', `${of(member)}/enable`, null),
		makeResetLink: (member: string) => call<LinkAnswer>('POST', `${of(member)}/reset-link`, 'link'),
		endLogins: (member: string) => call('POST', `${of(member)}/logins/end`, null),
		endTotp: (member: string) => call('POST', `${of(member)}/totp/end`, null),
	};
};
