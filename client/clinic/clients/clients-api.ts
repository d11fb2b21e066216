import type { CautionKey, MaskingKey } from '../../../shared/cautions.ts';
import type { ClientAnswer, ClientListAnswer, RegisterClientAnswer } from '../../../shared/clients-api.ts';
import type {
	ConsentAnswer,
	ConsentHistoryAnswer,
	ConsentUse,
	ConsentWordsAnswer,
} from '../../../shared/consent-api.ts';
import type { SessionListAnswer } from '../../../shared/http-api.ts';
import type { MemberNamesAnswer } from '../../../shared/people-api.ts';
import type { Call } from '../../link/http-call.ts';

/** What a clinic enters about a client. */
export interface Details {
	readonly name: string;
	readonly isPseudonym: boolean;
	readonly birthYear: number | null;
	readonly reason: string | null;
	/** A member's id. */
	readonly therapist: string | null;
}

export type ClientsApi = ReturnType<typeof createClientsApi>;

/** The clients of the clinic. Names and searches go in bodies. */
export const createClientsApi = (call: Call) => {
	const of = (client: string) => `/api/clients/${encodeURIComponent(client)}`;
	const act = (client: string, what: string, body?: object) =>
		call<unknown>('POST', `${of(client)}/${what}`, null, body);
	return {
		list: (text: string, cursor: string | null) =>
			call<ClientListAnswer>('POST', '/api/clients/list', 'clients', {
				...(text && { text }),
				...(cursor && { cursor }),
			}),
		register: (details: Details & { readonly cautions: readonly CautionKey[] }) =>
			call<RegisterClientAnswer>('POST', '/api/clients', 'client', details),
		change: (client: string, details: Details) => call<unknown>('POST', of(client), null, details),
		read: (client: string) => call<ClientAnswer>('GET', of(client), 'client'),
		setCautions: (client: string, cautions: readonly CautionKey[]) => act(client, 'cautions', { cautions }),
		acknowledge: (client: string, cautions: readonly CautionKey[]) => act(client, 'cautions/acknowledge', { cautions }),
		setToday: (client: string, masking: readonly MaskingKey[]) => act(client, 'today', { masking }),
		setPlan: (client: string, plan: { readonly goal: string; readonly reviewOn: string | null }) =>
			act(client, 'plan', plan),
		noteConsent: (client: string, use: ConsentUse, isGiven: boolean) =>
			call<ConsentAnswer>('POST', `${of(client)}/consents`, 'consents', { use, isGiven }),
		listConsents: (client: string) => call<ConsentHistoryAnswer>('POST', `${of(client)}/consents/list`, 'consents'),
		consentWords: () => call<ConsentWordsAnswer>('GET', '/api/consent-words', 'words'),
		listSessions: (client: string, cursor: string | null) =>
			call<SessionListAnswer>('POST', '/api/sessions/list', 'sessions', { client, ...(cursor && { cursor }) }),
		merge: (client: string, into: string) => act(client, 'merge', { into }),
		hold: (client: string, reason: string | null) => act(client, 'hold', { reason }),
		anonymise: (client: string) => act(client, 'anonymise'),
		erase: (client: string) => act(client, 'erase'),
		memberNames: () => call<MemberNamesAnswer>('POST', '/api/members/names', 'members'),
		exportAddress: (client: string) => `${of(client)}/export`,
	};
};
