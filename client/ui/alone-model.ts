import type { OwnLoginAnswer } from '../../shared/people-api.ts';
import type { Outcome } from '../link/http-call.ts';

/** For so long before the end of its login a page says that it will sign out, ms. */
export const WARN_MS = 60_000;
/** Acts of the person are told to the server at most this often, ms. */
export const TELL_EVERY_MS = 60_000;
/** The server is asked at most this often, ms. */
export const ASK_EVERY_MS = 5_000;
/** Where no answer comes, the page does not wait longer than this beyond the end, ms. */
export const GRACE_MS = 10_000;

/**
 * What a page knows of how long it has been left alone. The server counts, since other pages of the same login give signs
 * as well; instants are the page's own, by the wall clock, which goes on while a device sleeps.
 */
export interface Alone {
	/** When the login ends without a further sign; null before the first answer. */
	readonly endsAt: number | null;
	/** Whether the person did something that the server was not told. */
	readonly hasActed: boolean;
	readonly toldAt: number;
	readonly askedAt: number;
	/** The server said that the login is over. */
	readonly isOver: boolean;
}

export const NOTHING_KNOWN: Alone = {
	endsAt: null,
	hasActed: false,
	toldAt: Number.NEGATIVE_INFINITY,
	askedAt: Number.NEGATIVE_INFINITY,
	isOver: false,
};

export function acted(alone: Alone): Alone {
	return alone.hasActed ? alone : { ...alone, hasActed: true };
}

/** What is due: to tell the server of the person's acts, or to ask how long the login still stands. */
export function dueAt(alone: Alone, now: number): 'tell' | 'ask' | null {
	if (alone.isOver) return null;
	const isNear = alone.endsAt !== null && alone.endsAt - now <= WARN_MS;
	if (alone.hasActed && (isNear ? now > alone.toldAt : now - alone.toldAt >= TELL_EVERY_MS)) return 'tell';
	if (now - alone.askedAt < ASK_EVERY_MS) return null;
	return isNear || alone.endsAt === null ? 'ask' : null;
}

/** After an answer, or none. */
export function answered(alone: Alone, now: number, asked: 'tell' | 'ask', outcome: Outcome<OwnLoginAnswer>): Alone {
	const tried = { ...alone, askedAt: now, ...(asked === 'tell' && { toldAt: now }) };
	if (outcome.is === 'ok')
		return { ...tried, endsAt: now + outcome.answer.leftMs, hasActed: asked === 'ask' && alone.hasActed };
	return outcome.is === 'refused' && outcome.code === 'signed_out' ? { ...tried, isOver: true } : tried;
}

/** Whether a login that is over ended for want of a sign, as far as this page knows; otherwise somebody ended it. */
export function wasAlone({ endsAt }: Alone, now: number): boolean {
	return endsAt !== null && now >= endsAt - WARN_MS;
}

export type Standing = { readonly is: 'here' | 'gone' } | { readonly is: 'warned'; readonly leftMs: number };

export function standingAt({ endsAt, askedAt, isOver }: Alone, now: number): Standing {
	if (isOver) return { is: 'gone' };
	if (endsAt === null || now < endsAt - WARN_MS) return { is: 'here' };
	// The end is the server's to say; without an answer this page hides what it shows all the same.
	if (now >= endsAt && (askedAt >= endsAt || now >= endsAt + GRACE_MS)) return { is: 'gone' };
	if (askedAt < endsAt - WARN_MS) return { is: 'here' };
	return { is: 'warned', leftMs: Math.max(0, endsAt - now) };
}
