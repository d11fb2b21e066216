import { expect, test, vi } from 'vitest';
import {
	dayWords,
	detailsOf,
	EMPTY_FORM,
	formTroubles,
	isDue,
	joinClients,
	mayEraseRecords,
	wordsInForce,
	wordsOf,
} from '../../../client/clinic/clients/clients-model.ts';
import { consentRows, eraseRecords } from '../../../client/clinic/clients/consent-model.ts';
import { openRecord } from '../../../client/clinic/clients/record.svelte.ts';
import { common } from '../../../client/words/en/common.ts';
import { CAUTION_KEYS, cautionsBySort } from '../../../shared/cautions.ts';
import type { ClientAnswer, DirectoryRow } from '../../../shared/clients-api.ts';
import type { ConsentState } from '../../../shared/consent-api.ts';
import type { SessionRow } from '../../../shared/http-api.ts';

const YEAR = 2026;
const HOSTILE = '<img src=x onerror="globalThis.ran=1">';

test('CLIENT11 the intake form says field by field what is to be mended', () => {
	expect(formTroubles(EMPTY_FORM, YEAR)).toEqual({ name: 'missing' });
	const form = { ...EMPTY_FORM, name: 'Blue Heron' };
	expect(formTroubles(form, YEAR)).toEqual({});
	for (const birthYear of ['80', '1899', '2027', 'x', '1980.5', '-198']) {
		expect([birthYear, formTroubles({ ...form, birthYear }, YEAR)]).toEqual([birthYear, { birthYear: 'year' }]);
	}
	for (const birthYear of ['1900', ' 1980 ', '2026']) expect(formTroubles({ ...form, birthYear }, YEAR)).toEqual({});
	expect(formTroubles({ ...form, name: ' \u202e ' }, YEAR), 'nothing to be seen').toEqual({ name: 'missing' });
});

test('CLIENT11 what stands in the form is sent as it was meant, and what is empty as nothing', () => {
	expect(detailsOf({ ...EMPTY_FORM, name: '  Blue Heron ' })).toEqual({
		...{ name: 'Blue Heron', isPseudonym: false },
		...{ birthYear: null, reason: null, therapist: null },
	});
	const full = { name: HOSTILE, isPseudonym: true, birthYear: ' 1980', reason: HOSTILE, therapist: 'm' };
	expect(detailsOf(full)).toEqual({ ...full, birthYear: 1980 });
});

test('CLIENT8 cautions stand by what they mean for the hands, the gravest first', () => {
	expect(cautionsBySort(['pregnancy', 'wound', 'fever', 'cancer'])).toEqual([
		{ sort: 'never', keys: ['fever'] },
		{ sort: 'place', keys: ['wound'] },
		{ sort: 'less', keys: ['pregnancy', 'cancer'] },
	]);
	expect(cautionsBySort([])).toEqual([]);
	const all = cautionsBySort(CAUTION_KEYS).flatMap(({ keys }) => keys);
	expect([...all].sort()).toEqual([...CAUTION_KEYS].sort());
});

const row = (id: string): DirectoryRow => ({
	...{ id, name: id, isPseudonym: false },
	...{ therapist: null, lastAt: null, sessions: 0 },
});

test('CLIENT5 pages of the directory are joined without doubles', () => {
	expect(joinClients([row('a'), row('b')], [row('b'), row('c')]).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

test('CLIENT1 a day is the same in every zone, and a plan is due on its day', () => {
	expect(dayWords('en-GB', '2027-01-31')).toBe('31 January 2027');
	expect([isDue('2027-01-31', '2027-01-30'), isDue('2027-01-31', '2027-01-31')]).toEqual([false, true]);
});

const consent = (change: Partial<ConsentState>): ConsentState => ({
	...{ use: 'recording', isGiven: true, at: 1, version: null, how: 'desk', session: null, by: 'Ada' },
	...change,
});
const WORDS = [
	{ use: 'recording', version: 2, words: 'second', at: 2 },
	{ use: 'recording', version: 10, words: 'tenth', at: 3 },
	{ use: 'teaching', version: 1, words: 'other', at: 1 },
] as const;

test('CONSENT2 every use stands, spoken of or not, with the words of its time', () => {
	const relay = consent({ use: 'relay' });
	expect(consentRows([relay])).toEqual([
		{ use: 'relay', state: relay },
		{ use: 'recording', state: null },
		{ use: 'teaching', state: null },
	]);
	expect(wordsInForce(WORDS, 'recording')).toBe('tenth');
	expect(wordsInForce(WORDS, 'relay')).toBeNull();
	expect(wordsOf(WORDS, consent({ version: 2 }))).toBe('second');
	expect([wordsOf(WORDS, consent({})), wordsOf(WORDS, consent({ version: 3 }))]).toEqual([null, null]);
});

test('CONSENT3 deleting is asked about only where the client withdrew from recording and something is there', () => {
	const withdrawn = consent({ isGiven: false });
	expect(mayEraseRecords([withdrawn], 1)).toBe(true);
	expect(mayEraseRecords([withdrawn], 0)).toBe(false);
	expect(mayEraseRecords([consent({}), consent({ use: 'teaching', isGiven: false })], 1)).toBe(false);
});

test('CONSENT3 what was recorded is deleted page by page, and the first that can’t be is the answer', async () => {
	const pages: Record<string, readonly string[]> = { '': ['a', 'b'], next: ['c'] };
	const list = async (cursor: string | null) => {
		const sessions = (pages[cursor ?? ''] ?? []).map((session) => ({ session }) as SessionRow);
		return { is: 'ok', answer: { sessions, cursor: cursor === null ? 'next' : null } } as const;
	};
	const erased: string[] = [];
	const erase = async (session: string) => {
		erased.push(session);
		return { is: 'ok', answer: {} } as const;
	};
	expect(await eraseRecords({ list, erase })).toMatchObject({ is: 'ok' });
	expect(erased).toEqual(['a', 'b', 'c']);
	const held = { is: 'refused', code: 'legal_hold' } as const;
	const some = vi.fn(async (session: string) => (session === 'b' ? held : ({ is: 'ok', answer: {} } as const)));
	expect(await eraseRecords({ list, erase: some })).toBe(held);
	expect(some.mock.calls).toEqual([['a'], ['b']]);
});

function recordWith(answers: { cautions: ClientAnswer['cautions']; acknowledged: 'ok' | 'conflict' }) {
	const api = {
		read: async () => ({ is: 'ok', answer: { cautions: answers.cautions } }),
		acknowledge: vi.fn(async () =>
			answers.acknowledged === 'ok' ? { is: 'ok', answer: {} } : { is: 'refused', code: 'conflict' },
		),
	};
	const onRefused = vi.fn();
	return { api, onRefused, record: openRecord('client', { api: api as never, common, onRefused }) };
}

test('CLIENT8 a record opens when its cautions as they stand were seen, and at once where there are none', async () => {
	const fever = { caution: 'fever', at: 1, by: null } as const;
	const answers: Parameters<typeof recordWith>[0] = { cautions: [fever], acknowledged: 'conflict' };
	const { record, api } = recordWith(answers);
	await record.read();
	expect(record.isOpened).toBe(false);
	expect(await record.acknowledge()).toBe('changed');
	expect(record.isOpened).toBe(false);
	answers.acknowledged = 'ok';
	expect(await record.acknowledge()).toBe('done');
	expect([record.isOpened, api.acknowledge.mock.lastCall]).toEqual([true, ['client', ['fever']]]);
	const none = recordWith({ cautions: [], acknowledged: 'ok' });
	await none.record.read();
	expect(none.record.isOpened).toBe(true);
});

test('CLIENT1 why nothing came of an act is a sentence, and the page hears of every refusal', async () => {
	const { record, onRefused } = recordWith({ cautions: [], acknowledged: 'ok' });
	const held = Promise.resolve({ is: 'refused', code: 'legal_hold' } as const);
	expect(await record.act(held)).toBe('A legal hold stands on this record.');
	expect(onRefused.mock.calls).toEqual([['legal_hold']]);
	expect(await record.end(Promise.resolve({ is: 'no-answer' }))).toBe(common.noAnswer);
	expect(await record.act(Promise.resolve({ is: 'ok', answer: {} }))).toBeNull();
});
