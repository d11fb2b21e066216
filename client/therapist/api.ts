import type {
	ClientSearchAnswer,
	CodeAnswer,
	MeAnswer,
	OpenSessionsAnswer,
	SeatAnswer,
	SetupAnswer,
} from '../../shared/http-api.ts';
import type { FollowUpLinkAnswer, HandOverAnswer } from '../../shared/notes-api.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import type { Call, Outcome } from '../link/http-call.ts';

/** What this page asks of the clinic's server. */
export interface TherapistApi {
	setup(): Promise<Outcome<SetupAnswer>>;
	me(): Promise<Outcome<MeAnswer>>;
	signIn(email: string, password: string): Promise<Outcome<unknown>>;
	signOut(): Promise<Outcome<unknown>>;
	searchClients(text: string): Promise<Outcome<ClientSearchAnswer>>;
	startSession(client: ClientChoice, isTest: boolean): Promise<Outcome<SeatAnswer>>;
	openSessions(): Promise<Outcome<OpenSessionsAnswer>>;
	takeSeat(session: string): Promise<Outcome<SeatAnswer>>;
	freshCode(session: string): Promise<Outcome<CodeAnswer>>;
	handOver(client: string): Promise<Outcome<HandOverAnswer>>;
	followUpLink(session: string): Promise<Outcome<FollowUpLinkAnswer>>;
}

export function createTherapistApi(call: Call): TherapistApi {
	const of = (session: string) => `/api/sessions/${encodeURIComponent(session)}`;
	return {
		setup: () => call('GET', '/api/setup', 'isNeeded'),
		me: () => call('GET', '/api/me', 'member'),
		signIn: (email, password) => call('POST', '/api/sign-in', null, { email, password }),
		signOut: () => call('POST', '/api/sign-out', null),
		searchClients: (text) => call('POST', '/api/clients/search', 'clients', { text }),
		startSession: (client, isTest) => call('POST', '/api/sessions', 'token', { client, ...(isTest && { isTest }) }),
		openSessions: () => call('POST', '/api/sessions/open', 'sessions'),
		takeSeat: (session) => call('POST', `${of(session)}/seat`, 'token'),
		freshCode: (session) => call('POST', `${of(session)}/code`, 'code'),
		handOver: (client) => call('GET', `/api/clients/${encodeURIComponent(client)}/hand-over`, 'handOver'),
		followUpLink: (session) => call('POST', `${of(session)}/follow-up`, 'link'),
	};
}
