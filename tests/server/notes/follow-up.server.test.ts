import { expect, test } from 'vitest';
import type { FollowUpAnswer, FollowUpLinkAnswer } from '../../../shared/notes-api.ts';
import { type ClinicPlace, openClinicPlace } from '../../harness/clinic-place.ts';
import { type Answer, cookieOf, EMAIL, PASSWORD } from '../../harness/server-app.ts';
import { folderHolds } from '../../harness/server-folder.ts';
import { openPage, type TestPage } from '../../harness/server-page.ts';
import { waitFor } from '../../harness/wait-for.ts';

const HOUR = 60 * 60 * 1_000;
/** A store written behind may take its time. */
const PATIENCE = { timeout: 15_000 };

interface Treated {
	readonly session: string;
	readonly desk: TestPage;
	readonly phone: TestPage;
	/** The right to the client's seat. */
	readonly token: string;
}

/** A session with a phone that was let in and chose; under way. */
async function treat(place: ClinicPlace, choice: 'recorded' | 'live-only'): Promise<Treated> {
	const { call, app } = place;
	const { session, token } = (await call('POST', '/api/sessions', { client: { name: 'Blue Heron' } })).json;
	const desk = openPage(app.app.hub, String(token), 'desk');
	desk.say({ kind: 'started' }, Date.now());
	const { code } = (await call('POST', `/api/sessions/${session}/code`)).json;
	const joined = (await app.call('POST', '/api/join', { json: { code } })).json;
	const phone = openPage(app.app.hub, String(joined.token), 'phone');
	const { id } = await app.store.db
		.selectFrom('device')
		.select('id')
		.where('session', '=', String(session))
		.where('seat', '=', 'client')
		.executeTakeFirstOrThrow();
	desk.say({ kind: 'admitted', device: id }, Date.now());
	phone.say({ kind: 'consent', choice }, Date.now());
	phone.say({ kind: 'rating', value: 72, touched: true }, Date.now(), 'flow');
	return { session: String(session), desk, phone, token: String(joined.token) };
}

async function end(place: ClinicPlace, { session, desk }: Treated): Promise<void> {
	desk.say({ kind: 'ended' }, Date.now());
	await waitFor(async () => {
		const { db } = place.app.store;
		const row = await db.selectFrom('session').select('endedAt').where('id', '=', session).executeTakeFirstOrThrow();
		expect(row.endedAt).not.toBeNull();
	}, PATIENCE);
}

const want = ({ app }: ClinicPlace, token: string) => app.call('POST', '/api/live/follow-up', { json: { token } });
const tokenIn = ({ json }: Answer) => String((json as unknown as FollowUpLinkAnswer).link.split('#')[1]);
const told = ({ status, json }: Answer) => [status, json];
const NEUTRAL = [404, { error: 'wrong_link' }];

async function openAsked() {
	const place = await openClinicPlace();
	const treated = await treat(place, 'recorded');
	await end(place, treated);
	const link = await want(place, treated.token);
	const token = tokenIn(link);
	const read = async (which = token) => place.app.call('POST', '/api/follow-up/read', { json: { token: which } });
	const answer = (day: number, change: object = {}) =>
		place.app.call('POST', '/api/follow-up/answer', {
			json: { token, day, soreness: 3, amount: 'right', ...change },
		});
	return { place, treated, link, token, read, answer };
}

const standOf = ({ json }: Answer) => (json as unknown as FollowUpAnswer).stand;

test('FOLLOW1 nothing is there before the client wants it, on their phone, after the end of a recorded session', async () => {
	const place = await openClinicPlace();
	const treated = await treat(place, 'recorded');
	const rows = async () => (await place.app.store.db.selectFrom('followUp').selectAll().execute()).length;
	const fromDesk = () => place.call('POST', `/api/sessions/${treated.session}/follow-up`);
	expect(told(await want(place, treated.token))).toEqual([404, { error: 'no_session' }]);
	await end(place, treated);
	expect(told(await fromDesk())).toEqual([409, { error: 'not_wanted' }]);
	expect(told(await want(place, 'x'.repeat(22)))).toEqual([404, { error: 'no_session' }]);
	expect(await rows()).toBe(0);
	const link = await want(place, treated.token);
	expect([link.status, link.json]).toEqual([
		201,
		{ link: expect.stringMatching(/^http:\/\/[^/]+\/follow-up#[A-Za-z0-9_-]{22}$/), isPublic: false },
	]);
	expect(await rows()).toBe(1);
	const further = await fromDesk();
	expect(further.status).toBe(201);
	expect(tokenIn(further)).not.toBe(tokenIn(link));
	for (const token of [tokenIn(link), tokenIn(further)]) {
		expect(standOf(await place.app.call('POST', '/api/follow-up/read', { json: { token } })).is).toBe('early');
		expect(folderHolds(place.app.folder, token)).toBe(false);
		expect(place.app.logged()).not.toContain(token);
	}
});

test('FOLLOW1 live only has none, and a phone that was not let in asks for nothing', async () => {
	const place = await openClinicPlace();
	const treated = await treat(place, 'live-only');
	await end(place, treated);
	expect((await want(place, treated.token)).status).toBe(404);
	expect((await place.call('POST', `/api/sessions/${treated.session}/follow-up`)).status).toBe(404);
	const { session, token } = (await place.call('POST', '/api/sessions', { client: { name: 'Robin' } })).json;
	const desk = openPage(place.app.app.hub, String(token), 'desk-2');
	desk.say({ kind: 'spoken-consent', choice: 'recorded', member: 'Ada Owner' }, Date.now());
	const { code } = (await place.call('POST', `/api/sessions/${session}/code`)).json;
	const joined = (await place.app.call('POST', '/api/join', { json: { code } })).json;
	await end(place, { ...treated, session: String(session), desk });
	expect((await want(place, String(joined.token))).status).toBe(404);
	expect(await place.app.store.db.selectFrom('followUp').selectAll().execute()).toEqual([]);
});

test('FOLLOW2 FOLLOW3 a link opens for each day in its own time, and each day is spent once', async () => {
	const { place, treated, read, answer } = await openAsked();
	const { app } = place;
	const { endedAt } = await app.store.db.selectFrom('session').select('endedAt').executeTakeFirstOrThrow();
	const ended = Number(endedAt);
	expect(standOf(await read())).toEqual({ is: 'early', day: 1, opensAt: ended + 20 * HOUR });
	expect(told(await answer(1))).toEqual(NEUTRAL);
	app.pass(24 * HOUR);
	expect(standOf(await read())).toEqual({ is: 'open', day: 1, closesAt: ended + 36 * HOUR });
	expect(told(await answer(2))).toEqual(NEUTRAL);
	for (const wrong of [{ soreness: 11 }, { soreness: 2.5 }, { soreness: '3' }, { amount: 'enough' }, { day: 3 }])
		expect((await answer(1, wrong)).status).toBe(400);
	const both = await Promise.all([answer(1), answer(1, { soreness: 9 })]);
	expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
	expect(both.find(({ status }) => status === 200)?.json).toEqual({
		stand: { is: 'early', day: 2, opensAt: ended + 44 * HOUR },
	});
	app.pass(24 * HOUR);
	expect(told(await answer(1))).toEqual(NEUTRAL);
	expect((await answer(2, { soreness: 0, amount: 'too-much' })).json).toEqual({ stand: null });
	expect(told(await read())).toEqual(NEUTRAL);
	expect(told(await answer(2))).toEqual(NEUTRAL);
	const cookie = cookieOf(await app.call('POST', '/api/sign-in', { json: { email: EMAIL, password: PASSWORD } }));
	const note = (await app.call('GET', `/api/sessions/${treated.session}/note`, { cookie })).json;
	expect(note.afterwards).toMatchObject({
		isWanted: true,
		replies: [{ day: 1 }, { day: 2, soreness: 0, amount: 'too-much' }],
	});
	const { entries } = (await app.call('POST', '/api/access/list', { cookie, json: {} })).json as {
		entries: { what: string; as: string; session: string | null }[];
	};
	const noted = entries.filter(({ what }) => what.startsWith('follow-up'));
	expect(noted.map(({ what, as, session }) => [what, as, session])).toEqual([
		['follow-up-answered', 'client', treated.session],
		['follow-up-answered', 'client', treated.session],
		['follow-up-wanted', 'client', treated.session],
	]);
});

test('FOLLOW2 FOLLOW3 after 72 hours a link is like one that never was', async () => {
	const { place, read, answer } = await openAsked();
	place.app.pass(72 * HOUR);
	const never = await read('never-was-one000000000');
	expect(told(never)).toEqual(NEUTRAL);
	const over = await read();
	expect([over.status, over.text, over.headers['content-length']]).toEqual([
		never.status,
		never.text,
		never.headers['content-length'],
	]);
	expect(told(await answer(2))).toEqual(NEUTRAL);
});

test('FOLLOW3 one address asks so often and no more, whatever it asks', async () => {
	const { read } = await openAsked();
	let asked = 0;
	let last = await read('guess-0000000000000000');
	for (; last.status === 404 && asked < 200; asked += 1) last = await read(`guess-${String(asked).padStart(16, '0')}`);
	expect(asked).toBeGreaterThan(20);
	expect(told(last)).toEqual([429, { error: 'too_many' }]);
	expect((await read()).status).toBe(429);
});

test('FOLLOW1 FOLLOW3 a session gone back into, and one withdrawn, is not asked about', async () => {
	const { place, treated, read } = await openAsked();
	expect((await read()).status).toBe(200);
	treated.desk.say({ kind: 'end-undone' }, Date.now());
	await waitFor(async () => expect((await read()).status).toBe(404), PATIENCE);
	await end(place, treated);
	expect((await read()).status).toBe(200);
	treated.desk.say({ kind: 'end-undone' }, Date.now());
	treated.phone.say({ kind: 'withdrawn' }, Date.now());
	treated.phone.erase();
	await waitFor(async () => {
		expect(await place.app.store.db.selectFrom('followUp').selectAll().execute()).toEqual([]);
	}, PATIENCE);
});
