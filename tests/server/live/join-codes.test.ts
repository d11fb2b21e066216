import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addressGroup, CODE_LIFE_MS, createJoinCodes, foldCode } from '../../../server/live/join-codes.ts';

const HERE = '192.0.2.7';

function setUp() {
	let now = 0;
	const hashed: string[] = [];
	const codes = createJoinCodes({
		now: () => now,
		randomBytes,
		randomId: () => randomBytes(16).toString('base64url'),
		hash(text) {
			hashed.push(text);
			return createHash('sha256').update(text).digest('hex');
		},
	});
	return {
		codes,
		hashed,
		pass(ms: number) {
			now += ms;
		},
	};
}

describe('JOIN6 what an invitation is', () => {
	test('JOIN6 a code is 8 signs of Crockford base32, its ticket 128 bits, both for ten minutes', () => {
		const { codes, pass } = setUp();
		pass(500);
		const { code, ticket, expiresAt } = codes.issue('s');
		expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
		expect(ticket).toMatch(/^[A-Za-z0-9_-]{22}$/);
		expect(CODE_LIFE_MS).toBe(600_000);
		expect(expiresAt).toBe(600_500);
	});

	test('JOIN6 either is spent once, and with it the other', () => {
		const { codes } = setUp();
		const first = codes.issue('s');
		expect(codes.redeem(first.code, HERE)).toBe('s');
		expect([first.code, first.ticket].map((way) => codes.redeem(way, HERE))).toEqual([null, null]);
		const second = codes.issue('s');
		expect(codes.redeem(second.ticket, HERE)).toBe('s');
		expect([second.code, second.ticket].map((way) => codes.redeem(way, HERE))).toEqual([null, null]);
	});

	test('JOIN6 they open for ten minutes, and not at the tenth', () => {
		const { codes, pass } = setUp();
		const { code } = codes.issue('a');
		const late = codes.issue('b');
		pass(CODE_LIFE_MS - 1);
		expect(codes.redeem(code, HERE)).toBe('a');
		pass(1);
		expect([late.code, late.ticket].map((way) => codes.redeem(way, HERE))).toEqual([null, null]);
	});

	test('JOIN6 a fresh one takes the place of the one before; a session that is over has none', () => {
		const { codes } = setUp();
		const former = codes.issue('s');
		const next = codes.issue('s');
		const other = codes.issue('t');
		expect([former.code, former.ticket].map((way) => codes.redeem(way, HERE))).toEqual([null, null]);
		codes.revoke('s');
		codes.revoke('never');
		expect([next.code, next.ticket].map((way) => codes.redeem(way, HERE))).toEqual([null, null]);
		expect(codes.redeem(other.code, HERE)).toBe('t');
	});
});

describe('JOIN10 as people type it', () => {
	test.each([
		['7k3m9qxz', '7K3M9QXZ'],
		['7K3M-9QXZ', '7K3M9QXZ'],
		[' 7 K 3 M\t9 Q X Z\n', '7K3M9QXZ'],
		['7K3M–9QXZ', '7K3M9QXZ'],
		['oOiIlL01', '00111101'],
		['７Ｋ３Ｍ９ＱＸＺ', '7K3M9QXZ'],
	])('JOIN10 %j is %s', (typed, code) => {
		expect(foldCode(typed)).toBe(code);
	});

	test('JOIN10 a code opens however it is typed', () => {
		const { codes } = setUp();
		const { code } = codes.issue('s');
		const typed = ` ${code.slice(0, 4).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')}-${code.slice(4)} `;
		expect(codes.redeem(typed, HERE)).toBe('s');
	});

	test('JOIN10 however much is typed, little of it is looked at', () => {
		expect(foldCode('7'.repeat(100_000))).toHaveLength(64);
	});
});

describe('JOIN5 who guesses', () => {
	const guess = (codes: ReturnType<typeof setUp>['codes'], times: number, address: string) => {
		for (let i = 0; i < times; i += 1) expect(codes.redeem('ZZZZZZZZ', address)).toBeNull();
	};

	test('JOIN5 ten wrong codes of one address, and the right one opens nothing there; elsewhere it does', () => {
		const { codes } = setUp();
		const { code } = codes.issue('s');
		guess(codes, 10, HERE);
		expect(codes.redeem(code, HERE)).toBeNull();
		expect(codes.redeem(code, '192.0.2.8')).toBe('s');
	});

	test('JOIN5 nine leave room for the right one', () => {
		const { codes } = setUp();
		const { code } = codes.issue('s');
		guess(codes, 9, HERE);
		expect(codes.redeem(code, HERE)).toBe('s');
	});

	test('JOIN5 300 wrong codes in all, from wherever, and no code opens until ten minutes have passed', () => {
		const { codes, pass } = setUp();
		for (let i = 0; i < 300; i += 1) codes.redeem('ZZZZZZZZ', `198.51.100.${i % 250}:${i}`);
		pass(300_000);
		expect(codes.redeem(codes.issue('s').code, '203.0.113.1')).toBeNull();
		pass(300_000);
		expect(codes.redeem(codes.issue('s').code, '203.0.113.1')).toBe('s');
	});

	test('JOIN5 a QR opens all the same: only what can be guessed is limited', () => {
		const { codes } = setUp();
		const { ticket } = codes.issue('s');
		guess(codes, 50, HERE);
		expect(codes.redeem(ticket, HERE)).toBe('s');
	});

	test('JOIN5 a wrong code runs the same steps as a right one', () => {
		const { codes, hashed } = setUp();
		const { code } = codes.issue('s');
		const hashesOf = (way: string) => {
			hashed.length = 0;
			const opened = codes.redeem(way, HERE) !== null;
			return { opened, looked: hashed.slice(0, 2) };
		};
		expect(hashesOf('ZZZZZZZZ')).toEqual({ opened: false, looked: ['ZZZZZZZZ', 'ZZZZZZZZ'] });
		expect(hashesOf(code)).toEqual({ opened: true, looked: [code, code] });
	});
});

describe('JOIN5 what counts as one address', () => {
	test.each([
		['192.0.2.7', '192.0.2.7'],
		['::ffff:192.0.2.7', '192.0.2.7'],
		['::FFFF:192.0.2.7', '192.0.2.7'],
		['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
		['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
		['2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
		['2001:db8::1', '2001:db8:0:0::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
		['::1', '0:0:0:0::/64'],
		['::', '0:0:0:0::/64'],
	])('JOIN5 %s is of %s', (address, group) => {
		expect(addressGroup(address)).toBe(group);
	});

	test('JOIN5 a household can’t guess from all of its /64', () => {
		const { codes } = setUp();
		const { code } = codes.issue('s');
		for (let i = 0; i < 10; i += 1) codes.redeem('ZZZZZZZZ', `2001:db8:1:2::${i + 1}`);
		expect(codes.redeem(code, '2001:db8:1:2:ffff::9')).toBeNull();
		expect(codes.redeem(code, '2001:db8:1:3::9')).toBe('s');
	});
});
