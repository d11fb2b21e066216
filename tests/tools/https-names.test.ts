import { stripVTControlCharacters } from 'node:util';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { certificateNames } from '../../tools/https/certificate-names.ts';
import { terminalQr } from '../../tools/https/terminal-qr.ts';

const address = (text: string, internal = false) => ({
	address: text,
	family: text.includes(':') ? ('IPv6' as const) : ('IPv4' as const),
	internal,
});

test('HTTPS1 the names are this machine’s own: loopback, network addresses, host name, and what was asked for, each once', () => {
	const names = certificateNames({
		interfaces: [
			address('127.0.0.1', true),
			address('192.168.7.20'),
			address('fd00::2'),
			address('fe80::1%eth0'),
			address('169.254.3.4'),
		],
		hostname: 'Clinic-PC',
		further: ['palpate.example.org', '10.0.0.9', '192.168.7.20'],
	});
	expect(names).toEqual([
		...['localhost', '127.0.0.1', '::1', '192.168.7.20', 'fd00::2', 'clinic-pc', 'clinic-pc.local'],
		...['palpate.example.org', '10.0.0.9'],
	]);
});

test.each(['', 'two words', 'https://palpate.example.org', 'a..b', '-x.org', '256.1.1.1:80'])(
	'HTTPS1 %j is refused as a name',
	(typed) => {
		expect(() => certificateNames({ interfaces: [], hostname: 'pc', further: [typed] })).toThrow(/neither/);
	},
);

test('HTTPS1 a host name that no certificate could carry is left out', () => {
	const of = (hostname: string) => certificateNames({ interfaces: [], hostname, further: [] }).slice(3);
	expect(of('_odd_name')).toEqual([]);
	expect(of('192.168.7.20')).toEqual([]);
	expect(of('pc.clinic.example')).toEqual(['pc.clinic.example']);
});

test('HTTPS3 the QR in the terminal has every module, dark on light, and a clear edge of four', () => {
	const url = 'http://192.168.7.20:3080';
	const { data, size } = encode(url, { border: 4, ecc: 'M' });
	const lines = terminalQr(url).split('\n').map(stripVTControlCharacters);
	const rows = lines.flatMap((line) => [
		[...line].map((character) => character === '▀' || character === '█'),
		[...line].map((character) => character === '▄' || character === '█'),
	]);
	expect(rows.slice(0, size)).toEqual(data);
	expect(rows.slice(0, 4).flat()).not.toContain(true);
});
