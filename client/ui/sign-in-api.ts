import type { SetupAnswer } from '../../shared/http-api.ts';
import type { OwnLoginAnswer } from '../../shared/people-api.ts';
import type { Call, Outcome } from '../link/http-call.ts';

/** What the therapist and clinic pages ask of the server for signing in, and for staying so. */
export interface SignInApi {
	setup(): Promise<Outcome<SetupAnswer>>;
	/** `code`: of a second factor, once it was asked for. */
	signIn(email: string, password: string, code?: string): Promise<Outcome<unknown>>;
	signOut(): Promise<Outcome<unknown>>;
	/** Has a link for a new password mailed. */
	forgotten(email: string): Promise<Outcome<unknown>>;
	/** How long the login still stands; `isHere` tells that its person gave a sign. */
	ownLogin(isHere: boolean): Promise<Outcome<OwnLoginAnswer>>;
}

export function createSignInApi(call: Call): SignInApi {
	return {
		setup: () => call('GET', '/api/setup', 'isNeeded'),
		signIn: (email, password, code) =>
			call('POST', '/api/sign-in', null, { email, password, ...(code !== undefined && { code }) }),
		signOut: () => call('POST', '/api/sign-out', null),
		forgotten: (email) => call('POST', '/api/password/forgotten', null, { email }),
		ownLogin: (isHere) => call('POST', '/api/logins/own', 'leftMs', { isHere }),
	};
}
