import { type InvitationRow, type MemberRow, ROLES, type Role } from '../../shared/people-api.ts';
import type { ClinicDb } from './tables.ts';

const asRole = (role: string | null): Role => ROLES.find((known) => known === role) ?? 'desk';

/** Everyone of a clinic, by name. */
export async function listMembers(db: ClinicDb, clinic: string): Promise<readonly MemberRow[]> {
	const rows = await db
		.selectFrom('member')
		.innerJoin('user', 'user.id', 'member.userId')
		.leftJoin('totp', 'totp.userId', 'user.id')
		.select(['member.id', 'user.name', 'user.email', 'member.role', 'member.disabledAt', 'totp.confirmedAt'])
		.select((eb) =>
			eb
				.selectFrom('login')
				.select((x) => x.fn.max('login.seenAt').as('seenAt'))
				.whereRef('login.userId', '=', 'user.id')
				.as('seenAt'),
		)
		.where('member.organizationId', '=', clinic)
		.orderBy('user.name')
		.orderBy('member.id')
		.execute();
	return rows.map(({ role, disabledAt, confirmedAt, ...row }) => ({
		...row,
		role: asRole(role),
		isDisabled: disabledAt !== null,
		hasTotp: confirmedAt !== null,
	}));
}

export interface MemberAccount {
	readonly member: string;
	readonly user: string;
	readonly role: Role;
	readonly email: string;
	readonly isDisabled: boolean;
	/** Works for another clinic of this server too. */
	readonly isShared: boolean;
}

export async function readMember(db: ClinicDb, clinic: string, member: string): Promise<MemberAccount | undefined> {
	const row = await db
		.selectFrom('member')
		.innerJoin('user', 'user.id', 'member.userId')
		.select(['member.id', 'member.userId', 'member.role', 'member.disabledAt', 'user.email'])
		.where('member.id', '=', member)
		.where('member.organizationId', '=', clinic)
		.executeTakeFirst();
	if (!row) return undefined;
	const { id, userId: user, role, disabledAt, email } = row;
	const isShared = (await listMembershipIds(db, user)).length > 1;
	return { member: id, user, role: asRole(role), email, isDisabled: disabledAt !== null, isShared };
}

/** The ids under which a person works for the clinics of this server, disabled ones included. */
export async function listMembershipIds(db: ClinicDb, user: string): Promise<readonly string[]> {
	const rows = await db.selectFrom('member').select('id').where('userId', '=', user).execute();
	return rows.map(({ id }) => id);
}

/** Gives a member another role, or takes the membership out of force, unless the clinic would be left without an owner. */
export function changeMember(
	db: ClinicDb,
	{ clinic, member }: { readonly clinic: string; readonly member: string },
	change: { readonly role: Role } | { readonly disabledAt: number | null },
): Promise<'done' | 'last_owner'> {
	return db
		.transaction()
		.execute(async (trx) => {
			await trx
				.updateTable('member')
				.set(change)
				.where('id', '=', member)
				.where('organizationId', '=', clinic)
				.execute();
			const owner = await trx
				.selectFrom('member')
				.select('id')
				.where('organizationId', '=', clinic)
				.where('role', '=', 'owner')
				.where('disabledAt', 'is', null)
				.executeTakeFirst();
			if (!owner) throw new LastOwner();
			return 'done' as const;
		})
		.catch((problem: unknown) => {
			if (problem instanceof LastOwner) return 'last_owner' as const;
			throw problem;
		});
}

/** Takes the change back. */
class LastOwner extends Error {}

/** Ends the logins of a person who has no membership in force left. */
export async function endLoginsWithoutClinic(db: ClinicDb, user: string): Promise<void> {
	const left = await db
		.selectFrom('member')
		.select('id')
		.where('userId', '=', user)
		.where('disabledAt', 'is', null)
		.executeTakeFirst();
	if (!left) await endLogins(db, user);
}

/** Ends every login of a person but `except`. */
export async function endLogins(db: ClinicDb, user: string, except = ''): Promise<void> {
	await db.deleteFrom('login').where('userId', '=', user).where('id', '<>', except).execute();
}

export async function endLogin(db: ClinicDb, user: string, login: string): Promise<boolean> {
	const row = await db
		.deleteFrom('login')
		.where('id', '=', login)
		.where('userId', '=', user)
		.returning('id')
		.executeTakeFirst();
	return row !== undefined;
}

/** A person's logins that stand, the newest first. */
export async function listLogins(db: ClinicDb, user: string, now: number) {
	const rows = await db
		.selectFrom('login')
		.select(['id', 'createdAt', 'seenAt', 'userAgent', 'ipAddress'])
		.where('userId', '=', user)
		.where('expiresAt', '>', new Date(now).toISOString())
		.orderBy('createdAt', 'desc')
		.execute();
	return rows.map(({ createdAt, ipAddress, ...row }) => ({
		...row,
		createdAt: Date.parse(createdAt),
		address: ipAddress || null,
	}));
}

/** Notes a sign of a login; answers false, and ends it, where there was none for longer than `limitMs`. */
export async function touchLogin(
	db: ClinicDb,
	login: string,
	{ now, limitMs }: { readonly now: number; readonly limitMs: number },
): Promise<boolean> {
	const row = await db.selectFrom('login').select('seenAt').where('id', '=', login).executeTakeFirst();
	if (!row) return false;
	const agoMs = row.seenAt === null ? 0 : now - row.seenAt;
	// While the store can't be written reading goes on, and a login that is over is over all the same.
	const unwritten = () => undefined;
	if (agoMs > limitMs) {
		await db.deleteFrom('login').where('id', '=', login).execute().catch(unwritten);
		return false;
	}
	// Written at most so often: a sign is needed to the minute.
	if (row.seenAt === null || agoMs > TOUCH_MS)
		await db.updateTable('login').set({ seenAt: now }).where('id', '=', login).execute().catch(unwritten);
	return true;
}

const TOUCH_MS = 15_000;

/** Invitations that can still be accepted. */
export async function listInvitations(db: ClinicDb, clinic: string, now: number): Promise<readonly InvitationRow[]> {
	const rows = await db
		.selectFrom('invitation')
		.select(['id', 'email', 'role', 'expiresAt'])
		.where('organizationId', '=', clinic)
		.where('status', '=', 'pending')
		.where('expiresAt', '>', new Date(now).toISOString())
		.orderBy('createdAt')
		.execute();
	return rows.map(({ role, expiresAt, ...row }) => ({
		...row,
		role: asRole(role),
		expiresAt: Date.parse(expiresAt),
	}));
}

export interface NewInvitation {
	readonly id: string;
	readonly clinic: string;
	readonly email: string;
	readonly role: Role;
	readonly tokenHash: string;
	readonly inviter: string;
	readonly at: number;
	readonly expiresAt: number;
}

/** One before to the same address ends. Answers false where that person works for the clinic already. */
export function insertInvitation(db: ClinicDb, invitation: NewInvitation): Promise<boolean> {
	const { id, clinic, email, role, tokenHash, inviter, at, expiresAt } = invitation;
	return db.transaction().execute(async (trx) => {
		const member = await trx
			.selectFrom('member')
			.innerJoin('user', 'user.id', 'member.userId')
			.select('member.id')
			.where('member.organizationId', '=', clinic)
			.where('user.email', '=', email)
			.executeTakeFirst();
		if (member) return false;
		await trx.deleteFrom('invitation').where('organizationId', '=', clinic).where('email', '=', email).execute();
		await trx
			.insertInto('invitation')
			.values({
				id,
				organizationId: clinic,
				email,
				role,
				status: 'pending',
				expiresAt: new Date(expiresAt).toISOString(),
				createdAt: new Date(at).toISOString(),
				inviterId: inviter,
				tokenHash,
			})
			.execute();
		return true;
	});
}

export async function deleteInvitation(db: ClinicDb, clinic: string, invitation: string): Promise<boolean> {
	const row = await db
		.deleteFrom('invitation')
		.where('id', '=', invitation)
		.where('organizationId', '=', clinic)
		.returning('id')
		.executeTakeFirst();
	return row !== undefined;
}

export interface FoundInvitation {
	readonly id: string;
	readonly clinic: { readonly id: string; readonly name: string };
	readonly email: string;
	readonly role: Role;
	/** Who has that address already. */
	readonly user: string | null;
}

export async function findInvitation(
	db: ClinicDb,
	tokenHash: string,
	now: number,
): Promise<FoundInvitation | undefined> {
	const row = await db
		.selectFrom('invitation')
		.innerJoin('clinic', 'clinic.id', 'invitation.organizationId')
		.leftJoin('user', 'user.email', 'invitation.email')
		.select(['invitation.id', 'invitation.email', 'invitation.role', 'clinic.name', 'user.id as user'])
		.select('clinic.id as clinic')
		.where('tokenHash', '=', tokenHash)
		.where('status', '=', 'pending')
		.where('expiresAt', '>', new Date(now).toISOString())
		.executeTakeFirst();
	return row && { ...row, role: asRole(row.role), clinic: { id: row.clinic, name: row.name } };
}

/** Makes the member, and the person where there was none; once. Answers false where the invitation is gone by now. */
export function acceptInvitation(
	db: ClinicDb,
	found: FoundInvitation,
	person: {
		readonly member: string;
		readonly at: number;
		/** Of a person who is new on this server. */
		readonly account: {
			readonly user: string;
			readonly account: string;
			readonly name: string;
			readonly passwordHash: string;
		} | null;
	},
): Promise<boolean> {
	const { member, at, account } = person;
	const createdAt = new Date(at).toISOString();
	const times = { createdAt, updatedAt: createdAt };
	return db.transaction().execute(async (trx) => {
		const spent = await trx
			.deleteFrom('invitation')
			.where('id', '=', found.id)
			.where('status', '=', 'pending')
			.returning('id')
			.executeTakeFirst();
		const user = account?.user ?? found.user;
		if (!spent || user === null) return false;
		if (account) {
			await trx
				.insertInto('user')
				.values({ id: user, name: account.name, email: found.email, emailVerified: 1, image: null, ...times })
				.execute();
			await trx
				.insertInto('account')
				.values({
					id: account.account,
					accountId: user,
					providerId: 'credential',
					userId: user,
					password: account.passwordHash,
					...times,
				})
				.execute();
		}
		await trx
			.insertInto('member')
			.values({ id: member, organizationId: found.clinic.id, userId: user, role: found.role, createdAt })
			.execute();
		return true;
	});
}

/** A link to set a new password; the one before ends. */
export async function saveResetLink(
	db: ClinicDb,
	link: { readonly tokenHash: string; readonly userId: string; readonly expiresAt: number },
): Promise<void> {
	await db.deleteFrom('resetLink').where('userId', '=', link.userId).execute();
	await db.insertInto('resetLink').values(link).execute();
}

/** Whose link this is, while it works. */
export async function findResetLink(db: ClinicDb, tokenHash: string, now: number): Promise<string | undefined> {
	const row = await db
		.selectFrom('resetLink')
		.select('userId')
		.where('tokenHash', '=', tokenHash)
		.where('expiresAt', '>', now)
		.executeTakeFirst();
	return row?.userId;
}

/** Spends a link, and answers whose it was. */
export async function spendResetLink(db: ClinicDb, tokenHash: string, now: number): Promise<string | undefined> {
	const row = await db
		.deleteFrom('resetLink')
		.where('tokenHash', '=', tokenHash)
		.returning(['userId', 'expiresAt'])
		.executeTakeFirst();
	return row && row.expiresAt > now ? row.userId : undefined;
}

/** The hash a person signs in with. */
export async function readPasswordHash(db: ClinicDb, user: string): Promise<string | undefined> {
	const row = await db
		.selectFrom('account')
		.select('password')
		.where('userId', '=', user)
		.where('providerId', '=', 'credential')
		.executeTakeFirst();
	return row?.password ?? undefined;
}

export async function savePasswordHash(db: ClinicDb, user: string, hash: string, at: number): Promise<void> {
	await db
		.updateTable('account')
		.set({ password: hash, updatedAt: new Date(at).toISOString() })
		.where('userId', '=', user)
		.where('providerId', '=', 'credential')
		.execute();
}

/** The clinics a person works for. */
export function listClinics(
	db: ClinicDb,
	user: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
	return db
		.selectFrom('member')
		.innerJoin('clinic', 'clinic.id', 'member.organizationId')
		.select(['clinic.id', 'clinic.name'])
		.where('member.userId', '=', user)
		.where('member.disabledAt', 'is', null)
		.orderBy('clinic.name')
		.execute();
}

/** Goes on in another clinic of the person's. */
export async function chooseClinic(db: ClinicDb, login: string, clinic: string): Promise<void> {
	await db.updateTable('login').set({ activeOrganizationId: clinic }).where('id', '=', login).execute();
}
