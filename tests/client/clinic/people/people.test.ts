import { describe, expect, test, vi } from 'vitest';
import { deviceOf, inFours, typedCode } from '../../../../client/clinic/account/account-model.ts';
import { parseArrival, takeArrival } from '../../../../client/clinic/arrive/arrive-model.ts';
import { inOrder, isOnlyOwner, seenAs } from '../../../../client/clinic/people/people-model.ts';
import { addressTrouble, nameTrouble, passwordTrouble } from '../../../../client/clinic/person-fields.ts';
import { createTimeFormat } from '../../../../client/clinic/time-format.ts';
import { whyNot } from '../../../../client/clinic/why-not.ts';
import type { MemberRow } from '../../../../shared/people-api.ts';
import { speech } from '../speech.ts';

const member = (id: string, change: Partial<MemberRow> = {}): MemberRow => ({
	id,
	name: id,
	email: `${id}@example.org`,
	role: 'therapist',
	isDisabled: false,
	hasTotp: false,
	seenAt: null,
	...change,
});
const RIGHT = 'abcdefghijklmnopqrstuv';

describe('who works here', () => {
	test('TEAM2 the only owner is known as such, whoever is disabled', () => {
		const ada = member('ada', { role: 'owner' });
		const olga = member('olga', { role: 'owner', isDisabled: true });
		expect(isOnlyOwner([ada, member('tom')], 'ada')).toBe(true);
		expect(isOnlyOwner([ada, olga], 'ada')).toBe(true);
		expect(isOnlyOwner([ada, { ...olga, isDisabled: false }], 'ada')).toBe(false);
		expect(isOnlyOwner([ada, member('tom')], 'tom')).toBe(false);
	});

	test('TEAM4 those who are disabled stand last, the others by name', () => {
		const all = [member('zoe'), member('abe', { isDisabled: true }), member('mia')];
		expect(inOrder(all).map(({ id }) => id)).toEqual(['mia', 'zoe', 'abe']);
	});

	test('TEAM4 when somebody was last here is said in the clinic’s days', () => {
		const format = createTimeFormat('en-GB', 'Pacific/Auckland');
		const now = Date.UTC(2026, 10, 26, 12, 30);
		expect(seenAs(null, now, format)).toEqual({ is: 'never' });
		expect(seenAs(now - 60_000, now, format)).toEqual({ is: 'now' });
		expect(seenAs(now - 600_000, now, format)).toEqual({ is: 'today', at: now - 600_000 });
		const yesterdayThere = Date.UTC(2026, 10, 26, 10, 30);
		expect(seenAs(yesterdayThere, now, format)).toEqual({ is: 'earlier', at: yesterdayThere });
	});
});

describe('what a link brings', () => {
	test('TEAM3 a right leaves the address as soon as it is read', () => {
		const replaceState = vi.fn();
		const place = { hash: `#invite=${RIGHT}`, pathname: '/clinic' };
		expect(takeArrival(place, { replaceState })).toEqual({ is: 'invite', right: RIGHT });
		expect(replaceState).toHaveBeenCalledExactlyOnceWith(null, '', '/clinic');
		expect(takeArrival({ hash: '#people', pathname: '/clinic' }, { replaceState })).toBe(null);
		expect(replaceState).toHaveBeenCalledTimes(1);
	});

	test('TEAM3 TEAM8 one that was cut short or written anew opens nothing, and is said so', () => {
		expect(parseArrival(`#reset=${RIGHT}`)).toEqual({ is: 'reset', right: RIGHT });
		for (const wrong of ['', 'short', `${RIGHT}x`, '<img src=x>', '../../etc/passwd00000', `${RIGHT}&x=1`])
			expect(parseArrival(`#invite=${wrong}`)).toEqual({ is: 'invite', right: '' });
		for (const other of ['', '#', '#people', '#s=invite', `#Invite=${RIGHT}`]) expect(parseArrival(other)).toBe(null);
	});
});

describe('fields about a person', () => {
	test('TEAM8 what is still to be mended is named before anything is sent', () => {
		expect([nameTrouble('  '), nameTrouble('<b>')]).toEqual(['missing', null]);
		expect([addressTrouble(' '), addressTrouble('a@b'), addressTrouble('a b@c.d')]).toEqual([
			'missing',
			'not-an-address',
			'not-an-address',
		]);
		expect([addressTrouble(' ada@example.org '), addressTrouble('a@b.c\nd@e.f')]).toEqual([null, 'not-an-address']);
		expect([passwordTrouble(''), passwordTrouble('nine char'), passwordTrouble('ten chars!')]).toEqual([
			'missing',
			'too-short',
			null,
		]);
	});

	test('TEAM6 why something was not taken is a sentence that fits the place', () => {
		const refused = { is: 'refused', code: 'wrong_sign_in' } as const;
		expect(whyNot(speech.common, { is: 'ok', answer: {} })).toBe(null);
		expect(whyNot(speech.common, refused, { wrong_sign_in: 'Not yours.' })).toBe('Not yours.');
		expect(whyNot(speech.common, refused)).toBe(speech.common.reasons.wrong_sign_in);
		expect(whyNot(speech.common, { is: 'no-answer' })).toBe(speech.common.noAnswer);
	});
});

describe('one’s own account', () => {
	test.each([
		[
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
			'Edge',
			'Windows',
		],
		['Mozilla/5.0 (Macintosh; Intel Mac OS X 15_1) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15', 'Safari', 'Mac'],
		[
			'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0 Safari/604.1',
			'Chrome',
			'iPhone',
		],
		[
			'Mozilla/5.0 (Linux; Android 15; Pixel) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
			'Chrome',
			'Android',
		],
		['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux'],
		['<img src=x onerror=alert(1)>', null, null],
		['', null, null],
		[null, null, null],
	])('TEAM7 a login is named by its device: %s', (userAgent, browser, system) => {
		expect(deviceOf(userAgent)).toEqual({ browser, system });
		expect(speech.clinic.account.logins.device(browser, system)).not.toContain('<');
	});

	test('TEAM5 a secret is shown in groups, and a code is taken however it was typed', () => {
		expect(inFours('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
		expect(typedCode(' 123 456 ')).toBe('123456');
		expect(typedCode('１２３４５６')).toBe('123456');
	});
});
