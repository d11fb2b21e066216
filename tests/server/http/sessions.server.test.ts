import { expect, test } from 'vitest';
import type { LoggedEvent } from '../../../shared/events.ts';
import type { SessionAnswer, SessionRow } from '../../../shared/http-api.ts';
import { type RunningApp, startApp } from '../../harness/server-app.ts';
import { folderHolds } from '../../harness/server-folder.ts';
import { openPage, type TestPage } from '../../harness/server-page.ts';
import { waitFor } from '../../harness/wait-for.ts';

interface Under {
	readonly app: RunningApp;
	readonly cookie: string;
	readonly session: string;
	readonly page: TestPage;
	readonly call: (method: string, path?: string, json?: unknown) => ReturnType<RunningApp['call']>;
}

/** A session that was started for Robin, with its therapist's page open. */
async function startSession(
	choice: 'recorded' | 'live-only' | null,
	options: { isTest?: boolean } = {},
): Promise<Under> {
	const app = await startApp();
	const cookie = await app.setUp();
	const json = { client: { name: 'Canary Robin' }, ...options };
	const started = await app.call('POST', '/api/sessions', { cookie, json });
	expect(started.status).toBe(201);
	const session = String(started.json.session);
	const page = openPage(app.app.hub, String(started.json.token), 'therapist');
	page.say({ kind: 'started' }, Date.now());
	if (choice) page.say({ kind: 'spoken-consent', choice, member: 'Ada Owner' }, Date.now());
	page.say({ kind: 'point', point: 1, muscle: 'infraspinatus', side: 'right' }, Date.now());
	page.say({ kind: 'note', text: 'canary-note' }, Date.now());
	const call: Under['call'] = (method, path = '', body) =>
		app.call(method, `/api/sessions/${session}${path}`, { cookie, ...(body !== undefined && { json: body }) });
	return { app, cookie, session, page, call };
}

const list = async ({ app, cookie }: Under, text = ''): Promise<readonly SessionRow[]> =>
	(await app.call('POST', '/api/sessions/list', { cookie, json: { text } })).json.sessions as SessionRow[];

const bodies = (events: readonly LoggedEvent[]) => events.map(({ body }) => body.kind);

test('REC12 KEEP7 a recorded session is found by its client and read back as it was said', async () => {
	const under = await startSession('recorded');
	await waitFor(async () => expect(await list(under, 'canary')).toHaveLength(1));
	const { session, events } = (await under.call('GET')).json as unknown as SessionAnswer;
	expect(session).toMatchObject({ session: under.session, recording: 'recorded', client: { name: 'Canary Robin' } });
	expect(bodies(events)).toEqual(['started', 'spoken-consent', 'point', 'note']);
	expect(events[0]).not.toHaveProperty('t');
	await waitFor(async () => expect(await under.app.journal.read(under.session)).toHaveLength(4));
	expect(await under.app.journal.read(under.session)).toEqual(events);
	const clients = await under.app.call('POST', '/api/clients/search', { cookie: under.cookie, json: { text: 'rob' } });
	expect(clients.json.clients).toEqual([{ id: session.client?.id, name: 'Canary Robin' }]);
	expect(await list(under, 'someone else')).toEqual([]);
});

test('REC12 its CSV is a file named by ids, and nobody’s name is in it', async () => {
	const under = await startSession('recorded');
	await waitFor(async () => expect(await list(under, 'canary')).toHaveLength(1));
	const { status, headers, text } = await under.call('GET', '/csv');
	expect(status).toBe(200);
	expect(headers['content-type']).toMatch(/^text\/csv/);
	expect(headers['content-disposition']).toBe(`attachment; filename="palpate-${under.session}.csv"`);
	expect(headers['cache-control']).toBe('no-store');
	expect(text).toContain(`# session: ${under.session}`);
	expect(text).toContain('# zone: Europe/Berlin');
	expect(text).not.toContain('Robin');
});

test.each(['live-only', null] as const)('KEEP8 of a session with the choice %s nothing can be read', async (choice) => {
	const under = await startSession(choice);
	const row = { session: under.session, client: null, points: [], peak: null, stops: 0 };
	const expected = choice ?? 'held';
	await waitFor(async () => expect(await list(under)).toMatchObject([{ ...row, recording: expected }]));
	expect((await under.call('GET')).json).toMatchObject({ session: row, events: [] });
	expect((await under.call('GET', '/csv')).status).toBe(404);
	expect((await under.call('POST', '/client', { client: { name: 'Robin' } })).status).toBe(403);
	expect(await under.app.journal.read(under.session)).toEqual([]);
	expect(folderHolds(under.app.folder, 'Canary Robin')).toBe(false);
	expect(folderHolds(under.app.folder, 'canary-note')).toBe(false);
});

test('HTTP7 a session under way is listed, joined by a code, taken up again and ended', async () => {
	const under = await startSession(null);
	const { app, cookie, session, call } = under;
	const open = async () => (await app.call('POST', '/api/sessions/open', { cookie })).json.sessions;
	expect(await open()).toEqual([
		{ session, startedAt: expect.any(Number), clientName: 'Canary Robin', therapist: 'Ada Owner', isOwn: true },
	]);
	const first = (await call('POST', '/code')).json;
	const { code, expiresAt } = (await call('POST', '/code')).json;
	expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
	expect(Number(expiresAt) - Date.now()).toBeGreaterThan(9 * 60_000);
	const join = (json: object) => app.call('POST', '/api/join', { json });
	expect((await join({ code: first.code })).json).toEqual({ error: 'wrong_code' });
	const joined = await join({ code: String(code).toLowerCase() });
	expect(joined.json).toEqual({ session, token: expect.stringMatching(/^[\w-]{22}$/), words: expect.any(String) });
	expect([(await join({ code })).status, (await join({ ticket: 'x' })).status]).toEqual([404, 404]);
	const phone = openPage(app.app.hub, String(joined.json.token), 'phone');
	expect(phone.frames[0]).toMatchObject({ t: 'waiting', words: joined.json.words });
	const again = (await call('POST', '/seat')).json;
	expect(openPage(app.app.hub, String(again.token), 'therapist-2').frames[0]).toMatchObject({
		t: 'welcome',
		seat: 'therapist',
	});
	expect((await call('POST', '/end')).status).toBe(200);
	expect((await call('POST', '/end')).status).toBe(404);
	await waitFor(async () => expect(await open()).toEqual([]));
});

test('HTTP7 the second road takes frames without a login and answers what the line would', async () => {
	const { app, session, call } = await startSession(null);
	const { token } = (await call('POST', '/seat')).json;
	const events = [{ n: 1, at: Date.now(), body: { kind: 'started' } }];
	const frames = [{ t: 'events', writer: 'second-road-writer-000', lane: 'say', events }];
	const answer = await app.call('POST', '/api/live/say', { json: { token, frames } });
	expect([answer.status, Array.isArray(answer.json.frames)]).toEqual([200, true]);
	expect(app.app.hub.events(session)?.filter(({ writer }) => writer.startsWith('second'))).toHaveLength(1);
	const unknown = await app.call('POST', '/api/live/say', { json: { token: 'x'.repeat(22), frames } });
	expect([unknown.status, unknown.json.error]).toEqual([404, 'no_session']);
});

test('KEEP9 a test session can be deleted, with everything in the store, the journal and memory', async () => {
	const under = await startSession('recorded', { isTest: true });
	await waitFor(async () => expect(await under.app.journal.read(under.session)).toHaveLength(4));
	expect((await under.call('DELETE')).status).toBe(200);
	expect(under.page.frames.at(-1)).toEqual({ t: 'over', code: 'session_erased' });
	expect(await list(under)).toEqual([]);
	expect([(await under.call('GET')).status, (await under.call('DELETE')).status]).toEqual([404, 404]);
	for (const trace of ['Canary Robin', 'canary robin', 'canary-note']) {
		expect([trace, folderHolds(under.app.folder, trace)]).toEqual([trace, false]);
	}
});

test('KEEP9 a real session can’t be deleted', async () => {
	const under = await startSession('recorded');
	const answer = await under.call('DELETE');
	expect([answer.status, answer.json.error]).toEqual([403, 'forbidden']);
	expect(await list(under)).toHaveLength(1);
});

test('KEEP9 CONSENT3 what was recorded is deleted on the word of a client who withdrew, once the session is over', async () => {
	const under = await startSession('recorded');
	await waitFor(async () => expect(await list(under, 'canary')).toHaveLength(1));
	under.page.say({ kind: 'spoken-consent', choice: 'withdrawn', member: 'Ada Owner' }, Date.now());
	await waitFor(async () => expect((await list(under))[0]?.recording).toBe('withdrawn'));
	expect((await under.call('DELETE')).json).toEqual({ error: 'under_way' });
	under.page.say({ kind: 'ended' }, Date.now());
	await waitFor(async () => expect((await list(under))[0]?.endedAt).not.toBeNull());
	expect((await under.call('DELETE')).status).toBe(200);
	expect(await list(under)).toEqual([]);
	for (const trace of ['Canary Robin', 'canary-note']) {
		expect([trace, folderHolds(under.app.folder, trace)]).toEqual([trace, false]);
	}
});

test('KEEP9 CONSENT3 withdrawing at the desk opens what was recorded before to deleting, and giving again closes it', async () => {
	const under = await startSession('recorded');
	under.page.say({ kind: 'ended' }, Date.now());
	await waitFor(async () => expect((await list(under, 'canary'))[0]?.endedAt).toEqual(expect.any(Number)));
	const client = (await list(under))[0]?.client?.id;
	const say = (use: string, isGiven: boolean) =>
		under.app.call('POST', `/api/clients/${client}/consents`, { cookie: under.cookie, json: { use, isGiven } });
	await say('teaching', false);
	expect((await under.call('DELETE')).json).toEqual({ error: 'forbidden' });
	await say('recording', false);
	await say('recording', true);
	expect((await under.call('DELETE')).json).toEqual({ error: 'forbidden' });
	await say('recording', false);
	expect((await under.call('DELETE')).status).toBe(200);
	expect(await list(under)).toEqual([]);
});

test('KEEP10 a wrong client is corrected', async () => {
	const under = await startSession('recorded');
	await waitFor(async () => expect(await list(under, 'canary')).toHaveLength(1));
	const answer = await under.call('POST', '/client', { client: { name: 'Jo' } });
	expect(answer.json.session).toMatchObject({ client: { name: 'Jo' } });
	expect((await under.call('POST', '/client', { client: { id: 'n'.repeat(22) } })).status).toBe(404);
	expect(await list(under, 'canary')).toEqual([]);
	expect(await list(under, 'jo')).toHaveLength(1);
});

test('KEEP11 the list goes on where the page before ended, and a cursor of one’s own making is refused', async () => {
	const under = await startSession('recorded');
	const { clinic, member } = (await under.app.call('GET', '/api/me', { cookie: under.cookie })).json as {
		clinic: { id: string };
		member: { id: string };
	};
	const rows = Array.from({ length: 59 }, (_, i) => ({
		id: `session-number-${String(i).padStart(7, '0')}`,
		clinic: clinic.id,
		member: member.id,
		startedAt: 1_000 + i,
		recording: 'held' as const,
		isTest: 0 as const,
	}));
	await under.app.store.db.insertInto('session').values(rows).execute();
	const page = async (cursor?: unknown) =>
		(await under.app.call('POST', '/api/sessions/list', { cookie: under.cookie, json: cursor ? { cursor } : {} })).json;
	const first = await page();
	const second = await page(first.cursor);
	expect([(first.sessions as []).length, (second.sessions as []).length, second.cursor]).toEqual([50, 10, null]);
	const ids = [...(first.sessions as SessionRow[]), ...(second.sessions as SessionRow[])].map((row) => row.session);
	expect(new Set(ids).size).toBe(60);
	for (const forged of ['AAAA', 'x'.repeat(200), Buffer.from('1.../../etc').toString('base64url')]) {
		expect([forged, await page(forged)]).toEqual([forged, { error: 'bad_request' }]);
	}
});
