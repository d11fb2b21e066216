import { expect, test } from 'vitest';
import { createAuth } from '../../../server/http/auth.ts';
import { createLog } from '../../../server/log.ts';
import { cookieOf, EMAIL, PASSWORD, SETUP_CODE, startApp } from '../../harness/server-app.ts';
import { openPage } from '../../harness/server-page.ts';
import { openTwoClinics } from '../../harness/server-store.ts';

const OWNER = {
	code: SETUP_CODE,
	clinic: ' Harbour\u202e ',
	zone: 'Europe/Berlin',
	name: 'Ada',
	email: 'Ada@Example.org',
	password: PASSWORD,
};

test('SET1 the first visit makes the clinic and its owner with the code of the terminal, and signs them in', async () => {
	const app = await startApp();
	expect((await app.call('GET', '/api/setup')).json).toEqual({ isNeeded: true, canMail: false });
	const answer = await app.call('POST', '/api/setup', { json: { ...OWNER, code: ' abcd-efgh jkmn-pqrs ' } });
	expect([answer.status, answer.json]).toEqual([200, {}]);
	const me = await app.call('GET', '/api/me', { cookie: cookieOf(answer) });
	expect(me.json).toMatchObject({
		member: { name: 'Ada', role: 'owner' },
		clinic: { name: 'Harbour', zone: 'Europe/Berlin' },
	});
	expect((await app.call('GET', '/api/setup')).json).toEqual({ isNeeded: false, canMail: false });
	const again = await app.call('POST', '/api/setup', { json: OWNER });
	expect([again.status, again.json.error]).toEqual([409, 'set_up_already']);
});

test('SET2 without the code, or with anything wrong in the form, nothing is made', async () => {
	const app = await startApp();
	const wrong: [number, string, object][] = [
		[403, 'wrong_setup_code', { code: 'ABCD-EFGH-JKMN-PQRT' }],
		[403, 'wrong_setup_code', { code: '' }],
		[400, 'bad_request', { zone: 'Europe/Nowhere' }],
		[400, 'bad_request', { email: 'ada' }],
		[400, 'bad_request', { password: 'too short' }],
		[400, 'bad_request', { clinic: ' \u200e ' }],
		[400, 'bad_request', { role: 'owner' }],
	];
	for (const [status, error, change] of wrong) {
		const answer = await app.call('POST', '/api/setup', { json: { ...OWNER, ...change } });
		expect([change, answer.status, answer.json]).toEqual([change, status, { error }]);
	}
	expect((await app.call('GET', '/api/setup')).json).toEqual({ isNeeded: true, canMail: false });
	expect(await app.store.db.selectFrom('user').selectAll().execute()).toEqual([]);
});

test('SET3 of several who set up at the same moment exactly one becomes the owner', async () => {
	const app = await startApp();
	const answers = await Promise.all(
		['a', 'b', 'c'].map((name) =>
			app.call('POST', '/api/setup', { json: { ...OWNER, name, email: `${name}@example.org` } }),
		),
	);
	expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
	expect(await app.store.db.selectFrom('member').select('role').execute()).toEqual([{ role: 'owner' }]);
});

test('DOOR1 an unknown e-mail and a wrong password get one answer', async () => {
	const app = await startApp();
	await app.setUp();
	const attempts = [
		{ email: EMAIL, password: 'not the password' },
		{ email: 'nobody@example.org', password: PASSWORD },
		{ email: 'no address at all', password: PASSWORD },
		{ email: `${EMAIL}' or 1=1 --`, password: PASSWORD },
	];
	for (const json of attempts) {
		const answer = await app.call('POST', '/api/sign-in', { json });
		expect([answer.status, answer.text]).toEqual([401, '{"error":"wrong_sign_in"}']);
		expect(answer.headers['set-cookie']).toBeUndefined();
	}
});

test('DOOR1 an unknown e-mail costs the same hashing as a wrong password', async () => {
	const { db } = await openTwoClinics();
	const done: string[] = [];
	const passwords = {
		hash: async () => {
			done.push('hash');
			return 'x';
		},
		verify: async () => {
			done.push('verify');
			return false;
		},
	};
	const auth = createAuth({
		db,
		secret: 'Zp2vQ7yLk0sWb4TnXc9RfHd6JmGa1EuV',
		baseUrl: 'http://localhost',
		isHttps: false,
		passwords,
		newId: () => 'a'.repeat(22),
		now: Date.now,
		log: createLog('silent'),
	});
	await db
		.insertInto('account')
		.columns(['id', 'accountId', 'providerId', 'userId', 'password', 'createdAt', 'updatedAt'])
		.expression((eb) =>
			eb
				.selectFrom('user')
				.select((x) => [
					x.ref('id').as('a'),
					'id as b',
					x.val('credential').as('c'),
					'id as d',
					x.val('h').as('e'),
					'createdAt',
					'updatedAt',
				])
				.where('email', '=', 'olga@example.org'),
		)
		.execute();
	const attempt = (email: string) =>
		auth.signIn({ email, password: PASSWORD, address: '192.0.2.1', userAgent: undefined }).catch((error) => error.code);
	expect(await attempt('olga@example.org')).toBe('wrong_sign_in');
	expect(await attempt('nobody@example.org')).toBe('wrong_sign_in');
	expect(done).toEqual(['verify', 'hash']);
});

test('DOOR2 a login is a cookie no script reads and no other site sends; over https it is bound to this host', async () => {
	const plain = await startApp();
	const cookies = (await plain.call('POST', '/api/setup', { json: OWNER })).headers['set-cookie'] ?? [];
	expect(cookies).toHaveLength(1);
	expect(cookies[0]).toMatch(/^palpate-login=.*; Path=\/; HttpOnly; SameSite=Strict$/i);
	const secure = await startApp({ PUBLIC_URL: 'https://palpate.example.org' });
	const answer = await secure.call('POST', '/api/setup', { json: OWNER });
	const [cookie = ''] = answer.headers['set-cookie'] ?? [];
	expect(cookie).toMatch(/^__Host-palpate-login=/);
	expect(cookie).toMatch(/; Secure/);
	expect(cookie).not.toMatch(/Domain=/i);
	expect((await secure.call('GET', '/api/me', { cookie: cookieOf(answer) })).status).toBe(200);
});

test('DOOR3 signing out ends the login and every live line that stood on it, before it is answered', async () => {
	const app = await startApp();
	const cookie = await app.setUp();
	const started = await app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Robin' } } });
	const page = openPage(app.app.hub, String(started.json.token), 'therapist');
	expect(page.frames[0]?.t).toBe('welcome');
	const answer = await app.call('POST', '/api/sign-out', { cookie });
	expect([answer.status, page.isClosed(), page.frames.at(-1)]).toEqual([200, true, { t: 'over', code: 'removed' }]);
	expect(answer.headers['set-cookie']?.[0]).toMatch(/^palpate-login=;.*Max-Age=0/);
	expect((await app.call('GET', '/api/me', { cookie })).status).toBe(401);
	expect((await app.call('POST', '/api/sign-out', { cookie })).status).toBe(200);
});

test('DOOR4 failed tries to sign in are limited by address, and other addresses go on', async () => {
	const app = await startApp({ TRUST_PROXY: 'loopback' });
	await app.setUp();
	const attempt = (address: string, password: string) =>
		app.call('POST', '/api/sign-in', { json: { email: EMAIL, password }, headers: { 'x-forwarded-for': address } });
	const statuses: number[] = [];
	for (let i = 0; i < 11; i += 1) statuses.push((await attempt('2001:db8::1', 'not the password')).status);
	expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
	expect((await attempt('2001:db8::2', PASSWORD)).json).toEqual({ error: 'too_many' });
	expect((await attempt('2001:db8:1::1', PASSWORD)).status).toBe(200);
});

test('DOOR4 who signs in rightly uses nothing up: a whole clinic may sit behind one address', async () => {
	const app = await startApp();
	await app.setUp();
	const attempt = async (password: string) =>
		(await app.call('POST', '/api/sign-in', { json: { email: EMAIL, password } })).status;
	for (let i = 0; i < 25; i += 1) expect(await attempt(PASSWORD)).toBe(200);
	for (let i = 0; i < 10; i += 1) expect(await attempt('not the password')).toBe(401);
	expect([await attempt('not the password'), await attempt(PASSWORD)]).toEqual([429, 429]);
});

test('DOOR4 failed tries are limited by account as well, from wherever they come and whether there is one or not', async () => {
	const app = await startApp({ TRUST_PROXY: 'loopback' });
	await app.setUp();
	for (const [net, email] of ['otters@example.org', EMAIL].entries()) {
		const attempt = async (i: number, as: string, password = 'not the password') => {
			const headers = { 'x-forwarded-for': `2001:db8:${net}:${i}::1` };
			return (await app.call('POST', '/api/sign-in', { json: { email: as, password }, headers })).status;
		};
		const statuses: number[] = [];
		for (let i = 0; i < 22; i += 1) statuses.push(await attempt(i, i % 2 === 0 ? email : email.toUpperCase()));
		expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429, 429]);
		expect(await attempt(99, 'somebody@example.org')).toBe(401);
		if (email === EMAIL) expect(await attempt(98, EMAIL, PASSWORD)).toBe(429);
	}
});

test('LOG2 nothing of signing in stands in the log', async () => {
	const app = await startApp();
	const cookie = await app.setUp();
	await app.call('POST', '/api/sign-in', { json: { email: EMAIL, password: 'wrong canary' } });
	await app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Canary Robin' } } });
	await app.call('POST', '/api/clients/search', { cookie, json: { text: 'canary' } });
	await app.call('GET', '/api/sessions/canary-in-a-path', { cookie });
	expect(app.logged()).toContain('"route":"/api/sign-in"');
	expect(app.logged()).not.toMatch(/canary|ada@example|Ada|otters|ABCD/i);
	expect(app.logged()).not.toContain(cookie.split('=')[1]);
});
