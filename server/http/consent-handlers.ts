import type { ConsentAnswer, ConsentHistoryAnswer, ConsentWordsAnswer } from '../../shared/consent-api.ts';
import {
	insertConsent,
	insertConsentWords,
	listConsents,
	listConsentWords,
	standingConsents,
} from '../store/consents.ts';
import { type ClientParts, mustSeeClient } from './client-handlers.ts';
import type { Handlers } from './handler.ts';

type ConsentRoute = 'noteConsent' | 'listConsents' | 'readConsentWords' | 'addConsentWords';

/** What clients agreed to, when, and in what words. */
export function createConsentHandlers({ db, newId, now }: ClientParts): Pick<Handlers, ConsentRoute> {
	return {
		async noteConsent({ me, client, body }) {
			await mustSeeClient(db, me, client);
			const consent = {
				...body,
				clinic: me.clinic.id,
				client,
				how: 'desk' as const,
				session: null,
				words: 'in-force' as const,
			};
			await insertConsent(db, consent, { member: me.member.id, at: now(), newId });
			const consents = standingConsents(await listConsents(db, client));
			return { json: { consents } satisfies ConsentAnswer };
		},
		async listConsents({ me, client }) {
			await mustSeeClient(db, me, client);
			return { json: { consents: await listConsents(db, client) } satisfies ConsentHistoryAnswer };
		},
		async readConsentWords({ me }) {
			return { json: { words: await listConsentWords(db, me.clinic.id) } satisfies ConsentWordsAnswer };
		},
		async addConsentWords({ me, body }) {
			const version = await insertConsentWords(db, {
				...body,
				clinic: me.clinic.id,
				member: me.member.id,
				at: now(),
			});
			return { status: 201, json: { version } };
		},
	};
}
