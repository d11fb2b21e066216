import type { Role } from '../../server/store/members.ts';
import type { ClinicDb } from '../../server/store/tables.ts';
import { lightPasswords } from './light-passwords.ts';
import { cookieOf, EMAIL, PASSWORD, type RunningApp } from './server-app.ts';
import { idNamed, NINE } from './server-events.ts';

/** Adds a person who works for a clinic as `role`, and answers the cookie of their login. */
export async function signInAs(
	app: RunningApp,
	role: Role,
	clinic: string,
	name: string,
	/** Of PASSWORD, where many sign in. */
	hash?: string,
): Promise<string> {
	const createdAt = new Date(NINE).toISOString();
	const times = { createdAt, updatedAt: createdAt };
	const user = { id: idNamed(`user-${name}`), name, email: `${name}@example.org` };
	const password = hash ?? (await lightPasswords().hash(PASSWORD));
	const { db } = app.store;
	await db
		.insertInto('user')
		.values({ ...user, emailVerified: 0, image: null, ...times })
		.execute();
	await db
		.insertInto('account')
		.values({
			id: idNamed(`account-${name}`),
			accountId: user.id,
			providerId: 'credential',
			userId: user.id,
			password,
			...times,
		})
		.execute();
	await db
		.insertInto('member')
		.values({ id: idNamed(`member-${name}`), organizationId: clinic, userId: user.id, role, createdAt })
		.execute();
	return cookieOf(await app.call('POST', '/api/sign-in', { json: { email: user.email, password: PASSWORD } }));
}

/** Adds another tenant. */
export async function insertClinic(db: ClinicDb, name: string): Promise<string> {
	const id = idNamed(`clinic-${name}`);
	const createdAt = new Date(NINE).toISOString();
	await db
		.insertInto('clinic')
		.values({ id, name, slug: id, logo: null, metadata: null, zone: 'UTC', createdAt })
		.execute();
	return id;
}

/** The clinic that setUp created. */
export async function firstClinic(db: ClinicDb): Promise<string> {
	const row = await db
		.selectFrom('member')
		.innerJoin('user', 'user.id', 'member.userId')
		.select('member.organizationId')
		.where('user.email', '=', EMAIL)
		.executeTakeFirstOrThrow();
	return row.organizationId;
}
