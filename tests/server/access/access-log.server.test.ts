import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type AccessNote, createAccessLog, readAccess, verifyAccess } from '../../../server/store/access-log.ts';
import type { ClinicDb } from '../../../server/store/tables.ts';
import { idNamed, NINE } from '../../harness/server-events.ts';
import { CLINIC, OTHER_CLINIC, OWNER, openTwoClinics } from '../../harness/server-store.ts';
import { waitFor } from '../../harness/wait-for.ts';

const READ: AccessNote = { clinic: CLINIC, what: 'session-read', member: OWNER, as: 'owner', session: idNamed('one') };

async function open() {
	const store = await openTwoClinics();
	const troubles: unknown[] = [];
	const log = createAccessLog({ db: store.db, now: () => NINE, onTrouble: (problem) => troubles.push(problem) });
	return { db: store.db, log, troubles };
}

const all = (db: ClinicDb, clinic = CLINIC) => Array.fromAsync(readAccess(db, clinic));

/** What somebody can do who has the file. */
async function tamper(db: ClinicDb, change: (db: ClinicDb) => Promise<unknown>): Promise<void> {
	for (const trigger of ['access_no_update', 'access_no_delete'])
		await sql`drop trigger ${sql.ref(trigger)}`.execute(db);
	await change(db);
}

test('ACC2 every entry carries the hash of the one before, for each clinic by itself', async () => {
	const { db, log } = await open();
	const notes = Array.from({ length: 700 }, (_, i) => ({ ...READ, clinic: i % 7 === 0 ? OTHER_CLINIC : CLINIC }));
	await Promise.all(notes.map((note) => log.write(note)));
	for (const [clinic, entries] of [
		[CLINIC, 600],
		[OTHER_CLINIC, 100],
	] as const) {
		const rows = await all(db, clinic);
		expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: entries }, (_, i) => i + 1));
		expect(rows.slice(1).map(({ before }) => before)).toEqual(rows.slice(0, -1).map(({ hash }) => hash));
		const head = { n: entries, hash: rows.at(-1)?.hash };
		expect(await verifyAccess(db, clinic)).toEqual({ isWhole: true, firstWrong: null, entries, head });
	}
	expect(await verifyAccess(db, idNamed('no-clinic'))).toEqual({
		isWhole: true,
		firstWrong: null,
		entries: 0,
		head: null,
	});
});

const CHANGES: readonly (readonly [what: string, firstWrong: number, change: (db: ClinicDb) => Promise<unknown>])[] = [
	[
		'its time',
		3,
		(db) =>
			db
				.updateTable('access')
				.set({ at: NINE - 1 })
				.where('n', '=', 3)
				.execute(),
	],
	['who it was', 3, (db) => db.updateTable('access').set({ member: null }).where('n', '=', 3).execute()],
	[
		'its own hash',
		3,
		(db) =>
			db
				.updateTable('access')
				.set({ hash: 'f'.repeat(64) })
				.where('n', '=', 3)
				.execute(),
	],
	['its clinic', 3, (db) => db.updateTable('access').set({ clinic: OTHER_CLINIC }).where('n', '=', 3).execute()],
	['that it is there', 3, (db) => db.deleteFrom('access').where('n', '=', 3).execute()],
	['that the first is there', 1, (db) => db.deleteFrom('access').where('n', '=', 1).execute()],
];

test.each(CHANGES)('ACC2 of an entry %s can’t be changed unnoticed', async (_what, firstWrong, change) => {
	const { db, log } = await open();
	for (let i = 0; i < 5; i += 1) await log.write({ ...READ, session: idNamed(`${i}`) });
	await tamper(db, change);
	expect(await verifyAccess(db, CLINIC)).toMatchObject({ isWhole: false, firstWrong });
});

test('ACC2 what is cut off the end, or written anew from there, shows against a head kept elsewhere', async () => {
	const { db, log } = await open();
	for (let i = 0; i < 4; i += 1) await log.write(READ);
	const { head } = await verifyAccess(db, CLINIC);
	await tamper(db, (trx) => trx.deleteFrom('access').where('n', '>=', 3).execute());
	expect(await verifyAccess(db, CLINIC)).toMatchObject({ isWhole: true, entries: 2 });
	expect(await verifyAccess(db, CLINIC, head)).toMatchObject({ isWhole: false, firstWrong: 3 });
	for (let i = 0; i < 2; i += 1) await log.write({ ...READ, what: 'session-exported' });
	expect(await verifyAccess(db, CLINIC, head)).toMatchObject({ isWhole: false, firstWrong: 4, entries: 4 });
});

test('ACC3 an entry can be neither changed nor taken out', async () => {
	const { db, log } = await open();
	await log.write(READ);
	await expect(db.updateTable('access').set({ times: 2 }).execute()).rejects.toThrow('only added to');
	await expect(db.deleteFrom('access').execute()).rejects.toThrow('only added to');
	expect(await all(db)).toHaveLength(1);
});

test('ACC1 a note that can’t be committed is not taken for one that was', async () => {
	const { db, log, troubles } = await open();
	const lost = { ...READ, clinic: idNamed('no-clinic') };
	await expect(log.write(lost)).rejects.toThrow();
	log.note(lost);
	await waitFor(() => expect(troubles).toHaveLength(1));
	await log.write(READ);
	expect(await all(db)).toHaveLength(1);
});

test('ACC1 while the store can’t be written reading goes on, and what was read is in the log when it can', async () => {
	const { db, log, troubles } = await open();
	await sql`pragma query_only = 1`.execute(db);
	await log.write(READ);
	await log.write({ ...READ, what: 'session-exported' });
	for (let i = 0; i < 998; i += 1) await log.write(READ);
	await expect(log.write(READ)).rejects.toThrow();
	expect([(await all(db)).length, troubles.length]).toEqual([0, 1_000]);
	await sql`pragma query_only = 0`.execute(db);
	await log.settled();
	expect((await all(db)).slice(0, 2).map(({ what }) => what)).toEqual(['session-read', 'session-exported']);
	expect(await verifyAccess(db, CLINIC)).toMatchObject({ isWhole: true, entries: 1_000 });
});

test('ACC4 alike notes that wait together become one with a count', async () => {
	const { db, log } = await open();
	const forged: AccessNote = { ...READ, what: 'forged', as: 'client', member: null, code: 'forbidden' };
	for (let i = 0; i < 1_000; i += 1) log.note(forged);
	log.note({ ...forged, code: 'conflict' });
	await log.settled();
	const rows = await all(db);
	expect(rows.length).toBeLessThan(5);
	const times = (code: string) => rows.filter((row) => row.code === code).reduce((sum, row) => sum + row.times, 0);
	expect([times('forbidden'), times('conflict')]).toEqual([1_000, 1]);
});
