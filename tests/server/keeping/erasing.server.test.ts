import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createEraser } from '../../../server/keeping/eraser.ts';
import { readAccess } from '../../../server/store/access-log.ts';
import { insertTombstones } from '../../../server/store/tombstones.ts';
import { type RunningApp, startApp } from '../../harness/server-app.ts';
import { NINE } from '../../harness/server-events.ts';
import { folderHolds } from '../../harness/server-folder.ts';
import { openPage, type TestPage } from '../../harness/server-page.ts';
import { firstClinic } from '../../harness/server-people.ts';
import { waitFor } from '../../harness/wait-for.ts';

interface Place {
	readonly app: RunningApp;
	readonly cookie: string;
	readonly call: (method: string, path: string, json?: unknown) => ReturnType<RunningApp['call']>;
}

async function open(): Promise<Place> {
	const app = await startApp();
	const cookie = await app.setUp();
	return {
		app,
		cookie,
		call: (method, path, json) => app.call(method, path, { cookie, ...(json !== undefined && { json }) }),
	};
}

async function startWith({ app, call }: Place, client: object, name: string) {
	const { session, token } = (await call('POST', '/api/sessions', { client })).json as {
		session: string;
		token: string;
	};
	return { session, page: openPage(app.app.hub, token, name) };
}

function record(page: TestPage, note: string): void {
	page.say({ kind: 'started' }, Date.now());
	page.say({ kind: 'spoken-consent', choice: 'recorded', member: 'Ada Owner' }, Date.now());
	page.say({ kind: 'point', point: 1, muscle: 'soleus', side: 'left', place: `${note} place` }, Date.now());
	page.say({ kind: 'note', text: note }, Date.now());
}

/** A registered client with all that can be known, one recorded session and one that was started and not chosen yet. */
async function fullClient(place: Place) {
	const { call, app } = place;
	const registered = await call('POST', '/api/clients', {
		name: 'Canary Robin',
		reason: 'canary reason',
		birthYear: 1980,
		cautions: ['pregnancy'],
	});
	const client = (registered.json.client as { id: string }).id;
	await call('POST', `/api/clients/${client}/plan`, { goal: 'canary goal', reviewOn: '2027-01-31' });
	await call('POST', `/api/clients/${client}/today`, { masking: ['painkiller'] });
	const recorded = await startWith(place, { id: client }, 'recorded');
	record(recorded.page, 'canary note');
	await waitFor(async () => expect(await app.journal.read(recorded.session)).toHaveLength(4));
	const held = await startWith(place, { id: client }, 'held');
	held.page.say({ kind: 'note', text: 'canary held' }, Date.now());
	return { client, recorded, held };
}

test('ERASE1 ERASE2 under load an erased client is in no byte of the store, the journal or the log, and its lines are closed first', async () => {
	const place = await open();
	const { app, call } = place;
	const { client, recorded, held } = await fullClient(place);
	const other = await startWith(place, { name: 'Jo' }, 'other');
	record(other.page, 'kept note');
	let isLoading = true;
	let said = 0;
	const load = (async () => {
		while (isLoading) {
			said += 1;
			for (const { page } of [recorded, held, other])
				page.say({ kind: 'note', text: `canary load ${page === other.page ? 'not' : said}` }, Date.now());
			await turn();
		}
	})();
	await waitFor(() => expect(said).toBeGreaterThan(50));
	const answer = await call('POST', `/api/clients/${client}/erase`);
	const closed = [recorded, held].map(({ page }) => [page.isClosed(), page.frames.at(-1)]);
	expect([answer.status, answer.json]).toEqual([200, {}]);
	expect(closed.map(([isClosed]) => isClosed)).toEqual([true, true]);
	const after = recorded.page.frames.length;
	await waitFor(() => expect(said).toBeGreaterThan(100));
	isLoading = false;
	await load;
	expect(recorded.page.frames.slice(after).every(({ t }) => t === 'over' || t === 'refused')).toBe(true);
	expect(await app.journal.read(recorded.session)).toEqual([]);
	expect((await app.journal.read(other.session)).length).toBeGreaterThan(3);
	await app.store.purge();
	for (const trace of [
		'Canary Robin',
		'canary robin',
		'canary reason',
		'canary goal',
		'canary note',
		'canary held',
		'canary load 1',
	]) {
		expect([trace, folderHolds(app.folder, trace)]).toEqual([trace, false]);
	}
	expect(app.logged()).not.toContain('anary');
	expect((await call('GET', `/api/clients/${client}`)).status).toBe(404);
	expect((await call('GET', `/api/sessions/${recorded.session}`)).status).toBe(404);
	const entries = await Array.fromAsync(readAccess(app.store.db, await firstClinic(app.store.db)));
	expect(entries.at(-1)).toMatchObject({ what: 'refused', session: recorded.session });
	expect(entries.filter(({ what }) => what === 'client-erased')).toMatchObject([{ client }]);
	const lines = readFileSync(join(app.folder, 'erased.jsonl'), 'utf8').trim().split('\n');
	expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual([client, held.session, recorded.session].sort());
});

test('ERASE3 what was begun and interrupted is finished at the next start', async () => {
	const place = await open();
	const { app } = place;
	const { client, recorded } = await fullClient(place);
	const clinic = await firstClinic(app.store.db);
	const forgotten: string[] = [];
	const eraser = createEraser({
		db: app.store.db,
		journal: app.journal,
		purge: app.store.purge,
		now: () => NINE,
		hub: { open: () => [], forget: (id) => void forgotten.push(id) },
		file: { append: () => undefined },
	});
	await insertTombstones(app.store.db, [
		{ kind: 'client', id: client, clinic, at: NINE },
		{ kind: 'session', id: recorded.session, clinic, at: NINE },
	]);
	app.app.hub.forget(recorded.session);
	await eraser.resume();
	expect(forgotten).toEqual([recorded.session]);
	expect(folderHolds(app.folder, 'canary note')).toBe(false);
	expect(folderHolds(app.folder, 'Canary Robin')).toBe(false);
	expect((await app.store.db.selectFrom('tombstone').select('doneAt').execute()).map(({ doneAt }) => doneAt)).toEqual([
		NINE,
		NINE,
	]);
	await eraser.resume();
	expect(forgotten).toHaveLength(1);
});

test('ERASE3 while a backup reads, an erasing is not called done, and is finished after it', async () => {
	const place = await open();
	const { app, call } = place;
	const { client } = await fullClient(place);
	const reader = new Database(join(app.folder, 'clinic.db'));
	reader.exec('begin');
	reader.prepare('select count(*) from client').get();
	expect((await call('POST', `/api/clients/${client}/erase`)).status).toBe(503);
	reader.exec('commit');
	reader.close();
	const { db, purge } = app.store;
	const parts = { db, purge, journal: app.journal, now: Date.now, hub: app.app.hub };
	await createEraser({ ...parts, file: { append: () => undefined } }).resume();
	for (const trace of ['Canary Robin', 'canary note', 'canary goal']) {
		expect([trace, folderHolds(app.folder, trace)]).toEqual([trace, false]);
	}
});

test('ERASE4 a legal hold keeps a record from being erased, anonymised or due, until it is lifted', async () => {
	const place = await open();
	const { call } = place;
	const registered = await call('POST', '/api/clients', { name: 'Canary Robin' });
	const client = (registered.json.client as { id: string }).id;
	const hold = (reason: string | null) => call('POST', `/api/clients/${client}/hold`, { reason });
	expect((await hold('A claim of 2026')).status).toBe(200);
	for (const way of ['erase', 'anonymise']) {
		const answer = await call('POST', `/api/clients/${client}/${way}`);
		expect([way, answer.status, answer.json]).toEqual([way, 409, { error: 'legal_hold' }]);
	}
	expect((await call('GET', `/api/clients/${client}`)).json.client).toMatchObject({
		hold: { reason: 'A claim of 2026' },
	});
	await hold(null);
	expect((await call('POST', `/api/clients/${client}/erase`)).status).toBe(200);
});

test('ERASE5 an anonymised client leaves the ratings and nothing that says whose they are', async () => {
	const place = await open();
	const { app, call } = place;
	const { client, recorded, held } = await fullClient(place);
	recorded.page.say({ kind: 'point', point: 2, muscle: 'Knot of canary Robin', side: 'right' }, Date.now());
	expect((await call('POST', `/api/clients/${client}/anonymise`)).json).toEqual({ error: 'under_way' });
	for (const { session } of [recorded, held]) await call('POST', `/api/sessions/${session}/end`);
	for (const { page } of [recorded, held]) page.bye();
	await waitFor(() => expect(app.app.hub.find(recorded.session)).toBeUndefined());
	await waitFor(async () => {
		expect((await call('POST', `/api/clients/${client}/anonymise`)).json).toEqual({});
	});
	const traces = [
		'Canary Robin',
		'canary robin',
		'canary Robin',
		'canary reason',
		'canary goal',
		'canary note',
		'1980',
	];
	for (const trace of traces) expect([trace, folderHolds(app.folder, trace)]).toEqual([trace, false]);
	const page = (await call('GET', `/api/clients/${client}`)).json as {
		client: { name: string; isPseudonym: boolean };
		sessions: { readonly points: readonly string[] }[];
	};
	expect(page.sessions.map(({ points }) => points)).toEqual([['left soleus', 'right –']]);
	expect([page.client.isPseudonym, page.client.name, page.sessions.length]).toEqual([
		true,
		expect.stringMatching(/^Client \w{4}$/),
		1,
	]);
	const kinds = (await app.journal.read(recorded.session)).map(({ body }) => body.kind);
	expect(kinds).toEqual(expect.arrayContaining(['started', 'point', 'note', 'ended']));
});

test('ERASE6 what a client asked on the phone to be deleted has a tombstone as well', async () => {
	const place = await open();
	const { app } = place;
	const { session, page } = await startWith(place, { name: 'Canary Robin' }, 'desk');
	record(page, 'canary note');
	await waitFor(async () => expect(await app.journal.read(session)).toHaveLength(4));
	const { code } = (await place.call('POST', `/api/sessions/${session}/code`)).json;
	const joined = (await app.call('POST', '/api/join', { json: { code } })).json;
	const phone = openPage(app.app.hub, String(joined.token), 'phone');
	const device = await app.store.db
		.selectFrom('device')
		.select('id')
		.where('seat', '=', 'client')
		.executeTakeFirstOrThrow();
	page.say({ kind: 'admitted', device: device.id }, Date.now());
	phone.say({ kind: 'withdrawn' }, Date.now());
	phone.erase();
	await waitFor(() =>
		expect(readFileSync(join(app.folder, 'erased.jsonl'), 'utf8')).toContain(`"kind":"record","id":"${session}"`),
	);
	await waitFor(() => expect(folderHolds(app.folder, 'Canary Robin')).toBe(false));
});
