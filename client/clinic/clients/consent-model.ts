import { CONSENT_USES, type ConsentState, type ConsentUse } from '../../../shared/consent-api.ts';
import type { SessionListAnswer } from '../../../shared/http-api.ts';
import type { Outcome } from '../../link/http-call.ts';

/** Every use with where it stands; null where nobody spoke of it yet. */
export function consentRows(
	consents: readonly ConsentState[],
): readonly { readonly use: ConsentUse; readonly state: ConsentState | null }[] {
	return CONSENT_USES.map((use) => ({ use, state: consents.find((each) => each.use === use) ?? null }));
}

export interface EraseParts {
	readonly list: (cursor: string | null) => Promise<Outcome<SessionListAnswer>>;
	readonly erase: (session: string) => Promise<Outcome<unknown>>;
}

/** Deletes what was recorded, session by session; the first that can't be is the answer, and the rest stays. */
export async function eraseRecords({ list, erase }: EraseParts): Promise<Outcome<unknown>> {
	const sessions: string[] = [];
	for (let cursor: string | null = null; ; ) {
		const page: Outcome<SessionListAnswer> = await list(cursor);
		if (page.is !== 'ok') return page;
		sessions.push(...page.answer.sessions.map(({ session }) => session));
		cursor = page.answer.cursor;
		if (cursor === null) break;
	}
	for (const session of sessions) {
		const outcome = await erase(session);
		if (outcome.is !== 'ok') return outcome;
	}
	return { is: 'ok', answer: null };
}
