import type {
	ClientSearchAnswer,
	CodeAnswer,
	MeAnswer,
	OpenSessionsAnswer,
	SeatAnswer,
} from '../../shared/http-api.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import type { Call, Outcome } from '../link/http-call.ts';
import { createSignInApi, type SignInApi } from '../ui/sign-in-api.ts';

/** What this page asks of the clinic's server. */
export interface TherapistApi extends SignInApi {
	me(): Promise<Outcome<MeAnswer>>;
	searchClients(text: string): Promise<Outcome<ClientSearchAnswer>>;
	startSession(client: ClientChoice, isTest: boolean): Promise<Outcome<SeatAnswer>>;
	openSessions(): Promise<Outcome<OpenSessionsAnswer>>;
	takeSeat(session: string): Promise<Outcome<SeatAnswer>>;
	freshCode(session: string): Promise<Outcome<CodeAnswer>>;
}

export function createTherapistApi(call: Call): TherapistApi {
	const of = (session: string) => `/api/sessions/${encodeURIComponent(session)}`;
	return {
		...createSignInApi(call),
		me: () => call('GET', '/api/me', 'member'),
		searchClients: (text) => call('POST', '/api/clients/search', 'clients', { text }),
		startSession: (client, isTest) => call('POST', '/api/sessions', 'token', { client, ...(isTest && { isTest }) }),
		openSessions: () => call('POST', '/api/sessions/open', 'sessions'),
		takeSeat: (session) => call('POST', `${of(session)}/seat`, 'token'),
		freshCode: (session) => call('POST', `${of(session)}/code`, 'code'),
	};
}
