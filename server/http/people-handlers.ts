import type {
	AcceptAnswer,
	InvitationAnswer,
	LinkAnswer,
	MemberListAnswer,
	MemberNamesAnswer,
} from '../../shared/people-api.ts';
import type { LiveHub } from '../live/live-hub.ts';
import {
	acceptInvitation,
	deleteInvitation,
	findInvitation,
	insertInvitation,
	listInvitations,
} from '../store/invitations.ts';
import { endLogins, endLoginsWithoutClinic } from '../store/logins.ts';
import type { Membership } from '../store/members.ts';
import { saveResetLink } from '../store/passwords.ts';
import { changeMember, listMembers, type MemberAccount, readMember } from '../store/people.ts';
import type { ClinicDb } from '../store/tables.ts';
import { endTotp } from '../store/totp-rows.ts';
import type { Auth } from './auth.ts';
import type { Handlers } from './handler.ts';
import type { Passwords } from './passwords.ts';
import { HttpRefusal } from './refusal.ts';

/** How long a link may wait to be used, ms. */
const INVITATION_MS = 7 * 24 * 60 * 60 * 1_000;
const RESET_MS = 24 * 60 * 60 * 1_000;

export interface PeopleParts {
	readonly db: ClinicDb;
	readonly auth: Auth;
	readonly passwords: Passwords;
	readonly hub: Pick<LiveHub, 'dropMember'>;
	readonly newId: () => string;
	readonly now: () => number;
	/** One way: what is kept of a link's token. */
	readonly hash: (text: string) => string;
	/** This server's own addresses as the caller reaches it, the best first. */
	readonly joinOrigins: (host: string | undefined) => readonly string[];
}

type PeopleRoute =
	| 'listMembers'
	| 'listMemberNames'
	| 'invite'
	| 'withdrawInvitation'
	| 'readInvitation'
	| 'acceptInvitation'
	| 'changeRole'
	| 'disableMember'
	| 'enableMember'
	| 'makeResetLink'
	| 'endMemberLogins'
	| 'endMemberTotp';

/** Who works for a clinic. Whatever takes rights away has closed every live line of that person before it answers. */
export function createPeopleHandlers(parts: PeopleParts): Pick<Handlers, PeopleRoute> {
	const { db, auth, passwords, hub, newId, now } = parts;

	const memberOf = async ({ clinic }: Membership, member: string): Promise<MemberAccount> => {
		const found = await readMember(db, clinic.id, member);
		if (!found) throw new HttpRefusal('not_found');
		return found;
	};
	/** What opens a person's account opens it for every clinic: one clinic's owner may not do it for another's. */
	const onlyOurs = async (me: Membership, member: string): Promise<MemberAccount> => {
		const found = await memberOf(me, member);
		if (found.isShared) throw new HttpRefusal('forbidden');
		return found;
	};
	const linkOf = (host: string | undefined, what: string, token: string, expiresAt: number): LinkAnswer => {
		const [origin = ''] = parts.joinOrigins(host);
		return { link: `${origin}/clinic#${what}=${token}`, expiresAt };
	};
	const invitationOf = async (token: string) => {
		const found = await findInvitation(db, parts.hash(token), now());
		if (!found) throw new HttpRefusal('wrong_link');
		return found;
	};

	return {
		async listMembers({ me }) {
			const members = await listMembers(db, me.clinic.id);
			const invitations = await listInvitations(db, me.clinic.id, now());
			return { json: { members, invitations } satisfies MemberListAnswer };
		},
		async listMemberNames({ me }) {
			const all = await listMembers(db, me.clinic.id);
			const members = all.filter(({ isDisabled }) => !isDisabled).map(({ id, name, role }) => ({ id, name, role }));
			return { json: { members } satisfies MemberNamesAnswer };
		},
		async invite({ me, user, body, host }) {
			const token = newId();
			const at = now();
			const expiresAt = at + INVITATION_MS;
			const invitation = {
				...body,
				id: newId(),
				clinic: me.clinic.id,
				tokenHash: parts.hash(token),
				inviter: user,
				at,
			};
			if (!(await insertInvitation(db, { ...invitation, expiresAt }))) throw new HttpRefusal('member_already');
			return { status: 201, json: linkOf(host, 'invite', token, expiresAt) };
		},
		async withdrawInvitation({ me, invitation }) {
			if (!(await deleteInvitation(db, me.clinic.id, invitation))) throw new HttpRefusal('not_found');
			return { json: {} };
		},
		async readInvitation({ body }) {
			const { clinic, email, role, user } = await invitationOf(body.token);
			return { json: { clinic: clinic.name, email, role, hasAccount: user !== null } satisfies InvitationAnswer };
		},
		async acceptInvitation({ body: { token, name, password, code }, address, userAgent }) {
			const found = await invitationOf(token);
			const { email } = found;
			const signIn = () => auth.signIn({ email, password, address, userAgent, code });
			const member = newId();
			const about = { clinic: found.clinic.id, member, as: found.role };
			if (found.user !== null) {
				const cookies = await signIn();
				if (!(await acceptInvitation(db, found, { member, at: now(), account: null })))
					throw new HttpRefusal('wrong_link');
				return { json: { isSignedIn: true } satisfies AcceptAnswer, cookies, about };
			}
			if (name === undefined) throw new HttpRefusal('bad_request');
			const passwordHash = await passwords.hash(password);
			const account = { user: newId(), account: newId(), name, passwordHash };
			if (!(await acceptInvitation(db, found, { member, at: now(), account }))) throw new HttpRefusal('wrong_link');
			// The account is made: whoever is told to wait signs in by hand.
			const cookies = await signIn().catch((problem: unknown) => {
				if (problem instanceof HttpRefusal) return null;
				throw problem;
			});
			const json: AcceptAnswer = { isSignedIn: cookies !== null };
			return { json, cookies: cookies ?? [], about };
		},
		async changeRole({ me, member, body }) {
			await memberOf(me, member);
			const done = await changeMember(db, { clinic: me.clinic.id, member }, body);
			if (done !== 'done') throw new HttpRefusal(done);
			hub.dropMember(member);
			return { json: {} };
		},
		async disableMember({ me, member }) {
			const { user } = await memberOf(me, member);
			const done = await changeMember(db, { clinic: me.clinic.id, member }, { disabledAt: now() });
			if (done !== 'done') throw new HttpRefusal(done);
			await endLoginsWithoutClinic(db, user);
			hub.dropMember(member);
			return { json: {} };
		},
		async enableMember({ me, member }) {
			await memberOf(me, member);
			await changeMember(db, { clinic: me.clinic.id, member }, { disabledAt: null });
			return { json: {} };
		},
		async makeResetLink({ me, member, host }) {
			const { user: userId } = await onlyOurs(me, member);
			const token = newId();
			const expiresAt = now() + RESET_MS;
			await saveResetLink(db, { tokenHash: parts.hash(token), userId, expiresAt });
			return { status: 201, json: linkOf(host, 'reset', token, expiresAt) };
		},
		async endMemberLogins({ me, member }) {
			const { user } = await memberOf(me, member);
			await endLogins(db, user);
			hub.dropMember(member);
			return { json: {} };
		},
		async endMemberTotp({ me, member }) {
			const { user } = await onlyOurs(me, member);
			await endTotp(db, user);
			return { json: {} };
		},
	};
}
