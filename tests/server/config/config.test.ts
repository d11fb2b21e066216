import { expect, test } from 'vitest';
import { parseConfig } from '../../../server/config.ts';
import { configOf } from '../../harness/server-config.ts';

test('CONF1 with nothing set the server runs on port 3000 and keeps its data in ./data', () => {
	expect(configOf({})).toEqual({
		port: 3000,
		host: undefined,
		dataDir: './data',
		https: null,
		publicUrl: null,
		trustProxy: false,
		origins: [],
		logLevel: 'info',
		maxConnections: 2000,
		maxConnectionsPerAddress: 50,
		mail: null,
	});
});

test('CONF1 an empty variable counts as not set', () => {
	expect(configOf({ PORT: '', HOST: '', PUBLIC_URL: '' })).toEqual(configOf({}));
});

test('CONF1 everything that can be set is taken', () => {
	const config = configOf({
		PORT: '0',
		HOST: '::1',
		DATA_DIR: '/srv/palpate',
		HTTPS_CERT: 'cert.pem',
		HTTPS_KEY: 'key.pem',
		PUBLIC_URL: 'https://Palpate.Example.org/',
		TRUST_PROXY: 'loopback, 10.0.0.0/8',
		ORIGINS: 'https://a.example.org,http://b.example.org:8080',
		LOG_LEVEL: 'debug',
		MAX_CONNECTIONS_PER_ADDRESS: '500',
	});
	expect(config).toMatchObject({
		port: 0,
		host: '::1',
		https: { certFile: 'cert.pem', keyFile: 'key.pem' },
		publicUrl: 'https://palpate.example.org',
		trustProxy: ['loopback', '10.0.0.0/8'],
		origins: ['https://a.example.org', 'http://b.example.org:8080'],
		maxConnectionsPerAddress: 500,
	});
	expect(configOf({ TRUST_PROXY: '1' }).trustProxy).toBe(1);
});

test.each([
	['PORT', '70000'],
	['PORT', '-1'],
	['PORT', '3000.5'],
	['PORT', '0x10'],
	['PORT', 'http'],
	['HOST', 'not a host'],
	['PUBLIC_URL', 'palpate.example.org'],
	['PUBLIC_URL', 'https://palpate.example.org/path'],
	['PUBLIC_URL', 'javascript:alert(1)'],
	['PUBLIC_URL', 'https://user:secret@palpate.example.org'],
	['TRUST_PROXY', 'true'],
	['TRUST_PROXY', '0'],
	['TRUST_PROXY', 'everyone'],
	['ORIGINS', '*'],
	['ORIGINS', 'https://a.example.org,'],
	['LOG_LEVEL', 'loud'],
	['MAX_CONNECTIONS_PER_ADDRESS', '0'],
	['DATA_DIR', '   '],
])('CONF2 a wrong %s (%s) is refused with a sentence that names it', (name, value) => {
	const parsed = parseConfig({ [name]: value });
	expect(parsed).toEqual({ problems: [expect.stringMatching(new RegExp(`^${name} takes .+\\.$`))] });
});

test('CONF2 a certificate without its key is refused, and every wrong variable is named', () => {
	expect(parseConfig({ HTTPS_CERT: 'cert.pem' })).toEqual({ problems: [expect.stringMatching(/^HTTPS_KEY takes/)] });
	const parsed = parseConfig({ HTTPS_KEY: 'key.pem', PORT: 'x', LOG_LEVEL: 'y' });
	expect('problems' in parsed && parsed.problems.map((text) => text.split(' ')[0]).sort()).toEqual([
		'HTTPS_CERT',
		'LOG_LEVEL',
		'PORT',
	]);
});

test('MAIL5 CONF1 mail leaves by an SMTP address, or by host, port, name and password', () => {
	expect(configOf({ SMTP_URL: 'smtps://a%40b:p%3Aw@mail.example.org', MAIL_FROM: 'clinic@example.org' }).mail).toEqual({
		host: 'mail.example.org',
		port: 465,
		isTls: true,
		login: { user: 'a@b', password: 'p:w' },
		from: 'clinic@example.org',
	});
	expect(configOf({ SMTP_HOST: 'mail', MAIL_FROM: 'Clinic <clinic@example.org>' }).mail).toEqual({
		host: 'mail',
		port: 587,
		isTls: false,
		login: null,
		from: 'Clinic <clinic@example.org>',
	});
	const whole = { SMTP_HOST: '::1', SMTP_PORT: '465', SMTP_USER: 'u', SMTP_PASSWORD: 'p', MAIL_FROM: 'c@example.org' };
	expect(configOf(whole).mail).toMatchObject({ host: '::1', isTls: true, login: { user: 'u', password: 'p' } });
});

const SMTP = { SMTP_HOST: 'mail', MAIL_FROM: 'c@example.org' };
const URL_SET = { SMTP_URL: 'smtp://mail.example.org', MAIL_FROM: 'c@example.org' };

test.each([
	[{ SMTP_HOST: 'mail' }, 'MAIL_FROM'],
	[{ SMTP_URL: 'smtp://mail.example.org' }, 'MAIL_FROM'],
	[{ MAIL_FROM: 'c@example.org' }, 'MAIL_FROM'],
	[{ SMTP_PORT: '25' }, 'SMTP_PORT'],
	[{ ...SMTP, SMTP_USER: 'u' }, 'SMTP_PASSWORD'],
	[{ ...SMTP, SMTP_PASSWORD: 'p' }, 'SMTP_USER'],
	[{ ...SMTP, SMTP_PORT: '0' }, 'SMTP_PORT'],
	[{ ...SMTP, SMTP_HOST: 'two hosts' }, 'SMTP_HOST'],
	[{ ...SMTP, MAIL_FROM: 'no address' }, 'MAIL_FROM'],
	[{ ...SMTP, MAIL_FROM: 'c@example.org\r\nBcc: d@example.org' }, 'MAIL_FROM'],
	[{ ...URL_SET, SMTP_HOST: 'mail' }, 'SMTP_HOST'],
	[{ ...URL_SET, SMTP_URL: 'https://mail.example.org' }, 'SMTP_URL'],
	[{ ...URL_SET, SMTP_URL: 'smtp://mail.example.org/path' }, 'SMTP_URL'],
	[{ ...URL_SET, SMTP_URL: 'smtp://%zz@mail.example.org' }, 'SMTP_URL'],
])('MAIL5 CONF2 %j is refused with a sentence that names %s', (env, name) => {
	expect(parseConfig(env)).toEqual({ problems: [expect.stringMatching(new RegExp(`^${name} takes .+\\.$`))] });
});
