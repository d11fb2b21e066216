import { expect, test } from 'vitest';
import { createAccessLog } from '../../../server/store/access-log.ts';
import type { AccessListAnswer, AccessRow } from '../../../shared/access-api.ts';
import type { RunningApp } from '../../harness/server-app.ts';
import { startApp } from '../../harness/server-app.ts';
import { idNamed, NINE } from '../../harness/server-events.ts';
import { openPage } from '../../harness/server-page.ts';
import { firstClinic, insertClinic, signInAs } from '../../harness/server-people.ts';
import { waitFor } from '../../harness/wait-for.ts';
import { parseCsv } from '../export/parse-csv.ts';

async function list(app: RunningApp, cookie: string, json: object = {}): Promise<AccessListAnswer> {
	return (await app.call('POST', '/api/access/list', { cookie, json })).json as unknown as AccessListAnswer;
}

const shortly = ({ what, as, session, code }: AccessRow) => ({ what, as, session, code });

test('ACC3 the owner sees who read what, newest first, page by page, and by whom or what', async () => {
	const app = await startApp();
	const cookie = await app.setUp();
	const { session } = (await app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Robin' } } })).json;
	await app.call('GET', `/api/sessions/${session}`, { cookie });
	const me = (await app.call('GET', '/api/me', { cookie })).json.member as { id: string };
	const { entries, cursor } = await list(app, cookie);
	expect(cursor).toBeNull();
	expect(entries).toMatchObject([
		{ n: 2, what: 'session-read', as: 'owner', member: { id: me.id, name: 'Ada Owner' }, session, client: null },
		{ n: 1, what: 'session-started', as: 'owner', session, code: null, times: 1 },
	]);
	const clinic = await firstClinic(app.store.db);
	const log = createAccessLog({ db: app.store.db, now: () => NINE, onTrouble: () => undefined });
	const note = { clinic, what: 'session-read', member: idNamed('gone'), as: 'therapist' } as const;
	await Promise.all(Array.from({ length: 200 }, (_, i) => log.write({ ...note, session: idNamed(`s${i % 2}`) })));
	const pages = [await list(app, cookie)];
	for (let last = pages[0]; last?.cursor; last = pages.at(-1))
		pages.push(await list(app, cookie, { cursor: last.cursor }));
	const numbers = pages.flatMap((page) => page.entries.map(({ n }) => n));
	expect([pages.length, numbers]).toEqual([3, Array.from({ length: 202 }, (_, i) => 202 - i)]);
	const ofOne = await list(app, cookie, { session: idNamed('s0') });
	expect([ofOne.entries.length, ofOne.entries[0]?.member]).toEqual([100, { id: idNamed('gone'), name: null }]);
	expect((await list(app, cookie, { member: me.id })).entries).toHaveLength(2);
	const forged = await app.call('POST', '/api/access/list', { cookie, json: { cursor: 'bm90IGEgbnVtYmVy' } });
	expect(forged.json).toEqual({ error: 'bad_request' });
});

test('ACC3 the log as a file has every entry, with the hashes that the check answers', async () => {
	const app = await startApp();
	const cookie = await app.setUp();
	for (let i = 0; i < 3; i += 1) await app.call('POST', '/api/sessions/list', { cookie, json: {} });
	const { head } = (await app.call('POST', '/api/access/verify', { cookie, json: {} })).json as {
		head: { n: number; hash: string };
	};
	const file = await app.call('GET', '/api/access/csv', { cookie });
	expect(file.headers['content-disposition']).toBe('attachment; filename="palpate-access.csv"');
	const [header, ...rows] = parseCsv(file.text.replaceAll(/^#.*\r\n/gm, ''));
	expect(header?.at(-1)).toBe('hash');
	expect(rows.map((row) => row[0])).toEqual(['1', '2', '3']);
	expect([String(head.n), head.hash]).toEqual([rows.at(-1)?.[0], rows.at(-1)?.at(-1)]);
	const verified = await app.call('POST', '/api/access/verify', { cookie, json: { head } });
	expect(verified.json).toMatchObject({ isWhole: true, entries: 3 });
	const later = await app.call('POST', '/api/access/verify', { cookie, json: { head: { n: 4, hash: head.hash } } });
	expect(later.json).toMatchObject({ isWhole: false, firstWrong: 4 });
});

test('ACC4 what was refused for want of a right is noted in the clinic of whoever tried', async () => {
	const app = await startApp();
	const owner = await app.setUp();
	const { session } = (await app.call('POST', '/api/sessions', { cookie: owner, json: { client: { name: 'Robin' } } }))
		.json;
	const desk = await signInAs(app, 'desk', await firstClinic(app.store.db), 'dora');
	const stranger = await signInAs(app, 'owner', await insertClinic(app.store.db, 'hill'), 'hanna');
	await app.call('GET', `/api/sessions/${session}`, { cookie: desk });
	await app.call('GET', `/api/sessions/${session}`, { cookie: stranger });
	await waitFor(async () => {
		expect((await list(app, owner)).entries.map(shortly)).toEqual([
			{ what: 'refused', as: 'desk', session, code: 'forbidden' },
			{ what: 'session-started', as: 'owner', session, code: null },
		]);
		expect((await list(app, stranger)).entries.map(shortly)).toEqual([
			{ what: 'refused', as: 'owner', session, code: 'not_found' },
		]);
	});
});

test('ACC4 what a seat may not write, and what contradicts the record, is noted without its content', async () => {
	const app = await startApp();
	const cookie = await app.setUp();
	const started = await app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Robin' } } });
	const session = String(started.json.session);
	const therapist = openPage(app.app.hub, String(started.json.token), 'therapist');
	therapist.say({ kind: 'started' }, NINE);
	const { code } = (await app.call('POST', `/api/sessions/${session}/code`, { cookie })).json;
	const joined = (await app.call('POST', '/api/join', { json: { code } })).json;
	const phone = openPage(app.app.hub, String(joined.token), 'phone');
	const device = (await app.store.db.selectFrom('device').select('id').where('seat', '=', 'client').executeTakeFirst())
		?.id;
	therapist.say({ kind: 'admitted', device: String(device) }, NINE);
	phone.say({ kind: 'shown', stops: [{ writer: idNamed('phone'), lane: 'say', n: 1 }] }, NINE);
	phone.say({ kind: 'note', text: 'canary' }, NINE);
	therapist.say({ kind: 'stop' }, NINE);
	const again = openPage(app.app.hub, String(started.json.token), 'therapist');
	again.say({ kind: 'note', text: 'canary' }, NINE);
	await waitFor(async () => {
		const { entries } = await list(app, cookie);
		const forged = entries.filter(({ what }) => what === 'forged');
		const times = (as: string, code: string) =>
			forged.filter((row) => row.as === as && row.code === code).reduce((sum, row) => sum + row.times, 0);
		expect(times('client', 'forbidden')).toBe(2);
		expect(times('therapist', 'forbidden')).toBe(1);
		expect(times('therapist', 'conflict')).toBe(1);
		expect(forged.every((row) => row.session === session)).toBe(true);
		expect(JSON.stringify(entries)).not.toContain('canary');
	});
});
