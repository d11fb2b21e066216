import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CERTIFICATE_DAYS, certificateFiles, setUpHttps } from '../../tools/https/certificates.ts';
import { freshFolder } from '../harness/server-folder.ts';
import { runFile } from '../harness/server-process.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const NAMES = ['localhost', '127.0.0.1', '::1', '192.168.7.20', 'clinic-pc.local'];

/** What a server says at this address to someone who trusts only `ca`; rejects where the two don't trust each other. */
function ask(url: string, ca: string | undefined): Promise<string> {
	return new Promise((resolve, reject) => {
		get(url, { agent: false, ...(ca !== undefined && { ca }) }, (response) => {
			response.setEncoding('utf8').on('data', resolve);
		}).on('error', reject);
	});
}

const setUp = (dataDir: string, now = Date.now()) =>
	setUpHttps(certificateFiles(dataDir), { names: NAMES, hostname: 'clinic-pc', now });

test('HTTPS1 the certificate names every address, ends within 398 days, and is the authority’s', async () => {
	const { authority, certificate } = await setUp(freshFolder());
	for (const name of ['localhost', 'clinic-pc.local']) expect(certificate.checkHost(name)).toBe(name);
	for (const address of ['127.0.0.1', '::1', '192.168.7.20']) expect(certificate.checkIP(address)).toBe(address);
	expect(certificate.checkHost('example.org')).toBeUndefined();
	expect(certificate.verify(authority.publicKey)).toBe(true);
	expect(certificate.ca).toBe(false);
	expect(certificate.serialNumber).not.toBe(authority.serialNumber);
	const days = (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / DAY_MS;
	expect(Math.round(days)).toBe(CERTIFICATE_DAYS);
	expect(days).toBeLessThan(398);
});

test('HTTPS2 what is in the folder is for its owner alone, and set up again only the certificate is new', async () => {
	const folder = freshFolder();
	const first = await setUp(folder);
	const { folder: https, authorityKey } = certificateFiles(folder);
	const keyBefore = readFileSync(authorityKey, 'utf8');
	const again = await setUp(folder);
	expect(statSync(https).mode & 0o777).toBe(0o700);
	expect(readdirSync(https).sort()).toEqual(['authority-key.pem', 'authority.pem', 'cert.pem', 'key.pem']);
	for (const name of readdirSync(https)) expect(statSync(join(https, name)).mode & 0o777).toBe(0o600);
	expect([first.isNewAuthority, again.isNewAuthority]).toEqual([true, false]);
	expect(again.authority.fingerprint256).toBe(first.authority.fingerprint256);
	expect(again.certificate.serialNumber).not.toBe(first.certificate.serialNumber);
	expect(readFileSync(authorityKey, 'utf8')).toBe(keyBefore);
});

test('HTTPS2 an authority that ends too soon is replaced, and one that is something else is left alone', async () => {
	const folder = freshFolder();
	const first = await setUp(folder);
	const later = await setUp(folder, Date.now() + 3_400 * DAY_MS);
	expect(later.isNewAuthority).toBe(true);
	expect(later.authority.fingerprint256).not.toBe(first.authority.fingerprint256);
	const { authority } = certificateFiles(folder);
	writeFileSync(authority, 'something else');
	await expect(setUp(folder)).rejects.toThrow(/Move both away/);
	expect(readFileSync(authority, 'utf8')).toBe('something else');
});

test('HTTPS1 HTTPS3 set up, started and trusted: who took the authority from the trust page reaches the server, others don’t', async () => {
	const dataDir = freshFolder();
	const env = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' };
	const setup = runFile('tools/https.ts', env, ['setup', 'palpate.example.org']);
	const [, certFile = '', keyFile = ''] = await setup.untilPrinted(/HTTPS_CERT=(\S+) HTTPS_KEY=(\S+) npm start/);
	expect(await setup.ended()).toBe(0);
	expect(setup.printed()).toContain('palpate.example.org');

	const trust = runFile('tools/https.ts', env, ['trust', '--port', '0']);
	const [, address = ''] = await trust.untilPrinted(/(http:\/\/\S+:\d+)[\s\S]*Ctrl\+C/);
	const local = `http://127.0.0.1:${new URL(address).port}`;
	const page = await fetch(local).then((response) => response.text());
	const [, path = ''] = /href="(\/[^"]*\.crt)"/.exec(page) ?? [];
	const offered = await fetch(local + path);
	const authority = new X509Certificate(Buffer.from(await offered.arrayBuffer()));
	expect(offered.headers.get('content-type')).toBe('application/x-x509-ca-cert');
	expect(page).toContain(authority.fingerprint256);
	expect(trust.printed()).toContain(authority.fingerprint256);
	for (const other of ['/key.pem', '/authority-key.pem', '/..%2fhttps%2fkey.pem', '/https/key.pem']) {
		expect((await fetch(local + other)).status).toBe(404);
	}

	const server = runFile('server/main.ts', { ...env, HTTPS_CERT: certFile, HTTPS_KEY: keyFile });
	const [, port = ''] = await server.untilPrinted(/https:\/\/localhost:(\d+)/);
	for (const host of ['localhost', '127.0.0.1']) {
		expect(await ask(`https://${host}:${port}/healthz`, authority.toString())).toBe('{"ok":true}');
	}
	await expect(ask(`https://localhost:${port}/healthz`, undefined)).rejects.toThrow(/unable to verify|self-signed/);
	trust.child.kill('SIGTERM');
	expect(await trust.ended()).toBe(0);
});

test('HTTPS3 without an authority, and asked for something else, it says what to do', async () => {
	const env = { DATA_DIR: freshFolder() };
	const trust = runFile('tools/https.ts', env, ['trust', '--port', '0']);
	await trust.untilPrinted(/npm run https -- setup/);
	expect(await trust.ended()).toBe(1);
	const nothing = runFile('tools/https.ts', env);
	await nothing.untilPrinted(/https -- trust/);
	expect(await nothing.ended()).toBe(1);
});
