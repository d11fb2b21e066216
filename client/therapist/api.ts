import type { CautionKey, MaskingKey } from '../../shared/cautions.ts';
import type { ClientAnswer } from '../../shared/clients-api.ts';
import type {
	ClientSearchAnswer,
	CodeAnswer,
	MeAnswer,
	OpenSessionsAnswer,
	SeatAnswer,
} from '../../shared/http-api.ts';
import type { FollowUpLinkAnswer, HandOverAnswer } from '../../shared/notes-api.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import type { Call, Outcome } from '../link/http-call.ts';
import { createSignInApi, type SignInApi } from '../ui/sign-in-api.ts';

/** What this page asks of the clinic's server. */
export interface TherapistApi extends SignInApi {
	me(): Promise<Outcome<MeAnswer>>;
	searchClients(text: string): Promise<Outcome<ClientSearchAnswer>>;
	startSession(client: ClientChoice, isTest: boolean): Promise<Outcome<SeatAnswer>>;
	openSessions(): Promise<Outcome<OpenSessionsAnswer>>;
	readClient(client: string): Promise<Outcome<ClientAnswer>>;
	/** The cautions that were shown; `conflict` where others are in force by now. */
	acknowledge(client: string, cautions: readonly CautionKey[]): Promise<Outcome<unknown>>;
	setToday(client: string, masking: readonly MaskingKey[]): Promise<Outcome<unknown>>;
	takeSeat(session: string): Promise<Outcome<SeatAnswer>>;
	freshCode(session: string): Promise<Outcome<CodeAnswer>>;
	handOver(client: string): Promise<Outcome<HandOverAnswer>>;
	followUpLink(session: string): Promise<Outcome<FollowUpLinkAnswer>>;
}

export function createTherapistApi(call: Call): TherapistApi {
	const of = (session: string) => `/api/sessions/${encodeURIComponent(session)}`;
	const whom = (client: string) => `/api/clients/${encodeURIComponent(client)}`;
	return {
		...createSignInApi(call),
		me: () => call('GET', '/api/me', 'member'),
		searchClients: (text) => call('POST', '/api/clients/search', 'clients', { text }),
		startSession: (client, isTest) => call('POST', '/api/sessions', 'token', { client, ...(isTest && { isTest }) }),
		openSessions: () => call('POST', '/api/sessions/open', 'sessions'),
		readClient: (client) => call('GET', whom(client), 'client'),
		acknowledge: (client, cautions) => call('POST', `${whom(client)}/cautions/acknowledge`, null, { cautions }),
		setToday: (client, masking) => call('POST', `${whom(client)}/today`, null, { masking }),
		takeSeat: (session) => call('POST', `${of(session)}/seat`, 'token'),
		freshCode: (session) => call('POST', `${of(session)}/code`, 'code'),
		handOver: (client) => call('GET', `/api/clients/${encodeURIComponent(client)}/hand-over`, 'handOver'),
		followUpLink: (session) => call('POST', `${of(session)}/follow-up`, 'link'),
	};
}
