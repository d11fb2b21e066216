import { expect, test } from 'vitest';
import { startApp } from '../../harness/server-app.ts';

test('HTTP8 each page has one address, and no page or answer is stored by a browser', async () => {
	const app = await startApp();
	const pages = {
		'/': 'index',
		'/join': 'phone',
		'/therapist': 'therapist',
		'/clinic': 'clinic',
		'/follow-up': 'follow-up',
	};
	for (const [path, name] of Object.entries(pages)) {
		const { status, text, headers } = await app.call('GET', path);
		expect([path, status, text]).toEqual([path, 200, `<!doctype html><title>${name}</title>`]);
		expect(headers['content-type']).toBe('text/html; charset=utf-8');
		expect(headers['cache-control']).toBe('no-store');
	}
	expect((await app.call('GET', '/join?x=1')).status).toBe(200);
	for (const path of [
		'/phone.html',
		'/join/',
		'/Join',
		'/assets',
		'/assets/',
		'/.vite/manifest.json',
		'/assets/none.js',
	]) {
		expect([path, (await app.call('GET', path)).json]).toEqual([path, { error: 'not_found' }]);
	}
	expect((await app.call('GET', '/api/setup')).headers['cache-control']).toBe('no-store');
});

test('HTTP8 files whose names carry a hash are kept for a year, others are asked for again', async () => {
	const app = await startApp();
	const asset = await app.call('GET', '/assets/phone-abc123.js');
	expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
	expect(asset.headers['content-type']).toMatch(/javascript/);
	const icon = await app.call('GET', '/icon.svg');
	expect([icon.status, icon.headers['cache-control']]).toEqual([200, 'no-cache']);
});

test('HTTP9 every answer says what a page may load and do; over plain http nothing locks a phone out', async () => {
	const app = await startApp();
	for (const path of ['/', '/api/setup', '/nothing', '/assets/phone-abc123.js']) {
		const { headers } = await app.call('GET', path);
		const policy = String(headers['content-security-policy']);
		expect(policy).toContain("default-src 'self'");
		expect(policy).toContain("script-src 'self'");
		expect(policy).toContain("style-src 'self'");
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toMatch(/unsafe|upgrade-insecure/);
		expect(headers['permissions-policy']).toContain('camera=()');
		expect(headers['permissions-policy']).toContain('screen-wake-lock=(self)');
		expect(headers['x-content-type-options']).toBe('nosniff');
		expect(headers).not.toHaveProperty('strict-transport-security');
		expect(headers).not.toHaveProperty('x-powered-by');
		expect(headers).not.toHaveProperty('access-control-allow-origin');
	}
	const named = await startApp({ PUBLIC_URL: 'https://palpate.example.org' });
	expect((await named.call('GET', '/')).headers['strict-transport-security']).toMatch(/^max-age=/);
});

test('HTTP3 pages of the server’s own addresses may ask, and of those that were named', async () => {
	const app = await startApp({ HOST: '0.0.0.0', ORIGINS: 'https://clinic.example.org' });
	const { port } = app;
	const post = async (origin: string) => (await app.call('POST', '/api/sign-out', { headers: { origin } })).status;
	const own = [
		'http://localhost',
		'http://127.0.0.1',
		'http://192.168.7.20',
		'http://clinic-pc',
		'http://clinic-pc.local',
	];
	for (const origin of [...own.map((host) => `${host}:${port}`), 'https://clinic.example.org']) {
		expect([origin, await post(origin)]).toEqual([origin, 200]);
	}
	const foreign = [
		...[
			'https://evil.example',
			'null',
			'',
			'http://localhost',
			`https://localhost:${port}`,
			`http://localhost:${port + 1}`,
		],
		...[`http://localhost.evil.example:${port}`, `http://evil.example:${port}`, `http://192.168.7.21:${port}`],
		...['https://clinic.example.org.evil.example', 'file://', `http://localhost:${port}/`],
	];
	for (const origin of foreign) expect([origin, await post(origin)]).toEqual([origin, 403]);
});
