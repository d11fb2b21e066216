import { asRole, type MemberRow, type Role } from '../../shared/people-api.ts';
import type { ClinicDb } from './tables.ts';

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

/** Whose e-mail address this is, of those who work for a clinic. */
export async function findAccount(db: ClinicDb, email: string): Promise<string | undefined> {
	const row = await db
		.selectFrom('user')
		.innerJoin('member', 'member.userId', 'user.id')
		.select('user.id')
		.where('user.email', '=', email)
		.where('member.disabledAt', 'is', null)
		.executeTakeFirst();
	return row?.id;
}

/** The ids under which a person works for the clinics of this server, disabled ones included. */
export async function listMembershipIds(db: ClinicDb, user: string): Promise<readonly string[]> {
	const rows = await db.selectFrom('member').select('id').where('userId', '=', user).execute();
	return rows.map(({ id }) => id);
}

/** Where a person works, and as whom. */
export function listWorkplaces(
	db: ClinicDb,
	user: string,
): Promise<readonly { readonly clinic: string; readonly member: string }[]> {
	return db
		.selectFrom('member')
		.select(['organizationId as clinic', 'id as member'])
		.where('userId', '=', user)
		.where('disabledAt', 'is', null)
		.execute();
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
