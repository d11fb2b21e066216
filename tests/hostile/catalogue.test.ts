import { expect, test } from 'vitest';
import { CODES, isCode } from '../../shared/codes.ts';
import { readSources } from '../architecture/sources.ts';
import { titlesOf } from '../architecture/spec-ids.ts';
import { CATALOGUE, type CatalogueRow, WORLD } from './catalogue.ts';
import { EVENT_CASES } from './event-cases.ts';
import { WIRE_CASES } from './wire-cases.ts';

const titles = readSources()
	.filter(({ path }) => path.startsWith('tests/'))
	.flatMap(titlesOf);

function isTried({ row, by }: Pick<CatalogueRow, 'by'> & { readonly row?: number }): boolean {
	if (by === 'wire') return WIRE_CASES.some((each) => each.row === row);
	// A page that is too old or too new says so in its hello, which has a test of its own.
	if (by === 'events') return EVENT_CASES.some((each) => each.row === row) || row === 46 || row === 47;
	return 'test' in by ? titles.some((title) => title.startsWith(by.test)) : by.notHere.length > 10;
}

test('HOST15 every row of the catalogue is tried by a case or a test that is there, or says why not', () => {
	expect(CATALOGUE.filter((row) => !isTried(row))).toEqual([]);
	expect(WORLD.filter(({ by }) => !isTried({ by }))).toEqual([]);
	const rows = CATALOGUE.map(({ row }) => row);
	expect(new Set(rows).size).toBe(rows.length);
});

test('HOST15 every case belongs to a row of the catalogue', () => {
	const rows = new Set(CATALOGUE.map(({ row }) => row));
	expect([...WIRE_CASES, ...EVENT_CASES].filter(({ row }) => !rows.has(row))).toEqual([]);
});

test('HOST9 every code has its own sentence, and every code that the cases expect is one of them', () => {
	const sentences = Object.values(CODES);
	expect(sentences.filter((sentence) => !/^[A-Z].{10,}[.?]$/.test(sentence))).toEqual([]);
	expect(new Set(sentences).size).toBe(sentences.length);
	const expected = [
		...EVENT_CASES.map(({ answer }) => answer),
		...WIRE_CASES.flatMap(({ answer }) => {
			if (answer === 'alive' || 'closed' in answer) return [];
			return ['refused' in answer ? answer.refused : answer.over];
		}),
	];
	expect(expected.filter((code) => !isCode(code))).toEqual([]);
});

test('HOST9 the words of a code are calm: none of them names a machine’s trouble', () => {
	const harsh = /\b(error|invalid|failed|failure|illegal|sync|socket|exception)\b/i;
	expect(Object.values(CODES).filter((sentence) => harsh.test(sentence))).toEqual([]);
});
