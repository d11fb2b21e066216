import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClinicStore, openClinicStore } from '../../server/store/clinic-store.ts';
import { insertFirstClinic } from '../../server/store/members.ts';
import type { ClinicDb } from '../../server/store/tables.ts';
import { idNamed, NINE } from './server-events.ts';
import { freshFolder } from './server-folder.ts';

export const CLINIC = idNamed('clinic');
export const OTHER_CLINIC = idNamed('other-clinic');
/** A member of CLINIC, and one of OTHER_CLINIC. */
export const OWNER = idNamed('owner-member');
export const OTHER_OWNER = idNamed('other-owner-member');

/** A store of two clinics in a folder of its own, closed after the test. */
export async function openTwoClinics(): Promise<ClinicStore & { readonly folder: string }> {
	const folder = freshFolder();
	const store = await openClinicStore({ file: join(folder, 'clinic.db') });
	onTestFinished(() => store.close());
	await insertFirstClinic(store.db, {
		clinic: { id: CLINIC, name: 'Harbour Clinic', zone: 'Europe/Berlin' },
		owner: {
			user: idNamed('owner'),
			member: OWNER,
			account: idNamed('account'),
			name: 'Ada Owner',
			email: 'ada@example.org',
			passwordHash: 'none',
		},
		at: NINE,
	});
	await insertOtherClinic(store.db);
	return { ...store, folder };
}

/** A second tenant, with an owner of its own. */
async function insertOtherClinic(db: ClinicDb): Promise<void> {
	const createdAt = new Date(NINE).toISOString();
	const user = { id: idNamed('other-owner'), name: 'Olga Other', email: 'olga@example.org', image: null };
	const clinic = { id: OTHER_CLINIC, name: 'Hill Clinic', slug: OTHER_CLINIC, zone: 'UTC', logo: null, metadata: null };
	const member = { id: OTHER_OWNER, organizationId: OTHER_CLINIC, userId: user.id, role: 'owner' };
	await db
		.insertInto('user')
		.values({ ...user, emailVerified: 0, createdAt, updatedAt: createdAt })
		.execute();
	await db
		.insertInto('clinic')
		.values({ ...clinic, createdAt })
		.execute();
	await db
		.insertInto('member')
		.values({ ...member, createdAt })
		.execute();
}
