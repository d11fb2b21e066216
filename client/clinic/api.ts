import type {
	ClientSearchAnswer,
	MeAnswer,
	SessionAnswer,
	SessionListAnswer,
	SessionRow,
	SetupAnswer,
} from '../../shared/http-api.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import { createCall, type Outcome } from '../link/http-call.ts';
import { type AccessApi, createAccessApi } from './access/access-api.ts';
import { type AccountApi, createAccountApi } from './account/account-api.ts';
import { type ClientsApi, createClientsApi } from './clients/clients-api.ts';
import { type CourseApi, createCourseApi } from './course/course-api.ts';
import { createInsightApi, type InsightApi } from './insight/insight-api.ts';
import { createKeysApi, type KeysApi } from './keys/keys-api.ts';
import { createPeopleApi, type PeopleApi } from './people/people-api.ts';
import { createSettingsApi, type SettingsApi } from './settings/settings-api.ts';
import type { SetupForm } from './setup/setup-model.ts';

/** What the clinic page asks of the server. Names go in bodies, never in an address. */
export interface ClinicApi {
	setup(): Promise<Outcome<SetupAnswer>>;
	setUp(form: SetupForm): Promise<Outcome<unknown>>;
	signIn(email: string, password: string): Promise<Outcome<unknown>>;
	signOut(): Promise<Outcome<unknown>>;
	me(): Promise<Outcome<MeAnswer>>;
	listSessions(text: string, cursor: string | null): Promise<Outcome<SessionListAnswer>>;
	readSession(session: string): Promise<Outcome<SessionAnswer>>;
	csvAddress(session: string): string;
	searchClients(text: string): Promise<Outcome<ClientSearchAnswer>>;
	correctClient(session: string, client: ClientChoice): Promise<Outcome<{ readonly session: SessionRow }>>;
	deleteSession(session: string): Promise<Outcome<unknown>>;
	readonly access: AccessApi;
	readonly account: AccountApi;
	readonly clients: ClientsApi;
	readonly course: CourseApi;
	readonly insight: InsightApi;
	readonly keys: KeysApi;
	readonly people: PeopleApi;
	readonly settings: SettingsApi;
}

export function createClinicApi(send: typeof fetch): ClinicApi {
	const call = createCall(send);
	const of = (session: string) => `/api/sessions/${encodeURIComponent(session)}`;
	return {
		setup: () => call('GET', '/api/setup', 'isNeeded'),
		setUp: (form) => call('POST', '/api/setup', null, form),
		signIn: (email, password) => call('POST', '/api/sign-in', null, { email, password }),
		signOut: () => call('POST', '/api/sign-out', null),
		me: () => call('GET', '/api/me', 'member'),
		listSessions: (text, cursor) =>
			call('POST', '/api/sessions/list', 'sessions', { ...(text && { text }), ...(cursor && { cursor }) }),
		readSession: (session) => call('GET', of(session), 'events'),
		csvAddress: (session) => `${of(session)}/csv`,
		searchClients: (text) => call('POST', '/api/clients/search', 'clients', { text }),
		correctClient: (session, client) => call('POST', `${of(session)}/client`, 'session', { client }),
		deleteSession: (session) => call('DELETE', of(session), null),
		access: createAccessApi(call),
		account: createAccountApi(call),
		clients: createClientsApi(call),
		course: createCourseApi(call),
		insight: createInsightApi(call),
		keys: createKeysApi(call),
		people: createPeopleApi(call),
		settings: createSettingsApi(call),
	};
}
