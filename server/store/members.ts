import type { MeAnswer } from '../../shared/http-api.ts';
import { asRole } from '../../shared/people-api.ts';
import type { ClinicDb } from './tables.ts';

export type Role = MeAnswer['member']['role'];

export interface Membership {
	readonly member: { readonly id: string; readonly name: string; readonly role: Role };
	readonly clinic: { readonly id: string; readonly name: string; readonly zone: string };
}

export interface NewClinic {
	readonly clinic: { readonly id: string; readonly name: string; readonly zone: string };
	readonly owner: {
		readonly user: string;
		readonly member: string;
		readonly account: string;
		readonly name: string;
		/** In lower case. */
		readonly email: string;
		readonly passwordHash: string;
	};
	readonly at: number;
}

export async function hasClinic(db: ClinicDb): Promise<boolean> {
	return (await db.selectFrom('clinic').select('id').limit(1).execute()).length > 0;
}

/** Creates the first clinic with its owner, all or nothing. Answers false where there is a clinic already. */
export function insertFirstClinic(db: ClinicDb, first: NewClinic): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		if (await hasClinic(trx)) return false;
		await insertClinicRows(trx, first);
		return true;
	});
}

/** Adds a clinic with its owner: somebody new, or a person of this server. Answers whether the person is new. */
export function insertClinic(db: ClinicDb, added: NewClinic): Promise<boolean> {
	return db.transaction().execute((trx) => insertClinicRows(trx, added));
}

async function insertClinicRows(db: ClinicDb, { clinic, owner, at }: NewClinic): Promise<boolean> {
	const createdAt = new Date(at).toISOString();
	const times = { createdAt, updatedAt: createdAt };
	const { user, name, email } = owner;
	const known = await db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
	const userId = known?.id ?? user;
	if (!known) {
		await db
			.insertInto('user')
			.values({ id: userId, name, email, emailVerified: 0, image: null, ...times })
			.execute();
		await db
			.insertInto('account')
			.values({
				id: owner.account,
				accountId: userId,
				providerId: 'credential',
				userId,
				password: owner.passwordHash,
				...times,
			})
			.execute();
	}
	await db
		.insertInto('clinic')
		.values({ ...clinic, slug: clinic.id, logo: null, metadata: null, createdAt })
		.execute();
	await db
		.insertInto('member')
		.values({ id: owner.member, organizationId: clinic.id, userId, role: 'owner', createdAt })
		.execute();
	return !known;
}

/** The clinic a person works for, and as what: `chosen` where there are several, else the first. Null: disabled in all. */
export async function readMembership(
	db: ClinicDb,
	user: string,
	chosen: string | null = null,
): Promise<Membership | undefined> {
	const row = await db
		.selectFrom('member')
		.innerJoin('clinic', 'clinic.id', 'member.organizationId')
		.innerJoin('user', 'user.id', 'member.userId')
		.select([
			'member.id',
			'member.role',
			'user.name',
			'clinic.id as clinicId',
			'clinic.name as clinicName',
			'clinic.zone',
		])
		.where('member.userId', '=', user)
		.where('member.disabledAt', 'is', null)
		.orderBy((eb) => eb('clinic.id', '=', chosen ?? ''), 'desc')
		.orderBy('member.createdAt')
		.orderBy('member.id')
		.executeTakeFirst();
	return (
		row && {
			member: { id: row.id, name: row.name, role: asRole(row.role) },
			clinic: { id: row.clinicId, name: row.clinicName, zone: row.zone },
		}
	);
}

export interface OwnerAccount {
	readonly user: string;
	readonly email: string;
	readonly clinicName: string;
}

export function listOwners(db: ClinicDb): Promise<readonly OwnerAccount[]> {
	return db
		.selectFrom('member')
		.innerJoin('user', 'user.id', 'member.userId')
		.innerJoin('clinic', 'clinic.id', 'member.organizationId')
		.select(['user.id as user', 'user.email', 'clinic.name as clinicName'])
		.where('member.role', '=', 'owner')
		.orderBy('member.createdAt')
		.execute();
}

/** Sets a person's password and ends every login of theirs. */
export function resetPassword(
	db: ClinicDb,
	reset: { readonly user: string; readonly passwordHash: string; readonly at: number },
): Promise<void> {
	return db.transaction().execute(async (trx) => {
		await trx
			.updateTable('account')
			.set({ password: reset.passwordHash, updatedAt: new Date(reset.at).toISOString() })
			.where('userId', '=', reset.user)
			.where('providerId', '=', 'credential')
			.execute();
		await trx.deleteFrom('login').where('userId', '=', reset.user).execute();
	});
}
