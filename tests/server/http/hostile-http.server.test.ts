import { connect } from 'node:net';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { isCode } from '../../../shared/codes.ts';
import { type Answer, type CallOptions, EMAIL, PASSWORD, type RunningApp, startApp } from '../../harness/server-app.ts';
import { idNamed } from '../../harness/server-events.ts';

/** Rows of the catalogue of hostile inputs, section C, each with its neighbours: what is sent, and what must come back. */
interface Row {
	readonly row: number;
	readonly what: string;
	readonly method?: string;
	readonly path?: string;
	readonly send?: CallOptions;
	readonly status: number;
	readonly code?: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const LIST = '/api/sessions/list';
const raw = (body: string | Uint8Array, type = 'application/json'): CallOptions => ({
	body,
	headers: { 'content-type': type },
});
const filled = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes) });

const ROWS: readonly Row[] = [
	{ row: 48, what: 'malformed JSON', send: raw('{"text":'), status: 400, code: 'bad_json' },
	{ row: 48, what: 'a top-level string', send: raw('"text"'), status: 400, code: 'bad_json' },
	{ row: 48, what: 'a top-level number', send: raw('7'), status: 400, code: 'bad_json' },
	{ row: 48, what: 'null', send: raw('null'), status: 400, code: 'bad_json' },
	{ row: 48, what: 'a NaN literal', send: raw('{"text":NaN}'), status: 400, code: 'bad_json' },
	{ row: 48, what: 'nothing where something is asked', send: raw(''), status: 400, code: 'bad_json' },
	{
		row: 48,
		what: 'bytes that are no UTF-8',
		send: raw(new Uint8Array([0x7b, 0xff, 0x7d])),
		status: 400,
		code: 'bad_json',
	},
	{ row: 48, what: 'nesting without end', send: raw(`{"a":${'['.repeat(8_000)}`), status: 400, code: 'bad_json' },
	{ row: 48, what: 'nesting to the limit', send: raw(`{"a":${'['.repeat(8_000)}${']'.repeat(8_000)}}`), status: 400 },
	{ row: 49, what: '20 KB', send: raw(filled(20_480)), status: 413, code: 'too_large' },
	{ row: 49, what: 'one byte over 16 KB', send: raw(filled(16_385 - 11)), status: 413, code: 'too_large' },
	{
		row: 49,
		what: '20 KB without saying so beforehand',
		send: { body: filled(20_480), headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' } },
		status: 413,
		code: 'too_large',
	},
	{ row: 50, what: '1e999', send: raw('{"text":1e999}'), status: 400, code: 'bad_json' },
	{ row: 50, what: '-1e999, deep inside', send: raw('{"a":[{"b":-1e999}]}'), status: 400, code: 'bad_json' },
	{ row: 51, what: 'a key given twice: the last counts', send: raw('{"text":7,"text":"x"}'), status: 200 },
	{ row: 51, what: '__proto__', send: raw('{"__proto__":{"text":"x"}}'), status: 400, code: 'bad_request' },
	{ row: 53, what: 'a top-level array', send: raw('[{"text":"x"}]'), status: 400, code: 'bad_json' },
	{ row: 54, what: 'text/plain', send: raw('{}', 'text/plain'), status: 415, code: 'unsupported_media_type' },
	{ row: 54, what: 'a form post', send: raw('text=x', 'application/x-www-form-urlencoded'), status: 415 },
	{ row: 54, what: 'a multipart form', send: raw('--x--', 'multipart/form-data; boundary=x'), status: 415 },
	{ row: 54, what: 'no type at all', send: { body: '{}' }, status: 415 },
	{ row: 55, what: 'charset utf-7', send: raw('{}', 'application/json; charset=utf-7'), status: 415 },
	{ row: 55, what: 'charset utf-16', send: raw('{}', 'application/json; charset=utf-16le'), status: 415 },
	{ row: 55, what: 'charset UTF-8', send: raw('{}', 'application/json; charset=UTF-8'), status: 200 },
	{
		row: 55,
		what: 'a compressed body',
		send: { body: '{}', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } },
		status: 415,
	},
	{
		row: 57,
		what: 'a path that can’t be decoded',
		method: 'GET',
		path: '/api/sessions/%E0%A4%A',
		status: 400,
		code: 'bad_request',
	},
	{
		row: 58,
		what: 'a way out of the folder as an id',
		method: 'GET',
		path: '/api/sessions/..%2f..%2fetc%2fpasswd',
		status: 404,
	},
	{ row: 58, what: 'NUL in an id', method: 'GET', path: `/api/sessions/${idNamed('a').slice(1)}%00`, status: 404 },
	{ row: 58, what: 'an id that is too long', method: 'GET', path: `/api/sessions/${'a'.repeat(5_000)}`, status: 404 },
	{ row: 59, what: 'a way out of the root', method: 'GET', path: '/../../etc/passwd', status: 404, code: 'not_found' },
	{ row: 59, what: 'a coded way out of the root', method: 'GET', path: '/%2e%2e/%2e%2e/etc/passwd', status: 404 },
	{ row: 59, what: 'a way out of the assets', method: 'GET', path: '/assets/..%2f..%2fclinic.db', status: 404 },
	{
		row: 62,
		what: '20 KB of headers',
		send: { headers: { 'x-long': 'x'.repeat(20_480) } },
		status: 431,
		code: 'too_large',
	},
	{
		row: 69,
		what: 'a foreign origin with a cookie',
		send: { json: {}, headers: { origin: 'https://evil.example' } },
		status: 403,
		code: 'foreign_origin',
	},
	{
		row: 69,
		what: 'the origin null',
		send: { json: {}, headers: { origin: 'null' } },
		status: 403,
		code: 'foreign_origin',
	},
	{
		row: 69,
		what: 'a foreign preflight',
		method: 'OPTIONS',
		send: { headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } },
		status: 403,
		code: 'foreign_origin',
	},
	{
		row: 69,
		what: 'a foreign reader',
		method: 'GET',
		path: '/api/me',
		send: { headers: { origin: 'https://evil.example' } },
		status: 403,
	},
	{
		row: 69,
		what: 'no origin, and another site',
		send: { json: {}, headers: { 'sec-fetch-site': 'cross-site' } },
		status: 403,
	},
	{ row: 70, what: 'an unknown route', method: 'GET', path: '/api/nothing', status: 404, code: 'not_found' },
	{ row: 70, what: 'an unknown page', method: 'GET', path: '/nothing', status: 404, code: 'not_found' },
	{ row: 70, what: 'a known path by another method', method: 'PUT', status: 404, code: 'not_found' },
	{ row: 70, what: 'a path in other letters', method: 'GET', path: '/API/me', status: 404, code: 'not_found' },
];

let shared: { readonly app: RunningApp; readonly cookie: string };

async function signedIn(): Promise<typeof shared> {
	const app = await startApp();
	return { app, cookie: await app.setUp() };
}

function expectRefusal(answer: Answer): void {
	expect(answer.headers['content-type']).toMatch(/^application\/json/);
	expect(isCode(answer.json.error)).toBe(true);
	expect(answer.text).not.toMatch(/node_modules|server\/|Error:|at \w+ \(/);
}

test('HTTP1 HTTP2 HTTP3 every hostile request of the catalogue gets its answer, and the server goes on', async () => {
	shared = await signedIn();
	const { app, cookie } = shared;
	const wrong: unknown[] = [];
	for (const { row, what, method = 'POST', path = LIST, send = {}, status, code } of ROWS) {
		const answer = await app.call(method, path, { cookie, ...send });
		if (answer.status !== status || (code && answer.json.error !== code))
			wrong.push({ row, what, asked: { status, code }, seen: { status: answer.status, text: answer.text } });
		if (status >= 400) expectRefusal(answer);
	}
	expect(wrong).toEqual([]);
	expect((await app.call('GET', '/healthz')).json).toEqual({ ok: true });
	expect(app.logged()).not.toContain('"level":50');
});

test('HTTP4 a forged X-Forwarded-For changes nobody’s limits, unless it comes from a proxy that was named', async () => {
	const tries = async (app: RunningApp, address: (i: number) => string) => {
		const statuses = new Set<number>();
		for (let i = 0; i < 11; i += 1) {
			const headers = { 'x-forwarded-for': address(i) };
			const answer = await app.call('POST', '/api/sign-in', {
				json: { email: EMAIL, password: 'not this one' },
				headers,
			});
			statuses.add(answer.status);
		}
		return [...statuses];
	};
	const plain = await startApp();
	await plain.setUp();
	expect(await tries(plain, (i) => `203.0.113.${i}`)).toEqual([401, 429]);
	const behindProxy = await startApp({ TRUST_PROXY: 'loopback' });
	await behindProxy.setUp();
	expect(await tries(behindProxy, (i) => `203.0.113.${i}`)).toEqual([401]);
});

test('HTTP5 addresses to join by are the server’s own, whatever the caller calls it', async () => {
	const app = await startApp({ HOST: '0.0.0.0' });
	const cookie = await app.setUp();
	const { session } = (await app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Robin' } } })).json;
	const origins = async (host: string) => {
		const { json } = await app.call('POST', `/api/sessions/${session}/code`, { cookie, headers: { host } });
		expect(json).toHaveProperty('joinUrls');
		return (json.joinUrls as string[]).map((url) => new URL(url).origin);
	};
	const lan = `http://192.168.7.20:${app.port}`;
	const named = `http://clinic-pc.local:${app.port}`;
	expect(await origins('evil.example')).toEqual([lan]);
	expect(await origins('evil.example@192.168.7.20')).toEqual([lan]);
	expect(await origins(`192.168.7.20:${app.port}`)).toEqual([lan]);
	expect(await origins(`clinic-pc.local:${app.port}`)).toEqual([named, lan]);
	expect(await origins(`localhost:${app.port}`)).toEqual([lan, `http://localhost:${app.port}`]);
	const { joinUrls } = (await app.call('POST', `/api/sessions/${session}/code`, { cookie })).json as {
		joinUrls: string[];
	};
	expect(joinUrls[0]).toMatch(/^http:\/\/[^/]+\/join#[A-Za-z0-9_-]{22}$/);
});

/** Everything a raw connection answers until it is closed. */
function talk(port: number, text: string): Promise<string> {
	return new Promise((resolve, reject) => {
		let heard = '';
		const socket = connect(port, '127.0.0.1', () => socket.write(text));
		onTestFinished(() => void socket.destroy());
		socket.on('data', (bytes) => {
			heard += bytes.toString('utf8');
		});
		socket.on('close', () => resolve(heard));
		socket.on('error', reject);
	});
}

const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n';

test('HTTP3 a WebSocket of another origin is refused at the handshake, with or without a cookie', async () => {
	const { app, cookie } = await signedIn();
	const line = 'GET /live/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\n';
	for (const origin of ['https://evil.example', 'null', `http://localhost.evil.example:${app.port}`]) {
		const heard = await talk(app.port, `${line}Origin: ${origin}\r\nCookie: ${cookie}\r\n${UPGRADE}\r\n`);
		expect([origin, heard.split('\r\n')[0]]).toEqual([origin, 'HTTP/1.1 403 Forbidden']);
		expect(heard).toContain('{"error":"foreign_origin"}');
	}
});

test('HTTP1 a WebSocket asked for elsewhere is refused at once, and what is no request is told so', async () => {
	const { port, call } = await startApp();
	const elsewhere = await talk(port, `GET /elsewhere HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\n`);
	expect(elsewhere).toMatch(/^HTTP\/1\.1 404 /);
	expect(elsewhere).toContain('{"error":"not_found"}');
	expect(await talk(port, 'HELO clinic\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*\{"error":"bad_request"\}$/);
	expect((await call('GET', '/healthz')).status).toBe(200);
});

test('HTTP1 what goes wrong inside is answered with the id of its line in the log and nothing else', async () => {
	const { app, cookie } = await signedIn();
	const { db } = app.store;
	const start = () => app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Canary Robin' } } });
	await sql`pragma query_only = 1`.execute(db);
	const unwritable = await start();
	expect([unwritable.status, unwritable.json]).toEqual([503, { error: 'not_recording', id: expect.any(String) }]);
	expect((await app.call('POST', LIST, { cookie, json: {} })).status).toBe(200);
	await sql`pragma query_only = 0`.execute(db);
	expect((await start()).status).toBe(201);
	app.app.hub.open = () => {
		throw new Error('Canary Robin');
	};
	const broken = await app.call('POST', '/api/sessions/open', { cookie });
	expect([broken.status, broken.json]).toEqual([500, { error: 'internal', id: expect.any(String) }]);
	expect(app.logged()).toContain(String(unwritable.json.id));
	expect(app.logged()).toContain(String(broken.json.id));
	expect(app.logged()).not.toContain('Canary');
});

test('HTTP6 requests have limits in time and number', async () => {
	const { app } = await startApp({ MAX_CONNECTIONS: '321' });
	const { headersTimeout, requestTimeout, maxConnections } = app.httpServer;
	expect({ headersTimeout, requestTimeout, maxConnections }).toEqual({
		headersTimeout: 10_000,
		requestTimeout: 15_000,
		maxConnections: 321,
	});
});

test('DOOR6 passwords are taken whole up to 256 characters, whatever they are made of; more is refused before any work', async () => {
	const odd = ['é'.repeat(256), '👩‍⚕️🦦🌿💧🔥🐚', `null\u0000inside-${'x'.repeat(20)}`, 'q'.repeat(64)];
	for (const password of odd) {
		const app = await startApp();
		const owner = { clinic: 'C', zone: 'UTC', name: 'A', email: EMAIL, password };
		expect((await app.call('POST', '/api/setup', { json: { code: 'abcd efgh jkmn pqrs', ...owner } })).status).toBe(
			200,
		);
		expect((await app.call('POST', '/api/sign-in', { json: { email: EMAIL, password } })).status).toBe(200);
		expect(
			(await app.call('POST', '/api/sign-in', { json: { email: EMAIL, password: `${password} ` } })).status,
		).not.toBe(200);
	}
	const { call, logged } = await startApp();
	for (const password of ['x'.repeat(257), 'x'.repeat(1_048_576), 7, null, ['x'.repeat(12)]]) {
		const answer = await call('POST', '/api/sign-in', { json: { email: EMAIL, password } });
		expect([answer.status, answer.json.error]).toEqual([400, 'bad_request']);
	}
	expect(logged()).not.toContain(PASSWORD);
});

test('DOOR5 a cookie that was altered, made elsewhere, oversized or ended opens nothing', async () => {
	const [here, elsewhere] = [await signedIn(), await signedIn()];
	const { app, cookie } = here;
	const [name, value = ''] = cookie.split('=');
	const [token = '', signature = ''] = decodeURIComponent(value).split('.');
	const forged = {
		altered: `${name}=${encodeURIComponent(`${token}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`)}`,
		'another token': `${name}=${encodeURIComponent(`${token.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}.${signature}`)}`,
		unsigned: `${name}=${token}`,
		'made elsewhere': elsewhere.cookie,
		oversized: `${name}=${'x'.repeat(12_000)}`,
		empty: `${name}=`,
		nonsense: `${name}=%E0%A4%A; ;;=`,
	};
	for (const [what, each] of Object.entries(forged)) {
		const answer = await app.call('GET', '/api/me', { cookie: each });
		expect([what, answer.status, answer.json.error]).toEqual([what, 401, 'signed_out']);
	}
	expect((await app.call('GET', '/api/me', { cookie })).status).toBe(200);
	await app.call('POST', '/api/sign-out', { cookie });
	expect((await app.call('GET', '/api/me', { cookie })).status).toBe(401);
});
