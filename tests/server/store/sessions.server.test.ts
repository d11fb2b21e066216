import { expect, test } from 'vitest';
import { createLiveStore } from '../../../server/live/clinic-live-store.ts';
import type { StoredDevice, StoredSession } from '../../../server/live/live-store.ts';
import { searchClients } from '../../../server/store/clients.ts';
import { correctSessionClient, deleteSession, listSessions, readSession } from '../../../server/store/sessions.ts';
import type { ClinicDb } from '../../../server/store/tables.ts';
import { idNamed, NINE } from '../../harness/server-events.ts';
import { folderHolds } from '../../harness/server-folder.ts';
import { CLINIC, OTHER_CLINIC, OTHER_OWNER, OWNER, openTwoClinics } from '../../harness/server-store.ts';

function session(name: string, changes: Partial<StoredSession> = {}): StoredSession {
	return {
		id: idNamed(name),
		clinic: CLINIC,
		member: OWNER,
		startedAt: NINE,
		endedAt: null,
		sealedAt: null,
		recording: 'held',
		isTest: false,
		...changes,
	};
}

const device = (name: string, of: StoredSession): StoredDevice => ({
	id: idNamed(name),
	session: of.id,
	seat: 'client',
	member: null,
	tokenHash: `hash of ${name}`,
	words: 'amber otter',
	standing: 'asking',
	hasSaidBye: false,
});

/** Ids that count up. */
function clientWriter() {
	let count = 0;
	return { newId: () => idNamed(`client-${++count}`), now: () => NINE };
}

async function open() {
	const store = await openTwoClinics();
	const parts = clientWriter();
	return { ...store, parts, live: createLiveStore(store.db, { ...parts, purge: store.purge }) };
}

const all = (db: ClinicDb, text = '', clinic = CLINIC) => listSessions(db, { clinic, text, after: null, limit: 1_000 });

test('KEEP6 a session that is not sealed is loaded as it was saved, with its devices', async () => {
	const { live } = await open();
	const running = session('running', { isTest: true });
	const sealed = session('sealed', { sealedAt: NINE + 9, endedAt: NINE + 1 });
	for (const each of [running, sealed]) await live.insertSession(each);
	const phone = device('phone', running);
	for (const each of [phone, device('late', sealed)]) await live.saveDevice(each);
	await live.saveDevice({ ...phone, standing: 'admitted', hasSaidBye: true });
	await live.saveSession({ ...running, endedAt: NINE + 5, recording: 'recorded' });
	expect(await live.loadOpen()).toEqual({
		sessions: [{ ...running, endedAt: NINE + 5, recording: 'recorded' }],
		devices: [{ ...phone, standing: 'admitted', hasSaidBye: true }],
	});
	await live.deleteDevices(running.id);
	expect((await live.loadOpen()).devices).toEqual([]);
});

test('KEEP7 a session has a client only once it is recorded, and the first stands', async () => {
	const { db, live } = await open();
	await live.insertSession(session('one'));
	expect(await readSession(db, CLINIC, idNamed('one'))).toMatchObject({ client: null, therapist: 'Ada Owner' });
	const id = await live.saveClient(idNamed('one'), { name: 'Robin' });
	expect(await live.saveClient(idNamed('one'), { name: 'Robin' })).toBe(id);
	await live.insertSession(session('two'));
	expect(await live.saveClient(idNamed('two'), { id })).toBe(id);
	expect((await all(db)).map(({ client }) => client)).toEqual([
		{ id, name: 'Robin' },
		{ id, name: 'Robin' },
	]);
	expect(await searchClients(db, CLINIC, '')).toHaveLength(1);
});

test('KEEP7 a client of another clinic can’t be taken', async () => {
	const { live } = await open();
	await live.insertSession(session('theirs', { clinic: OTHER_CLINIC, member: OTHER_OWNER }));
	const id = await live.saveClient(idNamed('theirs'), { name: 'Hanna of the Hill' });
	await live.insertSession(session('ours'));
	await expect(live.saveClient(idNamed('ours'), { id })).rejects.toThrow();
	await expect(live.saveClient(idNamed('nowhere'), { name: 'X' })).rejects.toThrow();
});

test('KEEP8 a live-only session is one row: no client, no points, no numbers', async () => {
	const { db, live } = await open();
	await live.insertSession(session('quiet'));
	await live.saveSession(session('quiet', { recording: 'live-only', endedAt: NINE + 60_000 }));
	await live.saveDigest(idNamed('quiet'), { points: ['right infraspinatus'], peak: 70, stops: 2 });
	expect(await all(db)).toEqual([
		{
			session: idNamed('quiet'),
			startedAt: NINE,
			endedAt: NINE + 60_000,
			recording: 'live-only',
			isTest: false,
			client: null,
			therapist: 'Ada Owner',
			points: [],
			peak: null,
			stops: 0,
		},
	]);
	await expect(live.saveClient(idNamed('quiet'), { name: 'Robin' })).rejects.toThrow();
	expect(await searchClients(db, CLINIC, '')).toEqual([]);
});

test('KEEP9 erasing a record leaves the row, and takes the name with its last session', async () => {
	const { db, live, folder } = await open();
	for (const name of ['one', 'two']) await live.insertSession(session(name, { recording: 'recorded' }));
	const id = await live.saveClient(idNamed('one'), { name: 'Canary Robin' });
	await live.saveClient(idNamed('two'), { id });
	await live.saveDigest(idNamed('one'), { points: ['left soleus'], peak: 88, stops: 1 });
	await live.eraseRecord(idNamed('one'));
	expect(await readSession(db, CLINIC, idNamed('one'))).toMatchObject({
		client: null,
		points: [],
		peak: null,
		stops: 0,
	});
	expect(await readSession(db, CLINIC, idNamed('two'))).toMatchObject({ client: { name: 'Canary Robin' } });
	expect(folderHolds(folder, 'Canary Robin')).toBe(true);
	await live.eraseRecord(idNamed('two'));
	expect(await searchClients(db, CLINIC, '')).toEqual([]);
	expect(folderHolds(folder, 'Canary Robin')).toBe(false);
	expect(folderHolds(folder, 'canary robin')).toBe(false);
});

test('KEEP9 a deleted session is gone with its devices and its client, in its own clinic only', async () => {
	const { db, live } = await open();
	await live.insertSession(session('practice', { isTest: true }));
	await live.saveClient(idNamed('practice'), { name: 'Nobody' });
	await live.saveDevice(device('phone', session('practice')));
	await deleteSession(db, OTHER_CLINIC, idNamed('practice'));
	expect(await all(db)).toHaveLength(1);
	await deleteSession(db, CLINIC, idNamed('practice'));
	expect(await all(db)).toEqual([]);
	expect(await searchClients(db, CLINIC, '')).toEqual([]);
	expect(await live.loadOpen()).toEqual({ sessions: [], devices: [] });
});

test('KEEP10 a wrong client is corrected, and a name without a session goes', async () => {
	const { db, live, parts } = await open();
	await live.insertSession(session('one', { recording: 'recorded' }));
	await live.saveClient(idNamed('one'), { name: 'Wrong Name' });
	await live.insertSession(session('theirs', { clinic: OTHER_CLINIC, member: OTHER_OWNER, recording: 'recorded' }));
	const foreign = await live.saveClient(idNamed('theirs'), { name: 'Hanna' });
	const correct = (name: string, choice: { name: string } | { id: string }, clinic = CLINIC) =>
		correctSessionClient(db, parts, { session: idNamed(name), clinic, choice, by: OWNER });
	expect(await correct('one', { id: foreign })).toBe(false);
	expect(await correct('one', { name: 'Elsewhere' }, OTHER_CLINIC)).toBe(false);
	expect(await correct('one', { name: 'Right Name' })).toBe(true);
	expect((await searchClients(db, CLINIC, '')).map(({ name }) => name)).toEqual(['Right Name']);
	await live.insertSession(session('held'));
	expect(await correct('held', { name: 'Too Early' })).toBe(false);
});

test('KEEP11 sessions are listed newest first, page by page, by name, and never another clinic’s', async () => {
	const { db, live } = await open();
	for (let i = 0; i < 7; i += 1) {
		await live.insertSession(session(`s${i}`, { startedAt: NINE + Math.floor(i / 2), recording: 'recorded' }));
		await live.saveClient(idNamed(`s${i}`), { name: i % 2 === 0 ? 'Éva Even' : 'Odd' });
	}
	await live.insertSession(session('theirs', { clinic: OTHER_CLINIC, member: OTHER_OWNER }));
	const pages: string[][] = [];
	let after: { startedAt: number; id: string } | null = null;
	do {
		const page = await listSessions(db, { clinic: CLINIC, text: '', after, limit: 3 });
		pages.push(page.map((row) => row.session));
		const last = page.at(-1);
		after = last ? { startedAt: last.startedAt, id: last.session } : null;
	} while (after);
	expect(pages).toEqual([['s6', 's5', 's4'].map(idNamed), ['s3', 's2', 's1'].map(idNamed), ['s0'].map(idNamed), []]);
	expect((await all(db, 'eva')).map((row) => row.session)).toEqual(['s6', 's4', 's2', 's0'].map(idNamed));
	expect((await all(db, '', OTHER_CLINIC)).map((row) => row.session)).toEqual([idNamed('theirs')]);
	expect(await readSession(db, CLINIC, idNamed('theirs'))).toBeUndefined();
});
