import type {
	AcceptAnswer,
	InvitationAnswer,
	LinkAnswer,
	MemberListAnswer,
	MemberNamesAnswer,
} from '../../shared/people-api.ts';
import type { LiveHub } from '../live/live-hub.ts';
import { invitationMail, resetMail } from '../mail-words.ts';
import type { Mailer } from '../mailer.ts';
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
import { changeMember, chooseClinic, listMembers, type MemberAccount, readMember } from '../store/people.ts';
import type { ClinicDb } from '../store/tables.ts';
import { endTotp } from '../store/totp-rows.ts';
import type { Auth } from './auth.ts';
import type { Handlers } from './handler.ts';
import type { Passwords } from './passwords.ts';
import { HttpRefusal } from './refusal.ts';

/** How long a link may wait to be used, ms. */
const HOUR_MS = 60 * 60 * 1_000;
const INVITATION_MS = 7 * 24 * HOUR_MS;
const RESET_MS = 24 * HOUR_MS;

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
	readonly mailer: Mailer;
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

/** The address that opens the clinic page with a one-time right: in the fragment, which no server and no log sees. */
export function linkTo(
	{ joinOrigins }: Pick<PeopleParts, 'joinOrigins'>,
	host: string | undefined,
	right: { readonly invite: string } | { readonly reset: string },
): string {
	const [origin = ''] = joinOrigins(host);
	const [[what, token] = ['', '']] = Object.entries(right);
	return `${origin}/clinic#${what}=${token}`;
}

/** Who works for a clinic. Whatever takes rights away has closed every live line of that person before it answers. */
export function createPeopleHandlers(parts: PeopleParts): Pick<Handlers, PeopleRoute> {
	const { db, auth, passwords, hub, newId, now, mailer } = parts;

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
			const link = linkTo(parts, host, { invite: token });
			const { email: to, role } = body;
			const isMailed = await mailer.send({ to, ...invitationMail({ clinic: me.clinic.name, role, link }) });
			return { status: 201, json: { link, expiresAt, isMailed } satisfies LinkAnswer };
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
				const caller = await auth.whoIs(cookies.map((each) => each.split(';')[0]).join('; '));
				if (!(await acceptInvitation(db, found, { member, at: now(), account: null })))
					throw new HttpRefusal('wrong_link');
				// Whoever accepts wants to go on in that clinic.
				if (caller) await chooseClinic(db, caller.ownLogin, found.clinic.id);
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
			const { user: userId, email: to } = await onlyOurs(me, member);
			const token = newId();
			const expiresAt = now() + RESET_MS;
			await saveResetLink(db, { tokenHash: parts.hash(token), userId, expiresAt });
			const link = linkTo(parts, host, { reset: token });
			const isMailed = await mailer.send({ to, ...resetMail({ link, hours: RESET_MS / HOUR_MS }) });
			return { status: 201, json: { link, expiresAt, isMailed } satisfies LinkAnswer };
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
