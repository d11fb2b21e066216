import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Journal } from '../../../server/journal/journal.ts';
import { createArrivals } from '../../../server/keeping/arrivals.ts';
import { createEraser } from '../../../server/keeping/eraser.ts';
import { verifyAccess } from '../../../server/store/access-log.ts';
import { insertArriving } from '../../../server/store/imports.ts';
import type { Code } from '../../../shared/codes.ts';
import type { LoggedEvent } from '../../../shared/events.ts';
import type { SessionAnswer, SessionRow } from '../../../shared/http-api.ts';
import { type ClinicPlace, openClinicPlace } from '../../harness/clinic-place.ts';
import { exportedSession, exportedText, SMALL_LOG } from '../../harness/exported-session.ts';
import { folderHolds } from '../../harness/server-folder.ts';
import { firstClinic } from '../../harness/server-people.ts';
import { logOf, rates, started } from '../../shared/log-builder.ts';
import { randomLog } from '../../shared/random-log.ts';
import { complaintsOf } from '../export/fhir-validator.ts';
import { parseCsv } from '../export/parse-csv.ts';

const bringIn = async ({ call }: ClinicPlace, file: unknown, client: object = { name: 'Blue Heron' }) =>
	call('POST', '/api/sessions/import', { client, export: file });

const rowOf = ({ json }: Awaited<ReturnType<typeof bringIn>>) => json.session as SessionRow;

const eventsOf = async ({ call }: ClinicPlace, session: string) =>
	((await call('GET', `/api/sessions/${session}`)).json as unknown as SessionAnswer).events;

const byStream = (events: readonly LoggedEvent[]) =>
	events.toSorted((a, b) => (`${a.writer}.${a.lane}` < `${b.writer}.${b.lane}` ? -1 : 1) || a.n - b.n);

/** What is in the store and the journal of sessions and clients. */
async function held({ app }: ClinicPlace) {
	const sessions = await app.store.db.selectFrom('session').select(['id', 'origin']).execute();
	const clients = await app.store.db.selectFrom('client').select('name').execute();
	return { sessions, clients };
}

const NAME = 'Canary Robin';

/** What brings sessions in at that place, as a fresh start of its server would make it. */
function arrivalsOf({ app }: ClinicPlace, journal: Pick<Journal, 'append'> = app.journal) {
	const parts = { db: app.store.db, now: Date.now, newId: () => randomBytes(16).toString('base64url') };
	const { purge } = app.store;
	const eraser = createEraser({
		...parts,
		purge,
		journal: app.journal,
		hub: app.app.hub,
		file: { append: () => undefined },
	});
	return createArrivals({ ...parts, journal, eraser });
}

test('OUT1 OUT4 IN1 a session is taken out of one server and brought into another, event for event', async () => {
	const here = await openClinicPlace();
	const there = await openClinicPlace();
	const live = await here.record({ name: NAME }, 'tender today; =1+1');
	await here.finish(live);
	const out = await here.call('GET', `/api/sessions/${live.session}/json`);
	expect(out.headers['content-type']).toMatch(/^application\/json/);
	expect(out.headers['content-disposition']).toBe(`attachment; filename="palpate-${live.session}.json"`);
	expect(out.text).not.toContain(NAME);

	const answer = await bringIn(there, JSON.parse(out.text), { name: 'Grey Heron' });
	expect(answer.status).toBe(201);
	const row = rowOf(answer);
	expect(row).toMatchObject({ client: { name: 'Grey Heron' }, recording: 'recorded', points: ['left soleus'] });
	expect(row.session).not.toBe(live.session);
	const before = await here.app.journal.read(live.session);
	expect(before.length).toBeGreaterThan(4);
	expect(byStream(await there.app.journal.read(row.session))).toEqual(byStream(before));
	expect(byStream(await eventsOf(there, row.session))).toEqual(byStream(await eventsOf(here, live.session)));

	const again = (await there.call('GET', `/api/sessions/${row.session}/json`)).json;
	expect(again).toMatchObject({ session: { session: row.session, origin: live.session }, count: before.length });
	expect([(await bringIn(here, again)).json.error, (await bringIn(there, again)).json.error]).toEqual([
		'here_already',
		'here_already',
	]);
});

test('IN1 random logs come out as they went in, over the real server', async () => {
	const place = await openClinicPlace();
	const logs = fc.sample(randomLog({ stops: true, most: 80 }), { numRuns: 12, seed: 31 });
	for (const events of logs) {
		const answer = await bringIn(place, exportedSession(events));
		expect([answer.status, answer.json.error]).toEqual([201, undefined]);
		const { session } = rowOf(answer);
		const out = (await place.call('GET', `/api/sessions/${session}/json`)).json as { events: LoggedEvent[] };
		expect(byStream(out.events)).toEqual(byStream(events));
		const fhir = await place.call('GET', `/api/sessions/${session}/fhir`);
		expect(fhir.headers['content-type']).toMatch(/^application\/fhir\+json/);
		expect(complaintsOf(fhir.json)).toEqual([]);
	}
	expect(logs.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(300);
});

test('IN4 a session that was brought in says so: who, when, whose, and in the access log', async () => {
	const place = await openClinicPlace();
	const client = await place.register({ name: 'Blue Heron' });
	const { session, importedAt, therapist } = rowOf(await bringIn(place, exportedSession(), { id: client }));
	expect([typeof importedAt, therapist]).toEqual(['number', 'Ada Owner']);
	const page = (await place.call('GET', `/api/clients/${client}`)).json as { traces: object[]; sessions: object[] };
	expect(page.traces).toMatchObject([{ what: 'imported', session, by: 'Ada Owner' }]);
	expect(page.sessions).toMatchObject([{ session, importedAt, peak: 72 }]);
	const entries = (await place.call('POST', '/api/access/list', {})).json.entries as { what: string }[];
	expect(entries.find(({ what }) => what === 'session-imported')).toMatchObject({
		session,
		client: { id: client },
	});
	const { db } = place.app.store;
	expect((await verifyAccess(db, await firstClinic(db))).isWhole).toBe(true);
});

const changed = (change: (file: Record<string, unknown>) => void) => {
	const file = exportedSession() as Record<string, unknown>;
	change(file);
	return file;
};
const inSession = (change: object) =>
	changed((file) => {
		file.session = { ...(file.session as object), ...change };
	});

test('IN2 what is not whole, not ours or not over is refused with its code and leaves nothing', async () => {
	const place = await openClinicPlace();
	const before = await held(place);
	const cases: readonly (readonly [unknown, Code, number])[] = [
		[{ file: 'another', events: [] }, 'not_ours', 400],
		[null, 'not_ours', 400],
		[[exportedSession()], 'not_ours', 400],
		[changed(({ events }) => (events as object[]).pop()), 'not_whole', 400],
		[changed((file) => Object.assign(file, { sha256: 'x' })), 'not_whole', 400],
		[exportedSession([{ ...(SMALL_LOG[0] as LoggedEvent), seat: 'client' }]), 'forbidden', 403],
		[inSession({ endedAt: null }), 'under_way', 409],
		[inSession({ endedAt: 1 }), 'out_of_range', 400],
		[inSession({ endedAt: Date.now() * 2 }), 'out_of_range', 400],
		[inSession({ recording: 'live-only' }), 'not_ours', 400],
	];
	for (const [file, code, status] of cases) {
		const answer = await bringIn(place, file, { name: 'Nobody' });
		expect([answer.json.error, answer.status]).toEqual([code, status]);
	}
	expect((await bringIn(place, exportedSession(), { id: 'n'.repeat(22) })).status).toBe(404);
	expect(await held(place)).toEqual(before);
});

test('IN2 IN5 a body that was cut short, or is of no form, is refused and leaves nothing', async () => {
	const place = await openClinicPlace();
	const { app, cookie } = place;
	const headers = { 'content-type': 'application/json' };
	const send = (body: string | Uint8Array) => app.call('POST', '/api/sessions/import', { cookie, headers, body });
	const whole = `{"client":{"name":"Nobody"},"export":${exportedText()}}`;
	const cases: readonly (readonly [string | Uint8Array, Code])[] = [
		[whole.slice(0, whole.length / 2), 'not_whole'],
		[whole.slice(0, -1), 'not_whole'],
		['', 'not_whole'],
		['no file at all', 'bad_json'],
		[`${whole}}`, 'not_whole'],
		[whole.replace('"events":[', '"events":[{},{"a":}'), 'bad_json'],
		[whole.replace('"events":[', '"events":[7,'), 'bad_json'],
		[new Uint8Array([0x7b, 0xff, 0x7d]), 'bad_json'],
		['{"client":{"name":"Nobody"}}', 'bad_request'],
		[`{"client":{"name":"Nobody"},"export":{"events":[{"a":"${'x'.repeat(80_000)}"}]}}`, 'not_ours'],
	];
	for (const [body, code] of cases) {
		const answer = await send(body);
		expect([String(body).slice(0, 60), answer.json.error]).toEqual([String(body).slice(0, 60), code]);
	}
	expect((await held(place)).sessions).toEqual([]);
	expect((await send(whole)).status).toBe(201);
});

test('IN5 a body over the limit is refused, and two at a time are one too many', async () => {
	const place = await openClinicPlace();
	const { app, cookie } = place;
	const headers = { 'content-type': 'application/json' };
	const tooLong = { cookie, headers: { ...headers, 'content-length': String(41 * 1024 * 1024) }, body: '{' };
	expect((await app.call('POST', '/api/sessions/import', tooLong)).json.error).toBe('too_large');
	const many = await Promise.all([1, 2, 3].map(() => bringIn(place, exportedSession())));
	const codes = many.map(({ status, json }) => json.error ?? status);
	expect(codes.filter((code) => code === 201).length).toBeGreaterThanOrEqual(1);
	expect(codes.every((code) => code === 201 || code === 'too_many')).toBe(true);
	expect((await bringIn(place, exportedSession())).status).toBe(201);
});

test('IN3 what this clinic erased stays erased', async () => {
	const place = await openClinicPlace();
	const client = await place.register({ name: NAME });
	const live = await place.record({ id: client }, 'canary-note');
	await place.finish(live);
	const file = (await place.call('GET', `/api/sessions/${live.session}/json`)).json;
	expect((await bringIn(place, file)).json.error).toBe('here_already');
	expect((await place.call('POST', `/api/clients/${client}/erase`)).status).toBe(200);
	expect((await bringIn(place, file)).json.error).toBe('session_erased');
	expect(folderHolds(place.app.folder, 'canary-note')).toBe(false);
});

test('IN4 what had half arrived is in no list as a record, and is erased at the next start', async () => {
	const place = await openClinicPlace();
	const { db } = place.app.store;
	const clinic = await firstClinic(db);
	const { id: member } = await db.selectFrom('member').select('id').executeTakeFirstOrThrow();
	const session = 'half'.padEnd(22, '0');
	const about = { id: session, clinic, member, origin: 'origin'.padEnd(22, '0'), isTest: false };
	await insertArriving(db, { ...about, startedAt: 1, endedAt: 2 }, 3);
	const [first] = SMALL_LOG;
	await place.app.journal.append([{ session, event: first as LoggedEvent }]);
	expect(await eventsOf(place, session)).toEqual([]);
	expect((await place.call('GET', `/api/sessions/${session}/json`)).status).toBe(404);
	await arrivalsOf(place).sweep();
	expect((await held(place)).sessions).toEqual([]);
	expect(await place.app.journal.read(session)).toEqual([]);
});

test('IN2 a disk that gives way in the middle of an arrival leaves nothing, and the next try succeeds', async () => {
	const place = await openClinicPlace();
	const { journal, store } = place.app;
	const clinic = await firstClinic(store.db);
	const { id: member } = await store.db.selectFrom('member').select('id').executeTakeFirstOrThrow();
	const ratings = Array.from({ length: 1_500 }, (_, i) => [1 + i / 10, i % 101] as const);
	const events = logOf([started, ...rates(...ratings)]);
	let appended = 0;
	const failing = arrivalsOf(place, {
		append: (entries) => {
			appended += 1;
			return appended > 1 ? Promise.reject(new Error('full')) : journal.append(entries);
		},
	});
	const arrival = { clinic, member, choice: { name: NAME }, raw: exportedSession(events) };
	await expect(failing.bringIn(arrival)).rejects.toThrow('full');
	expect(appended).toBe(2);
	expect(await held(place)).toEqual({ sessions: [], clients: [] });
	expect(folderHolds(place.app.folder, 'client-writer')).toBe(false);
	const answer = await bringIn(place, arrival.raw);
	expect(answer.status).toBe(201);
	expect(byStream(await journal.read(rowOf(answer).session))).toEqual(byStream(events));
});

test('OUT4 where a session has no record there is nothing to take out', async () => {
	const place = await openClinicPlace();
	const { session } = (await place.call('POST', '/api/sessions', { client: { name: NAME } })).json as Record<
		string,
		string
	>;
	for (const kind of ['csv', 'json', 'fhir']) {
		expect([kind, (await place.call('GET', `/api/sessions/${session}/${kind}`)).status]).toEqual([kind, 404]);
	}
});

test('OUT5 CSV of a session full of formulas has no active cell, over the real server', async () => {
	const place = await openClinicPlace();
	const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ';=1+1', '"=1'];
	const log = SMALL_LOG.map((event, i): LoggedEvent => {
		const text = formulas[i] ?? '=2';
		return event.seat === 'therapist' && event.body.kind !== 'ended'
			? { ...event, body: { kind: 'point', point: i + 1, muscle: text.trim(), side: 'left', place: text.trim() } }
			: event;
	});
	const { session } = rowOf(await bringIn(place, exportedSession(log)));
	const { text } = await place.call('GET', `/api/sessions/${session}/csv`);
	const rows = parseCsv(
		text
			.split('\r\n')
			.filter((line) => !line.startsWith('#'))
			.join('\r\n'),
	);
	expect(rows.length).toBeGreaterThan(5);
	expect(rows.flat().filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
});
