import { followUpAt } from '../../shared/follow-up.ts';
import type { FollowUpAnswer, FollowUpAnsweredAnswer, FollowUpLinkAnswer } from '../../shared/notes-api.ts';
import { addressGroup } from '../live/join-codes.ts';
import { createBucket, createKeyed } from '../live/limits.ts';
import {
	type FoundFollowUp,
	findEndedSession,
	findFollowUp,
	insertLink,
	insertReply,
	wantFollowUp,
} from '../store/follow-ups.ts';
import type { ClinicDb } from '../store/tables.ts';
import type { Handlers } from './handler.ts';
import { mustSeeRecord } from './note-handlers.ts';
import { HttpRefusal } from './refusal.ts';

export interface FollowUpParts {
	readonly db: ClinicDb;
	readonly newId: () => string;
	readonly now: () => number;
	/** One way: what is kept of a link's token. */
	readonly hash: (text: string) => string;
	readonly joinOrigins: (host: string | undefined) => readonly string[];
	/** The server has an address that opens outside the clinic's network. */
	readonly isPublic: boolean;
}

type FollowUpRoute = 'wantFollowUp' | 'makeFollowUpLink' | 'readFollowUp' | 'answerFollowUp';

/** What one address may ask of links: a household needs a few, and 128 bits are not guessed. */
const ASKS = { perSecond: 0.2, burst: 30 };

/** Asking a client how it was, 24 and 48 hours afterwards: by a link, without an account. */
export function createFollowUpHandlers(parts: FollowUpParts): Pick<Handlers, FollowUpRoute> {
	const { db, now, hash } = parts;
	const asks = createKeyed(() => createBucket(now, ASKS));

	const linkTo = async (session: string, host: string | undefined): Promise<FollowUpLinkAnswer | null> => {
		const token = parts.newId();
		if (!(await insertLink(db, session, { tokenHash: hash(token), at: now() }))) return null;
		const [origin = ''] = parts.joinOrigins(host);
		return { link: `${origin}/follow-up#${token}`, isPublic: parts.isPublic };
	};
	/** Wrong, spent and over are one answer, by the same steps. */
	const standOf = async (token: string, address: string) => {
		if (!asks.of(addressGroup(address)).take(1)) throw new HttpRefusal('too_many');
		const found = await findFollowUp(db, hash(token));
		const stand = followUpAt(found?.endedAt ?? 0, found?.answered ?? [], now());
		if (!found || stand.is === 'over') throw new HttpRefusal('wrong_link');
		return { found, stand };
	};
	const aboutOf = ({ session, clinic, client }: Pick<FoundFollowUp, 'session' | 'clinic' | 'client'>) => ({
		clinic,
		session,
		client,
		as: 'client',
	});

	return {
		async wantFollowUp({ body, host }) {
			const found = await findEndedSession(db, hash(body.token));
			if (!found) throw new HttpRefusal('no_session');
			await wantFollowUp(db, found.session, now());
			const json = await linkTo(found.session, host);
			if (!json) throw new HttpRefusal('no_session');
			return { status: 201, json, about: aboutOf(found) };
		},
		async makeFollowUpLink({ me, session, host }) {
			const { client } = await mustSeeRecord(db, me, session);
			const json = await linkTo(session, host);
			if (!json) throw new HttpRefusal('not_wanted');
			return { status: 201, json, about: { client } };
		},
		async readFollowUp({ body, address }) {
			const { stand } = await standOf(body.token, address);
			return { json: { stand } satisfies FollowUpAnswer };
		},
		async answerFollowUp({ body: { token, ...reply }, address }) {
			const { found, stand } = await standOf(token, address);
			const at = now();
			const isOpen = stand.is === 'open' && stand.day === reply.day;
			if (!isOpen || !(await insertReply(db, found.session, { ...reply, at }))) throw new HttpRefusal('wrong_link');
			const next = followUpAt(found.endedAt, [...found.answered, reply.day], at);
			const json: FollowUpAnsweredAnswer = { stand: next.is === 'over' ? null : next };
			return { json, about: aboutOf(found) };
		},
	};
}
