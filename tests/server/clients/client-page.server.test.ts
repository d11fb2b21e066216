import { expect, test } from 'vitest';
import { dayIn } from '../../../server/http/clinic-day.ts';
import type { ClientAnswer, ClientListAnswer } from '../../../shared/clients-api.ts';
import { type ClinicPlace, openClinicPlace } from '../../harness/clinic-place.ts';
import { openPage } from '../../harness/server-page.ts';
import { firstClinic, signInAs } from '../../harness/server-people.ts';
import { waitFor } from '../../harness/wait-for.ts';

const pageOf = async ({ call }: ClinicPlace, client: string) =>
	(await call('GET', `/api/clients/${client}`)).json as unknown as ClientAnswer;

test('CLIENT1 everything about a client is on one page: who, why, cautions, plan, consents, sessions', async () => {
	const place = await openClinicPlace();
	const { call } = place;
	const client = await place.register({
		name: 'Blue Heron',
		isPseudonym: true,
		reason: 'Neck pain since spring',
		birthYear: 1980,
		cautions: ['pregnancy', 'anticoagulant'],
	});
	const fresh = await pageOf(place, client);
	expect(fresh).toMatchObject({
		client: { id: client, name: 'Blue Heron', isPseudonym: true, birthYear: 1980, reason: 'Neck pain since spring' },
		plan: null,
		lastBand: null,
		maskedDays: [],
		consents: [],
		traces: [],
		merged: [],
		sessions: [],
		cursor: null,
	});
	expect(fresh.cautions.map(({ caution, by }) => [caution, by])).toEqual([
		['anticoagulant', 'Ada Owner'],
		['pregnancy', 'Ada Owner'],
	]);
	await call('POST', `/api/clients/${client}`, { reason: null, name: 'Grey Heron' });
	await call('POST', `/api/clients/${client}/plan`, { goal: 'Look back when driving', reviewOn: '2027-01-31' });
	await call('POST', `/api/clients/${client}/plan`, { goal: 'Sleep through', reviewOn: null });
	const live = await place.record({ id: client }, 'a note');
	await place.finish(live);
	const later = await pageOf(place, client);
	expect(later.client).toMatchObject({ name: 'Grey Heron', reason: null, birthYear: 1980 });
	expect(later.plan).toMatchObject({ goal: 'Sleep through', reviewOn: null, by: 'Ada Owner' });
	expect(later.sessions).toMatchObject([{ session: live.session, client: { name: 'Grey Heron' } }]);
	expect(later.consents).toMatchObject([{ use: 'recording', isGiven: true, how: 'session', session: live.session }]);
});

test('CLIENT2 cautions in force are acknowledged as they stand, and those that ended are kept', async () => {
	const place = await openClinicPlace();
	const client = await place.register({ name: 'Robin', cautions: ['wound'] });
	const set = (cautions: string[]) => place.call('POST', `/api/clients/${client}/cautions`, { cautions });
	const acknowledge = (cautions: string[]) =>
		place.call('POST', `/api/clients/${client}/cautions/acknowledge`, { cautions });
	expect((await acknowledge(['wound'])).status).toBe(200);
	await set(['wound', 'fever']);
	expect((await acknowledge(['wound'])).json).toEqual({ error: 'conflict' });
	await set(['fever', 'fever']);
	expect((await acknowledge(['fever'])).status).toBe(200);
	expect((await set(['aura'])).status).toBe(400);
	const rows = await place.app.store.db
		.selectFrom('caution')
		.select(['caution', 'endedAt'])
		.orderBy('caution')
		.execute();
	expect(rows.map(({ caution, endedAt }) => [caution, endedAt !== null])).toEqual([
		['fever', false],
		['wound', true],
	]);
	expect((await pageOf(place, client)).cautions.map(({ caution }) => caution)).toEqual(['fever']);
	const { entries } = (await place.call('POST', '/api/access/list', { client })).json as {
		entries: { what: string }[];
	};
	expect(entries.filter(({ what }) => what === 'cautions-acknowledged')).toHaveLength(2);
});

test('CLIENT3 what was taken today goes with that day’s sessions, in the clinic’s time zone', async () => {
	const place = await openClinicPlace();
	const client = await place.register({ name: 'Robin' });
	const { session } = await place.record({ id: client }, 'a note');
	const today = (masking: string[]) => place.call('POST', `/api/clients/${client}/today`, { masking });
	await today(['alcohol', 'painkiller']);
	await today(['painkiller', 'muscle-relaxant']);
	const day = dayIn('Europe/Berlin', Date.now());
	const expected = { day, masking: ['painkiller', 'muscle-relaxant'] };
	expect(await pageOf(place, client)).toMatchObject({ today: expected, maskedDays: [expected] });
	expect((await place.call('GET', `/api/sessions/${session}`)).json.masking).toEqual(expected.masking);
	const long = Date.now() - 3 * 24 * 60 * 60 * 1_000;
	await place.app.store.db.updateTable('session').set({ startedAt: long }).where('id', '=', session).execute();
	expect((await place.call('GET', `/api/sessions/${session}`)).json.masking).toEqual([]);
	expect(dayIn('Europe/Berlin', Date.parse('2026-01-04T23:30:00Z'))).toBe('2026-01-05');
	expect(dayIn('America/New_York', Date.parse('2026-01-05T04:59:00Z'))).toBe('2026-01-04');
});

test('CLIENT4 the band and edge of last time are known when the next session starts', async () => {
	const place = await openClinicPlace();
	const client = await place.register({ name: 'Robin' });
	for (const [low, high, edge] of [
		[30, 50, 60],
		[20, 40, 55],
	] as const) {
		const live = await place.record({ id: client }, 'a note');
		const { code } = (await place.call('POST', `/api/sessions/${live.session}/code`)).json;
		const { token } = (await place.app.call('POST', '/api/join', { json: { code } })).json;
		const phone = openPage(place.app.app.hub, String(token), `phone-${low}`);
		const device = await place.app.store.db
			.selectFrom('device')
			.select('id')
			.where('session', '=', live.session)
			.where('seat', '=', 'client')
			.executeTakeFirstOrThrow();
		live.page.say({ kind: 'admitted', device: device.id }, Date.now());
		phone.say({ kind: 'band', low, high, edge }, Date.now());
		live.page.say({ kind: 'ended' }, Date.now());
		phone.bye();
		await place.finish(live);
	}
	expect((await pageOf(place, client)).lastBand).toEqual({ low: 20, high: 40, edge: 55 });
});

test('CLIENT5 the directory goes page by page by name, finds any part of it, and shows who looks after whom', async () => {
	const place = await openClinicPlace();
	const { db } = place.app.store;
	const clinic = await firstClinic(db);
	await signInAs(place.app, 'therapist', clinic, 'tom');
	const tom = (await db.selectFrom('member').select('id').where('role', '=', 'therapist').executeTakeFirstOrThrow()).id;
	const rows = Array.from({ length: 118 }, (_, i) => {
		const name = `Éva ${String(i).padStart(3, '0')}`;
		return {
			id: `client-number-${String(i).padStart(8, '0')}`,
			clinic,
			name,
			searchName: `eva ${String(i).padStart(3, '0')}`,
			createdAt: 1,
		};
	});
	await db.insertInto('client').values(rows).execute();
	const same = await Promise.all([
		place.register({ name: 'Éva 000' }),
		place.register({ name: 'Zoe', therapist: tom }),
	]);
	await place.record({ id: same[1] }, 'a note');
	const list = async (json: object) =>
		(await place.call('POST', '/api/clients/list', json)).json as unknown as ClientListAnswer;
	const pages = [await list({})];
	for (let last = pages[0]; last?.cursor; last = pages.at(-1)) pages.push(await list({ cursor: last.cursor }));
	const all = pages.flatMap(({ clients }) => clients);
	expect([pages.length, all.length, new Set(all.map(({ id }) => id)).size]).toEqual([3, 120, 120]);
	expect(all.map(({ name }) => name)).toEqual(all.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b)));
	expect(all.at(-1)).toMatchObject({ name: 'Zoe', therapist: 'tom', sessions: 1, lastAt: expect.any(Number) });
	expect((await list({ text: 'eVÁ 00' })).clients).toHaveLength(11);
	expect((await list({ text: '%' })).clients).toEqual([]);
	for (const cursor of ['e30', 'bm8', 'x'.repeat(200)]) {
		const answer = await place.call('POST', '/api/clients/list', { cursor });
		expect([cursor, answer.status]).toEqual([cursor, 400]);
	}
	const stranger = await place.call('POST', '/api/clients', { name: 'X', therapist: 'n'.repeat(22) });
	expect(stranger.json).toEqual({ error: 'not_found' });
});

test('CLIENT6 two records of one person become one, with a trace, and a session goes to the right one', async () => {
	const place = await openClinicPlace();
	const { call } = place;
	const from = await place.register({ name: 'Rob Miller', reason: 'Headache', cautions: ['cancer'] });
	const into = await place.register({ name: 'Robin Miller' });
	for (const client of [from, into]) await call('POST', `/api/clients/${client}/today`, { masking: ['alcohol'] });
	const first = await place.record({ id: from }, 'one');
	const second = await place.record({ id: into }, 'two');
	expect((await call('POST', `/api/clients/${from}/merge`, { into: from })).json).toEqual({ error: 'not_found' });
	expect((await call('POST', `/api/clients/${from}/merge`, { into })).json).toEqual({});
	const page = await pageOf(place, into);
	expect(page.sessions.map(({ session }) => session).sort()).toEqual([first.session, second.session].sort());
	expect(page).toMatchObject({
		client: { reason: 'Headache' },
		cautions: [{ caution: 'cancer' }],
		maskedDays: [{ masking: ['alcohol'] }],
		merged: [{ id: from, name: 'Rob Miller' }],
		traces: [{ what: 'merged', other: from, by: 'Ada Owner' }],
	});
	expect((await call('GET', `/api/clients/${from}`)).status).toBe(404);
	const found = async (text: string) =>
		((await call('POST', '/api/clients/list', { text })).json as unknown as ClientListAnswer).clients.map(
			({ id }) => id,
		);
	expect([await found('rob miller'), await found('robin')]).toEqual([[into], [into]]);
	const other = await place.register({ name: 'Somebody Else' });
	await call('POST', `/api/sessions/${second.session}/client`, { client: { id: other } });
	expect((await pageOf(place, other)).traces).toMatchObject([{ what: 'came', session: second.session, other: into }]);
	expect((await pageOf(place, into)).traces).toMatchObject([
		{ what: 'left', session: second.session, other },
		{ what: 'merged' },
	]);
});

test('CLIENT6 a session started for a record that was merged meanwhile goes to the one that stands', async () => {
	const place = await openClinicPlace();
	const from = await place.register({ name: 'Rob Miller' });
	const into = await place.register({ name: 'Robin Miller' });
	const { session, token } = (await place.call('POST', '/api/sessions', { client: { id: from } })).json;
	await place.call('POST', `/api/clients/${from}/merge`, { into });
	const page = openPage(place.app.app.hub, String(token), 'desk');
	page.say({ kind: 'spoken-consent', choice: 'recorded', member: 'Ada Owner' }, Date.now());
	await waitFor(async () => {
		expect((await pageOf(place, into)).sessions.map((row) => row.session)).toEqual([session]);
	});
	await place.call('POST', `/api/clients/${into}/erase`);
	expect(await place.app.store.db.selectFrom('client').select('id').execute()).toEqual([]);
});

test('CLIENT9 CLIENT4 a phone of the same client is told the band of last time, in the next session too', async () => {
	const place = await openClinicPlace();
	const client = await place.register({ name: 'Blue Heron' });
	const { hub } = place.app.app;
	const joined = async () => {
		const { session, token } = (await place.call('POST', '/api/sessions', { client: { id: client } })).json;
		const desk = openPage(hub, String(token), `desk-${String(session).slice(0, 4)}`);
		desk.say({ kind: 'started' }, Date.now());
		const invitation = hub.issueCode(String(session));
		const phone = await hub.join(invitation?.ticket ?? '', '192.0.2.7');
		const page = openPage(hub, phone?.token ?? '', `phone-${String(session).slice(0, 4)}`);
		const device =
			hub.find(String(session)) &&
			desk.frames.flatMap((frame) => (frame.t === 'now' ? (frame.asking ?? []) : [])).at(-1);
		desk.say({ kind: 'admitted', device: device?.device ?? '' }, Date.now());
		await waitFor(() => expect(page.frames.some(({ t }) => t === 'welcome')).toBe(true));
		return { session: String(session), desk, page };
	};
	const bandTold = (page: { readonly frames: readonly unknown[] }) =>
		(page.frames as { t: string; band?: object }[]).find(({ t }) => t === 'welcome')?.band;
	const first = await joined();
	expect(bandTold(first.page)).toBeUndefined();
	first.page.say({ kind: 'consent', choice: 'recorded' }, Date.now());
	first.page.say({ kind: 'band', low: 30, high: 50, edge: 60 }, Date.now());
	first.desk.say({ kind: 'ended' }, Date.now());
	await waitFor(async () => expect((await pageOf(place, client)).lastBand).toEqual({ low: 30, high: 50, edge: 60 }));
	expect(bandTold((await joined()).page)).toEqual({ low: 30, high: 50, edge: 60 });
});
