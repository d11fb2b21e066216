import { expect, test } from 'vitest';
import { insertLink, insertReply, listReplies, wantFollowUp } from '../../../server/store/follow-ups.ts';
import type { SoapNote } from '../../../shared/notes-api.ts';
import { openClinicPlace } from '../../harness/clinic-place.ts';
import type { RunningApp } from '../../harness/server-app.ts';
import { idNamed, NINE } from '../../harness/server-events.ts';
import { folderHolds } from '../../harness/server-folder.ts';
import { firstClinic, insertClinic, signInAs } from '../../harness/server-people.ts';

const TEXT = { subjective: 'Canary sore', objective: 'Soleus', assessment: '', plan: 'Again in a week' };

/** A client with one sealed session, and what is asked about its note. */
async function openNoted() {
	const place = await openClinicPlace();
	const client = await place.register({ name: 'Blue Heron' });
	const live = await place.record({ id: client }, 'a note');
	const path = `/api/sessions/${live.session}/note`;
	const read = async () => (await place.call('GET', path)).json as { note: SoapNote | null };
	const save = (version: number, text: object = TEXT) => place.call('POST', path, { ...TEXT, ...text, version });
	return { place, client, live, session: live.session, path, read, save };
}

const told = ({ status, json }: { readonly status: number; readonly json: object }) => [status, json];

test('NOTE3 a note is saved over the version that was read, and never over another', async () => {
	const { place, live, read, save } = await openNoted();
	await place.finish(live);
	expect(await read()).toEqual({ note: null, afterwards: { isWanted: false, replies: [] }, plan: null });
	expect((await save(0)).json).toMatchObject({ note: { ...TEXT, version: 1, savedBy: 'Ada Owner', signed: null } });
	expect(told(await save(0, { plan: 'lost' }))).toEqual([409, { error: 'conflict' }]);
	expect((await save(1, { plan: 'Mine' })).json).toMatchObject({ note: { version: 2, plan: 'Mine' } });
	expect(told(await save(1, { plan: 'lost' }))).toEqual([409, { error: 'conflict' }]);
	const both = await Promise.all([save(2, { plan: 'one' }), save(2, { plan: 'two' })]);
	expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
	expect((await read()).note).toMatchObject({ version: 3, plan: expect.stringMatching(/^(one|two)$/) });
});

test('NOTE4 a signed note stays as it is; what is added stands below, each with date and name', async () => {
	const { place, live, session, path, read, save } = await openNoted();
	const sign = (version: number) => place.call('POST', `${path}/sign`, { version });
	const amend = (text: string, cookie = place.cookie) =>
		place.app.call('POST', `${path}/amend`, { cookie, json: { text } });
	expect(told(await sign(0))).toEqual([409, { error: 'under_way' }]);
	await place.finish(live);
	expect(told(await sign(0))).toEqual([409, { error: 'conflict' }]);
	expect((await amend('too early')).status).toBe(404);
	await save(0);
	expect(told(await amend('too early'))).toEqual([409, { error: 'conflict' }]);
	await save(1, { plan: 'Second' });
	expect(told(await sign(1))).toEqual([409, { error: 'conflict' }]);
	const { note } = (await sign(2)).json as { note: SoapNote };
	expect(note).toMatchObject({ plan: 'Second', version: 2, signed: { by: 'Ada Owner', at: expect.any(Number) } });
	for (const answer of [await save(2), await save(0), await sign(2)])
		expect(told(answer)).toEqual([409, { error: 'note_signed' }]);
	const clinic = await firstClinic(place.app.store.db);
	const { db } = place.app.store;
	const other = await signInAs(place.app, 'owner', clinic, 'olga');
	await amend('It was the left one.');
	expect((await amend('Confirmed.', other)).status).toBe(200);
	expect((await amend('  ')).status).toBe(400);
	const later = (await read()).note;
	expect({ ...later, amendments: [] }).toEqual({ ...note, amendments: [] });
	expect(later?.amendments).toEqual([
		{ text: 'It was the left one.', by: 'Ada Owner', at: expect.any(Number) },
		{ text: 'Confirmed.', by: 'olga', at: expect.any(Number) },
	]);
	await db.updateTable('user').set({ name: 'Renamed' }).where('name', '=', 'olga').execute();
	expect((await read()).note?.amendments[1]?.by).toBe('olga');
	const { entries } = (await place.call('POST', '/api/access/list', { session })).json as {
		entries: { what: string; code: string | null }[];
	};
	const noted = entries.map(({ what }) => what);
	for (const what of ['note-read', 'note-saved', 'note-signed', 'note-amended']) expect(noted).toContain(what);
});

test('NOTE3 NOTE4 who may not see a session may not read, write, sign or add to its note', async () => {
	const { place, live, path, save } = await openNoted();
	await place.finish(live);
	await save(0);
	const clinic = await firstClinic(place.app.store.db);
	const cookies = [
		await signInAs(place.app, 'therapist', clinic, 'tina'),
		await signInAs(place.app, 'owner', await insertClinic(place.app.store.db, 'hill'), 'hanna'),
	];
	const asks = [
		['GET', path, undefined],
		['POST', path, { ...TEXT, version: 1 }],
		['POST', `${path}/sign`, { version: 1 }],
		['POST', `${path}/amend`, { text: 'x' }],
	] as const;
	for (const cookie of cookies) {
		for (const [method, address, json] of asks) {
			const answer = await place.app.call(method, address, { cookie, ...(json && { json }) });
			expect([address, ...told(answer)]).toEqual([address, 404, { error: 'not_found' }]);
		}
	}
	const desk = await signInAs(place.app, 'desk', clinic, 'dora');
	expect((await place.app.call('GET', path, { cookie: desk })).status).toBe(403);
});

test('NOTE3 what is written is kept as text, cut to its length, and a body that is none is refused', async () => {
	const { place, live, read, save, path } = await openNoted();
	await place.finish(live);
	const hostile = '<img src=x onerror=alert(1)>\n‮\u0000=HYPERLINK("x")';
	expect((await save(0, { plan: hostile, objective: 'é'.repeat(5_000) })).status).toBe(200);
	const { note } = await read();
	expect(note?.plan).toBe('<img src=x onerror=alert(1)>\n=HYPERLINK("x")');
	expect(note?.objective).toHaveLength(3_000);
	for (const json of [{}, { ...TEXT }, { ...TEXT, version: -1 }, { ...TEXT, version: 1, signedBy: 'me' }])
		expect((await place.call('POST', path, json)).status).toBe(400);
});

/** A note, an amendment and an answer of that session, and a way to give another. */
async function writeAll(app: RunningApp, session: string, save: (version: number) => Promise<unknown>): Promise<void> {
	const { db } = app.store;
	await save(0);
	await db.updateTable('note').set({ signedAt: NINE, signedBy: 'x', signedName: 'Ada Owner' }).execute();
	const amendment = { id: idNamed('amendment'), session, member: 'x', name: 'Ada Owner', at: NINE };
	await db
		.insertInto('amendment')
		.values({ ...amendment, text: 'Canary amended' })
		.execute();
	await wantFollowUp(db, session, NINE);
	await insertLink(db, session, { tokenHash: 'a-hash', at: NINE });
	await insertReply(db, session, { day: 1, soreness: 4, amount: 'too-much', at: NINE });
}

const CANARIES = ['Canary sore', 'Canary amended', 'Blue Heron'];
const left = async (app: RunningApp) => {
	await app.store.purge();
	return CANARIES.filter((canary) => folderHolds(app.folder, canary));
};

test('NOTE5 a note and the answers afterwards go with an erased client, to the last byte', async () => {
	const { place, client, live, session, save } = await openNoted();
	await place.finish(live);
	await writeAll(place.app, session, save);
	expect(await left(place.app)).toEqual(CANARIES);
	expect((await place.call('POST', `/api/clients/${client}/erase`)).status).toBe(200);
	expect(await left(place.app)).toEqual([]);
	expect(await listReplies(place.app.store.db, session)).toEqual([]);
});

test('NOTE5 of an anonymised client nothing written stays, nor a way to answer; how sore they were does', async () => {
	const { place, client, live, session, save, read } = await openNoted();
	await place.finish(live);
	await writeAll(place.app, session, save);
	expect((await place.call('POST', `/api/clients/${client}/anonymise`)).status).toBe(200);
	expect(await left(place.app)).toEqual([]);
	const links = await place.app.store.db.selectFrom('followUpLink').selectAll().execute();
	expect(links).toEqual([]);
	expect(await read()).toMatchObject({ note: null, afterwards: { replies: [{ day: 1, soreness: 4 }] } });
});

test('NOTE5 the client’s export holds the note, what was added and the answers', async () => {
	const { place, client, live, session, save } = await openNoted();
	await place.finish(live);
	await writeAll(place.app, session, save);
	const file = await place.call('GET', `/api/clients/${client}/export`);
	const { sessions } = file.json as { sessions: object[] };
	expect(sessions).toMatchObject([
		{
			session: { session },
			note: {
				...TEXT,
				signed: { by: 'Ada Owner', at: NINE },
				amendments: [{ text: 'Canary amended', by: 'Ada Owner' }],
			},
			afterwards: { isWanted: true, replies: [{ day: 1, soreness: 4, amount: 'too-much' }] },
		},
	]);
});

test('HAND3 the hand-over is read from the last recorded sessions of a client, test sessions left out', async () => {
	const place = await openClinicPlace();
	const client = await place.register({ name: 'Blue Heron' });
	const handOver = async () =>
		(await place.call('GET', `/api/clients/${client}/hand-over`)).json as { handOver: { sessions: number } };
	expect(await handOver()).toMatchObject({ handOver: { sessions: 0, felt: [] } });
	const live = await place.record({ id: client }, 'a note');
	const at = Date.now();
	live.page.say({ kind: 'phase', phase: 'press', point: 1 }, at);
	expect(await handOver()).toMatchObject({ handOver: { sessions: 0 } });
	await place.finish(live);
	await wantFollowUp(place.app.store.db, live.session, at);
	await insertReply(place.app.store.db, live.session, { day: 2, soreness: 1, amount: 'right', at });
	const test = await place.record({ id: client }, 'practice');
	await place.finish(test);
	await place.app.store.db.updateTable('session').set({ isTest: 1 }).where('id', '=', test.session).execute();
	expect(await handOver()).toMatchObject({
		handOver: {
			sessions: 1,
			felt: [{ place: 'left soleus', presses: 1, peak: null, session: live.session }],
			nextDays: [{ session: live.session, peak: null, replies: [{ day: 2, soreness: 1, amount: 'right' }] }],
		},
	});
	const stranger = await signInAs(place.app, 'owner', await insertClinic(place.app.store.db, 'hill'), 'hanna');
	const foreign = await place.app.call('GET', `/api/clients/${client}/hand-over`, { cookie: stranger });
	expect(foreign.status).toBe(404);
});
