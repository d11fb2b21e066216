import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createCA, createCert } from 'mkcert';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder } from '../../harness/server-folder.ts';
import { type RunningProcess, runFile } from '../../harness/server-process.ts';

const MAIN = 'server/main.ts';

async function startServer(dataDir: string, env: Record<string, string> = {}) {
	const server = runFile(MAIN, { DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', ...env });
	const [, address = ''] = await server.untilPrinted(/On this machine +(\S+)/);
	return { ...server, address };
}

async function post(address: string, path: string, body: object, cookie = ''): Promise<Response> {
	return fetch(`${address}${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', cookie },
		body: JSON.stringify(body),
	});
}

const OWNER = { clinic: 'Harbour', zone: 'UTC', name: 'Ada', email: 'ada@example.org', password: 'seven quiet otters' };
const signIn = (address: string, password: string) => post(address, '/api/sign-in', { email: OWNER.email, password });
const cookieOf = (response: Response) =>
	response.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ');

const stop = async (server: RunningProcess): Promise<number | null> => {
	server.child.kill('SIGTERM');
	return server.ended();
};

test('SET4 SET5 the server prints its addresses and, until there is an owner, the set-up code; its data is its own; it stops when told', async () => {
	const dataDir = join(freshFolder(), 'data');
	const first = await startServer(dataDir);
	const [, code = ''] = await first.untilPrinted(/Set-up code +(\S+)/);
	expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
	expect((await (await fetch(`${first.address}/healthz`)).json()) as unknown).toEqual({ ok: true });
	expect((await post(first.address, '/api/setup', { code, ...OWNER })).status).toBe(200);
	const modeOf = (name: string) => statSync(join(dataDir, name)).mode & 0o777;
	expect(modeOf('.')).toBe(0o700);
	for (const name of ['auth-secret', 'clinic.db', 'journal.db']) expect([name, modeOf(name)]).toEqual([name, 0o600]);
	const secret = readFileSync(join(dataDir, 'auth-secret'), 'utf8');
	expect(await stop(first)).toBe(0);
	const second = await startServer(dataDir);
	await second.untilPrinted(/listening/);
	expect(second.printed()).not.toContain('Set-up code');
	expect(readFileSync(join(dataDir, 'auth-secret'), 'utf8')).toBe(secret);
	expect((await signIn(second.address, OWNER.password)).status).toBe(200);
	expect(await stop(second)).toBe(0);
});

test.each(['running', 'stopped'])(
	'SET6 reset-owner gives a fresh password and ends the logins, with the server %s',
	async (state) => {
		const dataDir = join(freshFolder(), 'data');
		const server = await startServer(dataDir);
		const [, code = ''] = await server.untilPrinted(/Set-up code +(\S+)/);
		const cookie = cookieOf(await post(server.address, '/api/setup', { code, ...OWNER }));
		if (state === 'stopped') await stop(server);
		const reset = runFile('tools/reset-owner.ts', { DATA_DIR: dataDir });
		const [, password = ''] = await reset.untilPrinted(/\n {2}(\S{23})\n/);
		expect(await reset.ended()).toBe(0);
		const { address } = state === 'stopped' ? await startServer(dataDir) : server;
		expect((await fetch(`${address}/api/me`, { headers: { cookie } })).status).toBe(401);
		expect((await signIn(address, OWNER.password)).status).toBe(401);
		expect((await signIn(address, password)).status).toBe(200);
	},
);

test('SET6 where there is no owner reset-owner says so', async () => {
	const none = runFile('tools/reset-owner.ts', { DATA_DIR: join(freshFolder(), 'data') });
	expect(await none.ended()).toBe(1);
	expect(none.printed()).toMatch(/There is no clinic in/);
});

test('CONF2 the server does not start on a wrong variable, a taken port or a damaged store, and says why', async () => {
	const refusal = async (env: Record<string, string>) => {
		const server = runFile(MAIN, { DATA_DIR: join(freshFolder(), 'data'), PORT: '0', HOST: '127.0.0.1', ...env });
		return { code: await server.ended(), text: server.printed() };
	};
	const other = createServer().listen(0, '127.0.0.1');
	onTestFinished(() => void other.close());
	await new Promise((resolve) => other.once('listening', resolve));
	const { port } = other.address() as AddressInfo;
	const dataDir = freshFolder();
	writeFileSync(join(dataDir, 'journal.db'), 'no store at all '.repeat(300));
	const refusals = await Promise.all([
		refusal({ PORT: 'soon' }),
		refusal({ PORT: String(port) }),
		refusal({ HTTPS_CERT: '/none/cert.pem', HTTPS_KEY: '/none/key.pem' }),
		refusal({ DATA_DIR: dataDir }),
	]);
	expect(refusals).toEqual([
		{ code: 1, text: 'PORT takes a port from 0 to 65535.\n' },
		{ code: 1, text: `Port ${port} is taken by another program. Stop it, or set PORT.\n` },
		{ code: 1, text: 'HTTPS_CERT names /none/cert.pem, which can’t be read.\n' },
		{ code: 1, text: expect.stringContaining('newest backup') },
	]);
});

test('SET7 with a certificate the server speaks https', async () => {
	const folder = freshFolder();
	const ca = await createCA({ organization: 'Test', countryCode: 'DE', state: '-', locality: '-', validity: 2 });
	const { cert, key } = await createCert({ ca, domains: ['127.0.0.1', 'localhost'], validity: 2 });
	const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
	writeFileSync(certFile, cert);
	writeFileSync(keyFile, key);
	const { address } = await startServer(join(folder, 'data'), { HTTPS_CERT: certFile, HTTPS_KEY: keyFile });
	expect(address).toMatch(/^https:/);
	const status = await new Promise((resolve, reject) => {
		const asked = request(`${address}/healthz`, { ca: ca.cert }, (response) => resolve(response.resume().statusCode));
		asked.on('error', reject).end();
	});
	expect(status).toBe(200);
});
