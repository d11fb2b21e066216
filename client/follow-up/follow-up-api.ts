import type { Amount, FollowUpDay } from '../../shared/follow-up.ts';
import type { FollowUpAnswer, FollowUpAnsweredAnswer } from '../../shared/notes-api.ts';
import type { Call, Outcome } from '../link/http-call.ts';

export interface Reply {
	readonly day: FollowUpDay;
	readonly soreness: number;
	readonly amount: Amount;
}

/** What this page asks of the clinic's server. The token goes in bodies, never in an address. */
export interface FollowUpApi {
	read(): Promise<Outcome<FollowUpAnswer>>;
	answer(reply: Reply): Promise<Outcome<FollowUpAnsweredAnswer>>;
}

export function createFollowUpApi(call: Call, token: string): FollowUpApi {
	return {
		read: () => call('POST', '/api/follow-up/read', 'stand', { token }),
		answer: (reply) => call('POST', '/api/follow-up/answer', 'stand', { token, ...reply }),
	};
}

const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/** The right to answer, in the address's fragment. It stays there: the same address is opened again the next day. */
export function tokenOf(fragment: string): string | null {
	const token = fragment.replace(/^#/, '');
	return TOKEN.test(token) ? token : null;
}
