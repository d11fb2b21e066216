import type { Code } from '../../shared/codes.ts';
import type { JoinAnswer } from '../../shared/http-api.ts';
import { isLineCode } from '../../shared/line-codes.ts';
import { createCall } from '../link/http-call.ts';

export type Credential = { readonly ticket: string } | { readonly code: string };
/** `no-answer`: the server could not be reached, or something else answered in its place. */
export type JoinOutcome =
	| { readonly is: 'joined'; readonly answer: JoinAnswer }
	| { readonly is: 'refused'; readonly code: Code }
	| { readonly is: 'no-answer' };

const TICKET = /^[A-Za-z0-9_-]{16,64}$/;

/** The one-time ticket in an address's fragment (`#…`), or null. */
export function ticketOf(fragment: string): string | null {
	const ticket = fragment.replace(/^#/, '');
	return TICKET.test(ticket) ? ticket : null;
}

/** Takes the ticket out of the address at once, so that it stands in no history and on no screen. */
export function takeTicket(location: Location, history: History): string | null {
	const ticket = ticketOf(location.hash);
	if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
	return ticket;
}

/** A 200 from something that is not our server (a network's sign-in page) is no success. */
export function parseJoinAnswer(raw: unknown): JoinAnswer | null {
	const { session, token, words } = Object(raw) as Record<string, unknown>;
	const isText = [session, token, words].every((each) => typeof each === 'string' && each !== '');
	return isText ? ({ session, token, words } as JoinAnswer) : null;
}

/** Spends a ticket or code. */
export async function join(credential: Credential, send: typeof fetch): Promise<JoinOutcome> {
	const outcome = await createCall(send, isLineCode)<unknown>('POST', '/api/join', 'token', credential);
	if (outcome.is !== 'ok') return outcome;
	const answer = parseJoinAnswer(outcome.answer);
	return answer ? { is: 'joined', answer } : { is: 'no-answer' };
}
