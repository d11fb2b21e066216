import { expect, test } from 'vitest';
import { joinOrigins, networkOrigins, type OwnAddresses, ownOrigins } from '../../../server/addresses.ts';
import { configOf } from '../../harness/server-config.ts';

const own = (env: Record<string, string> = {}): OwnAddresses => ({
	config: configOf(env),
	port: 3000,
	interfaces: [
		{ address: '127.0.0.1', family: 'IPv4', internal: true },
		{ address: 'fe80::1', family: 'IPv6', internal: false },
		{ address: 'fd00::2', family: 'IPv6', internal: false },
		{ address: '203.0.113.9', family: 'IPv4', internal: false },
		{ address: '169.254.3.4', family: 'IPv4', internal: false },
		{ address: '192.168.7.20', family: 'IPv4', internal: false },
	],
	hostname: 'clinic-pc',
});

test('SET4 the address a phone most likely reaches comes first, and those no phone reaches are left out', () => {
	expect(networkOrigins(own())).toEqual([
		'http://192.168.7.20:3000',
		'http://203.0.113.9:3000',
		'http://[fd00::2]:3000',
	]);
	expect(networkOrigins(own({ PUBLIC_URL: 'https://palpate.example.org' }))[0]).toBe('https://palpate.example.org');
	expect(networkOrigins(own({ HOST: '127.0.0.1' }))).toEqual([]);
	expect(networkOrigins(own({ HOST: '192.168.7.20' }))).toEqual(['http://192.168.7.20:3000']);
});

test('HTTP5 a server that only this machine reaches is joined at the address it was called by', () => {
	const local = own({ HOST: '127.0.0.1' });
	expect(joinOrigins(local, '127.0.0.1:3000')).toEqual(['http://127.0.0.1:3000']);
	expect(joinOrigins(local, undefined)).toEqual(['http://localhost:3000']);
	expect(joinOrigins(local, '192.168.7.20:3000')).toEqual(['http://localhost:3000']);
	for (const forged of ['', ' ', 'a b', '[', '@', 'localhost:3000@evil.example', 'evil.example#localhost:3000']) {
		expect([forged, joinOrigins(local, forged)]).toEqual([forged, ['http://localhost:3000']]);
	}
});

test('HTTP3 the default port is left out of an origin as browsers do', () => {
	const secure = own({ HTTPS_CERT: 'c', HTTPS_KEY: 'k', PORT: '443' });
	expect(ownOrigins({ ...secure, port: 443 })).toContain('https://localhost');
	expect(ownOrigins(own())).not.toContain('http://localhost');
});
