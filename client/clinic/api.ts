import { isCode } from '../../shared/codes.ts';
import type {
	ClientSearchAnswer,
	ImportAnswer,
	MeAnswer,
	SessionAnswer,
	SessionListAnswer,
	SessionRow,
} from '../../shared/http-api.ts';
import type { ClientChoice } from '../../shared/protocol.ts';
import { createCall, type Outcome } from '../link/http-call.ts';
import { createSignInApi, type SignInApi } from '../ui/sign-in-api.ts';
import { type AccessApi, createAccessApi } from './access/access-api.ts';
import { type AccountApi, createAccountApi } from './account/account-api.ts';
import { type ArriveApi, createArriveApi } from './arrive/arrive-api.ts';
import { type ClientsApi, createClientsApi } from './clients/clients-api.ts';
import { type CourseApi, createCourseApi } from './course/course-api.ts';
import { createFollowApi, type FollowApi } from './follow/follow-api.ts';
import { createInsightApi, type InsightApi } from './insight/insight-api.ts';
import { createKeysApi, type KeysApi } from './keys/keys-api.ts';
import { createNotesApi, type NotesApi } from './notes/notes-api.ts';
import { createPeopleApi, type PeopleApi } from './people/people-api.ts';
import { createSettingsApi, type SettingsApi } from './settings/settings-api.ts';
import type { SetupForm } from './setup/setup-model.ts';

/** What the clinic page asks of the server. Names go in bodies, never in an address. */
export interface ClinicApi extends SignInApi {
	setUp(form: SetupForm): Promise<Outcome<unknown>>;
	me(): Promise<Outcome<MeAnswer>>;
	listSessions(text: string, cursor: string | null): Promise<Outcome<SessionListAnswer>>;
	readSession(session: string): Promise<Outcome<SessionAnswer>>;
	fileAddress(session: string, kind: 'csv' | 'json' | 'fhir'): string;
	/** Brings in a file that was taken out elsewhere; it is sent as it lies on the disk. */
	importSession(file: Blob, client: ClientChoice): Promise<Outcome<ImportAnswer>>;
	searchClients(text: string): Promise<Outcome<ClientSearchAnswer>>;
	correctClient(session: string, client: ClientChoice): Promise<Outcome<{ readonly session: SessionRow }>>;
	deleteSession(session: string): Promise<Outcome<unknown>>;
	readonly access: AccessApi;
	readonly account: AccountApi;
	readonly arrive: ArriveApi;
	readonly clients: ClientsApi;
	readonly course: CourseApi;
	readonly follow: FollowApi;
	readonly insight: InsightApi;
	readonly keys: KeysApi;
	readonly notes: NotesApi;
	readonly people: PeopleApi;
	readonly settings: SettingsApi;
}

export function createClinicApi(send: typeof fetch): ClinicApi {
	const call = createCall(send, isCode);
	const of = (session: string) => `/api/sessions/${encodeURIComponent(session)}`;
	return {
		...createSignInApi(call),
		setUp: (form) => call('POST', '/api/setup', null, form),
		me: () => call('GET', '/api/me', 'member'),
		listSessions: (text, cursor) =>
			call('POST', '/api/sessions/list', 'sessions', { ...(text && { text }), ...(cursor && { cursor }) }),
		readSession: (session) => call('GET', of(session), 'events'),
		fileAddress: (session, kind) => `${of(session)}/${kind}`,
		importSession: (file, client) =>
			call(
				'POST',
				'/api/sessions/import',
				'session',
				new Blob([`{"client":${JSON.stringify(client)},"export":`, file, '}']),
			),
		searchClients: (text) => call('POST', '/api/clients/search', 'clients', { text }),
		correctClient: (session, client) => call('POST', `${of(session)}/client`, 'session', { client }),
		deleteSession: (session) => call('DELETE', of(session), null),
		access: createAccessApi(call),
		account: createAccountApi(call),
		arrive: createArriveApi(call),
		clients: createClientsApi(call),
		course: createCourseApi(call),
		follow: createFollowApi(call),
		insight: createInsightApi(call),
		keys: createKeysApi(call),
		notes: createNotesApi(call),
		people: createPeopleApi(call),
		settings: createSettingsApi(call),
	};
}
