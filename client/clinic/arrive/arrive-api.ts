import type { AcceptAnswer, InvitationAnswer } from '../../../shared/people-api.ts';
import type { Call } from '../../link/http-call.ts';

export type ArriveApi = ReturnType<typeof createArriveApi>;

/** What somebody gives who accepts an invitation. */
export interface Accepted {
	/** Of somebody new on this server. */
	readonly name?: string;
	readonly password: string;
	/** Of a second factor, where it was asked for. */
	readonly code?: string;
}

export const createArriveApi = (call: Call) => ({
	readInvitation: (right: string) => call<InvitationAnswer>('POST', '/api/invitation', 'clinic', { token: right }),
	accept: (right: string, accepted: Accepted) =>
		call<AcceptAnswer>('POST', '/api/invitation/accept', 'isSignedIn', { token: right, ...accepted }),
	reset: (right: string, password: string) => call('POST', '/api/password/reset', null, { token: right, password }),
});
