import { expect, test } from 'vitest';
import { startApp } from '../../harness/server-app.ts';

test('HOST7 HTTP6 an address that asks without end is told to wait, another and the second road are not concerned', async () => {
	const app = await startApp({ MAX_CONNECTIONS_PER_ADDRESS: '2', TRUST_PROXY: 'loopback' });
	const ask = async (address: string, path = '/api/setup') =>
		app.call(path === '/api/setup' ? 'GET' : 'POST', path, {
			headers: { 'x-forwarded-for': address },
			...(path !== '/api/setup' && { json: { token: 'x'.repeat(22), frames: [] } }),
		});
	const statuses: number[] = [];
	for (let i = 0; i < 120 && !statuses.includes(429); i += 1) statuses.push((await ask('203.0.113.1')).status);
	expect(statuses.slice(0, 80)).toEqual(Array.from({ length: 80 }, () => 200));
	const refused = await ask('203.0.113.1');
	expect([refused.status, refused.json, refused.headers.connection]).toEqual([429, { error: 'too_many' }, 'close']);
	expect((await ask('203.0.113.2')).status).toBe(200);
	expect((await ask('203.0.113.1', '/api/live/say')).json).toEqual({ error: 'no_session' });
});

test('HOST9 the second road tells what it can’t read from what it does not know', async () => {
	const app = await startApp();
	const say = async (json: object) => (await app.call('POST', '/api/live/say', { json })).json;
	const token = 'x'.repeat(22);
	const good = { t: 'events', writer: 'w'.repeat(22), lane: 'say', events: [{ n: 1, at: 1, body: { kind: 'stop' } }] };
	expect(await say({ token, frames: [good] })).toEqual({ error: 'no_session' });
	for (const wrong of [
		{},
		{ token },
		{ token, frames: 'x' },
		{ token: 7, frames: [] },
		{ token, frames: [{ t: 'pen' }] },
	]) {
		expect(await say(wrong)).toEqual({ error: 'bad_request' });
	}
	expect(await say({ token, frames: [{ ...good, lane: 'flow' }] })).toEqual({ error: 'bad_request' });
});
