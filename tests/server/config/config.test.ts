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
