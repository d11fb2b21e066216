import { asRole, type InvitationRow, type Role } from '../../shared/people-api.ts';
import type { ClinicDb } from './tables.ts';

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
