import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, onTestFinished, test } from 'vitest';
import { foreignOrigins } from '../../tools/prove/process-origins.ts';
import { type LiveLine, openLiveLine } from '../../tools/wire/live-line.ts';
import { LIVE_PATH, openRawLine } from '../../tools/wire/raw-line.ts';
import { type LiveApp, startLiveApp } from '../harness/live-app.ts';
import { CONNECT_PAYLOADS, REFUSED_CONNECT_PAYLOADS, WIRE_CASES, type WireCase } from './wire-cases.ts';

const MANY = { MAX_CONNECTIONS_PER_ADDRESS: '1000' };

/** What a line got in the end, in the words of the case. */
async function outcomeOf(line: LiveLine, answer: WireCase['answer']): Promise<WireCase['answer']> {
	if (answer === 'alive' || 'refused' in answer) {
		if (answer === 'alive') line.up({ t: 'pen' });
		const told = await line.untilTold('refused').catch(() => null);
		if (!told) return { closed: 'any' };
		return answer === 'alive' && told.code === 'no_session' ? 'alive' : { refused: told.code };
	}
	const { code, over } = await line.closed;
	if ('over' in answer) return { over: over ?? 'nothing' };
	return { closed: answer.closed === 'any' ? 'any' : (code ?? 'any') };
}

test('HOST1 every hostile packet of the catalogue gets its answer, and the server and everyone else go on', async () => {
	const app = await startLiveApp(MANY);
	const other = await app.openBoth();
	const wrong: unknown[] = [];
	for (const { row, what, send, answer } of WIRE_CASES) {
		const line = await openLiveLine({ port: app.port });
		send(line);
		const seen = await outcomeOf(line, answer);
		if (JSON.stringify(seen) !== JSON.stringify(answer)) wrong.push({ row, what: what.slice(0, 80), answer, seen });
		line.destroy();
	}
	expect(wrong).toEqual([]);
	await expectLife(app, other);
});

async function expectLife(app: LiveApp, { phone, therapist }: Awaited<ReturnType<LiveApp['openBoth']>>): Promise<void> {
	phone.say({ kind: 'stop' });
	await therapist.until((frame) => frame.t === 'events' && frame.events.some(({ body }) => body.kind === 'stop'));
	expect((await app.call('GET', '/healthz')).json).toEqual({ ok: true });
	expect(app.logged()).not.toContain('"level":50');
}

test('HOST1 what stands in CONNECT is of no effect, or ends the line', async () => {
	const app = await startLiveApp(MANY);
	const first = await app.openBoth('Canary Robin');
	for (const payload of [...CONNECT_PAYLOADS, ...REFUSED_CONNECT_PAYLOADS]) {
		const raw = await openRawLine({ port: app.port });
		onTestFinished(() => raw.destroy());
		const heard: string[] = [];
		const answered = new Promise<void>((resolve) => {
			raw.onText((text) => {
				heard.push(text);
				if (text.startsWith('40')) raw.send('42["up",{"t":"want","heads":{}}]');
				if (text.startsWith('42')) resolve();
			});
			void raw.closed.then(() => resolve());
		});
		raw.send(`40${payload}`);
		await answered;
		const isTaken = CONNECT_PAYLOADS.includes(payload);
		expect([payload.slice(0, 40), heard.at(-1)?.startsWith('42["down",{"t":"refused","code":"no_session"}]')]).toEqual([
			payload.slice(0, 40),
			isTaken,
		]);
		expect(heard.join('')).not.toContain('pid');
		expect(heard.join('')).not.toContain('Canary');
	}
	await expectLife(app, first);
});

test('HOST4 another version of the wire is told to reload', async () => {
	const app = await startLiveApp(MANY);
	const asked = [
		'/live/?EIO=3&transport=websocket',
		'/live/?EIO=5&transport=websocket',
		'/live/?transport=websocket',
		'/live/?EIO=4&transport=polling',
		'/live/?EIO=4&transport=webtransport',
		'/live/?EIO=4&transport=websocket&sid=AAAAAAAAAAAAAAAAAAAA',
		'/live/?EIO[]=4&transport[]=websocket',
		'/live/',
	];
	for (const path of asked) {
		const { status, body } = await openRawLine({ port: app.port, path });
		expect([path, status, body]).toEqual([path, 426, '{"error":"upgrade_required"}']);
	}
	expect((await openRawLine({ port: app.port, path: '/live/../admin?EIO=4&transport=websocket' })).status).toBe(404);
});

test('HOST4 there is no polling: whatever is asked or posted there is refused unread', async () => {
	const app = await startLiveApp(MANY);
	const asked = [
		['GET', '/live/?EIO=4&transport=polling', undefined],
		['POST', '/live/?EIO=4&transport=polling&sid=x', '42["up",{}]'],
		['POST', '/live/?EIO=4&transport=polling', 'x'.repeat(200_000)],
		['GET', '/live/?EIO=4&transport=polling&j=0', undefined],
		['OPTIONS', '/live/?EIO=4&transport=polling', undefined],
		['GET', LIVE_PATH, undefined],
		['GET', '/live/socket.io.js', undefined],
	] as const;
	for (const [method, path, body] of asked) {
		const answer = await app.call(method, path, { ...(body !== undefined && { body }) });
		expect([method, path, answer.status, answer.json]).toEqual([method, path, 426, { error: 'upgrade_required' }]);
	}
	expect((await app.call('GET', '/live', {})).status).toBeGreaterThanOrEqual(400);
	expect((await app.call('GET', '/socket.io/socket.io.js', {})).status).toBe(404);
});

test('HOST3 HTTP3 pages of twelve foreign origins reach nothing: no WebSocket, no POST, no form', async () => {
	const app = await startLiveApp(MANY);
	const { port } = app;
	const origins = foreignOrigins(port);
	expect(origins).toHaveLength(12);
	const types = [
		'application/json',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'text/plain',
	];
	for (const origin of origins) {
		const line = await openRawLine({ port, headers: { Origin: origin } });
		expect([origin, line.status, line.body]).toEqual([origin, 403, '{"error":"foreign_origin"}']);
		for (const type of types) {
			const headers = { origin, 'content-type': type };
			const answer = await app.call('POST', '/api/sign-in', { body: '{}', headers });
			expect([origin, type, answer.status, answer.json]).toEqual([origin, type, 403, { error: 'foreign_origin' }]);
		}
	}
	const own = await openRawLine({ port, headers: { Origin: `http://localhost:${port}` } });
	onTestFinished(() => own.destroy());
	expect(own.status).toBe(101);
});

test('HOST1 the library that reads frames is one that counts their pieces', () => {
	const version = (
		JSON.parse(readFileSync(createRequire(import.meta.url).resolve('ws/package.json'), 'utf8')) as { version: string }
	).version;
	const [major = 0, minor = 0] = version.split('.').map(Number);
	expect(major > 8 || (major === 8 && minor >= 21)).toBe(true);
});
