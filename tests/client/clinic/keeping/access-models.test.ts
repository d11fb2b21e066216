import { describe, expect, test } from 'vitest';
import { openAccessList } from '../../../../client/clinic/access/access-list.svelte.ts';
import {
	accessDays,
	filterOf,
	formatHead,
	parseHead,
	sortOf,
	subjectOf,
	whoOf,
} from '../../../../client/clinic/access/access-model.ts';
import { createTimeFormat } from '../../../../client/clinic/time-format.ts';
import type { Outcome } from '../../../../client/link/http-call.ts';
import { clinic } from '../../../../client/words/en/clinic.ts';
import { ACCESS } from '../../../../shared/access.ts';
import type { AccessListAnswer, AccessRow } from '../../../../shared/access-api.ts';

const row = (n: number, change: Partial<AccessRow> = {}): AccessRow => ({
	n,
	at: Date.UTC(2026, 10, 20, 9, n),
	what: 'session-read',
	member: { id: 'ada', name: 'Ada' },
	as: 'owner',
	session: null,
	client: null,
	subject: null,
	code: null,
	times: 1,
	...change,
});
const NAMES = new Map([
	['ada', 'Ada'],
	['tom', 'Tom'],
	['key', 'Statistics'],
]);

describe('an entry', () => {
	test('LOGPAGE1 says who: a member, a key, a phone, the server or nobody known', () => {
		expect(whoOf(row(1), NAMES)).toEqual({ is: 'member', name: 'Ada' });
		expect(whoOf(row(1, { member: { id: 'x', name: null } }), NAMES)).toEqual({ is: 'member', name: null });
		const nobody = (as: string, subject: string | null = null) => whoOf(row(1, { member: null, as, subject }), NAMES);
		expect(nobody('key', 'key')).toEqual({ is: 'key', name: 'Statistics' });
		expect(nobody('key', 'gone')).toEqual({ is: 'key', name: null });
		expect(nobody('client')).toEqual({ is: 'phone' });
		expect(nobody('therapist')).toEqual({ is: 'desk' });
		expect([nobody('server'), nobody('nobody')]).toEqual([{ is: 'server' }, { is: 'nobody' }]);
	});

	test('LOGPAGE1 names whom it was done to, where that is known and not the one who did it', () => {
		expect(subjectOf(row(1, { what: 'member-disabled', subject: 'tom' }), NAMES)).toBe('Tom');
		expect(subjectOf(row(1, { what: 'key-made', subject: 'key' }), NAMES)).toBe('Statistics');
		expect(subjectOf(row(1, { subject: 'ada' }), NAMES)).toBeNull();
		expect(subjectOf(row(1, { subject: 'gone' }), NAMES)).toBeNull();
		expect(subjectOf(row(1, { member: null, as: 'key', subject: 'key' }), NAMES)).toBeNull();
	});

	test('LOGPAGE1 has words for every kind, and what was turned away is told from the rest', () => {
		expect(Object.keys(clinic.access.did).sort()).toEqual(Object.keys(ACCESS).sort());
		expect([sortOf(row(1)), sortOf(row(1, { what: 'refused' })), sortOf(row(1, { what: 'key-made' }))]).toEqual([
			'read',
			'refused',
			'act',
		]);
	});

	test('LOGPAGE1 stands under its day in the clinic’s zone', () => {
		const late = row(2, { at: Date.UTC(2026, 10, 20, 11, 30) });
		const early = row(1, { at: Date.UTC(2026, 10, 20, 10, 30) });
		const days = (zone: string) =>
			accessDays([late, early], createTimeFormat('en-GB', zone)).map(({ key, rows }) => [key, rows.map(({ n }) => n)]);
		expect(days('UTC')).toEqual([['2026-11-20', [2, 1]]]);
		expect(days('Pacific/Auckland')).toEqual([
			['2026-11-21', [2]],
			['2026-11-20', [1]],
		]);
	});
});

describe('the kept line', () => {
	const hash = 'a1'.repeat(32);
	test('LOGPAGE3 goes out and comes back, whatever space or case it picked up', () => {
		expect(parseHead(formatHead({ n: 42, hash }))).toEqual({ n: 42, hash });
		expect(parseHead(`  42\t${hash.toUpperCase()}\n`)).toEqual({ n: 42, hash });
	});

	test.each(['', '42', hash, `0 ${hash}`, `-1 ${hash}`, `42 ${hash}0`, `42 ${hash.slice(1)}`, `42 ${'g'.repeat(64)}`])(
		'LOGPAGE3 "%s" is no such line',
		(text) => {
			expect(parseHead(text)).toBeNull();
		},
	);
});

describe('the list', () => {
	const answer = (numbers: readonly number[], cursor: string | null): Outcome<AccessListAnswer> => ({
		is: 'ok',
		answer: { entries: numbers.map((n) => row(n)), cursor },
	});

	test('LOGPAGE2 goes on page by page with the same choice, and begins anew with another', async () => {
		const asked: unknown[] = [];
		const answers = [answer([4, 3], 'c'), answer([2, 1], null), answer([4], null)];
		const list = openAccessList(
			{
				listAccess: (filter, cursor) => {
					asked.push([filter, cursor]);
					return Promise.resolve(answers.shift() ?? { is: 'no-answer' });
				},
			},
			() => undefined,
		);
		const filter = filterOf('ada', { is: 'client', id: 'blue', name: 'Blue Heron' });
		await list.read(filter);
		expect([list.status, list.hasMore]).toEqual(['fine', true]);
		await list.more();
		await list.more();
		expect([list.rows.map(({ n }) => n), list.hasMore]).toEqual([[4, 3, 2, 1], false]);
		await list.read(filterOf(null, { is: 'session', id: 'one' }));
		expect(list.rows.map(({ n }) => n)).toEqual([4]);
		expect(asked).toEqual([
			[{ member: 'ada', client: 'blue' }, null],
			[{ member: 'ada', client: 'blue' }, 'c'],
			[{ session: 'one' }, null],
		]);
		expect(filterOf(null, null)).toEqual({});
	});

	test('LOGPAGE2 an answer to what is no longer asked is left, and a refusal is told with its code', async () => {
		const first = Promise.withResolvers<Outcome<AccessListAnswer>>();
		const outcomes = [
			first.promise,
			Promise.resolve(answer([9], null)),
			Promise.resolve({ is: 'refused', code: 'signed_out' } as const),
		];
		const refused: string[] = [];
		const list = openAccessList(
			{ listAccess: () => outcomes.shift() ?? Promise.resolve({ is: 'no-answer' }) },
			(code) => void refused.push(code),
		);
		const slow = list.read({});
		await list.read({ member: 'ada' });
		first.resolve(answer([1], null));
		await slow;
		expect(list.rows.map(({ n }) => n)).toEqual([9]);
		await list.read({});
		expect([list.status, list.code, refused]).toEqual(['not-possible', 'signed_out', ['signed_out']]);
		await list.read({});
		expect([list.status, list.code]).toEqual(['not-possible', null]);
	});
});
