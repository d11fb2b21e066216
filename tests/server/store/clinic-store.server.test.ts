import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { insertClient, searchClients } from '../../../server/store/clients.ts';
import { openClinicStore } from '../../../server/store/clinic-store.ts';
import { hasClinic, insertFirstClinic, readMembership, resetPassword } from '../../../server/store/members.ts';
import { idNamed, NINE } from '../../harness/server-events.ts';
import { freshFolder } from '../../harness/server-folder.ts';
import { CLINIC, OTHER_CLINIC, openTwoClinics } from '../../harness/server-store.ts';

const client = (id: string, name: string, clinic = CLINIC) => ({ id: idNamed(id), name, clinic, createdAt: NINE });

test('KEEP1 what was written is there at the next start', async () => {
	const file = join(freshFolder(), 'clinic.db');
	const first = await openClinicStore({ file });
	const owner = { user: 'u', member: 'm', account: 'a', name: 'Ada', email: 'a@example.org', passwordHash: 'x' };
	const clinic = { id: CLINIC, name: 'Harbour', zone: 'UTC' };
	expect(await insertFirstClinic(first.db, { clinic, owner, at: NINE })).toBe(true);
	await first.close();
	const second = await openClinicStore({ file });
	expect(await readMembership(second.db, 'u')).toEqual({ member: { id: 'm', name: 'Ada', role: 'owner' }, clinic });
	await second.close();
	expect(statSync(file).size).toBeGreaterThan(0);
});

test('KEEP1 a store changed by a later version is refused with a sentence', async () => {
	const file = join(freshFolder(), 'clinic.db');
	await (await openClinicStore({ file })).close();
	const beside = new Database(file);
	beside.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('2031-later', 'then');
	beside.close();
	await expect(openClinicStore({ file })).rejects.toMatchObject({
		code: 'too_new',
		message: expect.stringContaining('newer version'),
	});
});

test('KEEP2 of two transactions neither sees the other half done, and one that throws leaves nothing', async () => {
	const { db } = await openTwoClinics();
	const half = db.transaction().execute(async (trx) => {
		await insertClient(trx, client('half', 'Half Done'));
		throw new Error('changed my mind');
	});
	const whole = db.transaction().execute((trx) => insertClient(trx, client('whole', 'Whole')));
	const seen = searchClients(db, CLINIC, '');
	await expect(half).rejects.toThrow('changed my mind');
	await whole;
	expect((await seen).map(({ name }) => name)).not.toContain('Half Done');
	expect(await searchClients(db, CLINIC, '')).toEqual([{ id: idNamed('whole'), name: 'Whole' }]);
});

test('KEEP2 a clinic is set up once, however many ask at the same time', async () => {
	const file = join(freshFolder(), 'clinic.db');
	const { db, close } = await openClinicStore({ file });
	const setUp = (name: string) =>
		insertFirstClinic(db, {
			clinic: { id: idNamed(name), name, zone: 'UTC' },
			owner: { user: name, member: name, account: name, name, email: `${name}@example.org`, passwordHash: 'x' },
			at: NINE,
		});
	expect(await hasClinic(db)).toBe(false);
	expect((await Promise.all(['a', 'b', 'c', 'd'].map(setUp))).filter(Boolean)).toHaveLength(1);
	expect(await db.selectFrom('user').selectAll().execute()).toHaveLength(1);
	await close();
});

test('KEEP3 truth and instants are converted, and text is bound, never SQL', async () => {
	const { db } = await openTwoClinics();
	const instant = new Date(NINE);
	const { rows } = await sql<{ yes: number; no: number; at: number; text: string }>`
		select ${true} as yes, ${false} as no, ${instant} as at, ${"'; drop table user; --"} as text`.execute(db);
	expect(rows).toEqual([{ yes: 1, no: 0, at: NINE, text: "'; drop table user; --" }]);
	await expect(sql`select * from nowhere`.execute(db)).rejects.toMatchObject({ code: 'SQLITE_ERROR' });
});

test('KEEP4 clients are found by any part of their name, without case or accents, and only in their clinic', async () => {
	const { db } = await openTwoClinics();
	const names = ['Zoë Ångström', 'Bob 100%', 'Bob_1', 'bob 1001', "O'Neil \\ Co"];
	for (const [i, name] of names.entries()) await insertClient(db, client(`c${i}`, name));
	await insertClient(db, client('theirs', 'Zoë of the Hill', OTHER_CLINIC));
	const found = async (text: string) => (await searchClients(db, CLINIC, text)).map(({ name }) => name);
	expect(await found('zoe ang')).toEqual(['Zoë Ångström']);
	expect(await found('ÅNGSTRÖM')).toEqual(['Zoë Ångström']);
	expect(await found('100%')).toEqual(['Bob 100%']);
	expect(await found('bob_')).toEqual(['Bob_1']);
	expect(await found('\\')).toEqual(["O'Neil \\ Co"]);
	expect(await found('')).toHaveLength(5);
	expect(await found("' or 1=1 --")).toEqual([]);
});

test('KEEP5 a new password ends every login of that person and of no one else', async () => {
	const { db } = await openTwoClinics();
	const at = new Date(NINE).toISOString();
	const login = (id: string, userId: string) => ({
		id,
		token: id,
		userId,
		expiresAt: at,
		createdAt: at,
		updatedAt: at,
	});
	await db
		.insertInto('login')
		.values([login('one', idNamed('owner')), login('two', idNamed('owner')), login('three', idNamed('other-owner'))])
		.execute();
	await resetPassword(db, { user: idNamed('owner'), passwordHash: 'fresh', at: NINE + 1 });
	expect((await db.selectFrom('login').select('id').execute()).map(({ id }) => id)).toEqual(['three']);
	expect(await db.selectFrom('account').select('password').execute()).toEqual([{ password: 'fresh' }]);
});
