import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseLanguage, chooseLocale, createPlural, directionOf } from '../../../client/words/language.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'client', 'words', 'en');
const catalogues = await Promise.all(
	readdirSync(FOLDER).map(async (file) => [file, (await import(join(FOLDER, file))) as object] as const),
);

/** What a sentence with parts makes of plain ones: numbers and words as they are, or lists of them. */
function sentenceOf(make: (...parts: unknown[]) => string): string {
	for (const part of [3, ['one', 'two'], {}]) {
		try {
			return String(make(...Array.from({ length: make.length }, () => part)));
		} catch {
			// That was not the kind of part it speaks of.
		}
	}
	return '';
}

/** Every sentence of a catalogue with its key; of a function what it makes of plain arguments. */
function sentences(value: unknown, key: string): readonly (readonly [key: string, sentence: string])[] {
	if (typeof value === 'string') return [[key, value]];
	if (typeof value === 'function') return [[key, sentenceOf(value as (...parts: unknown[]) => string)]];
	if (value === null || typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([name, inner]) => sentences(inner, `${key}.${name}`));
}

const all = catalogues.flatMap(([file, catalogue]) => sentences(catalogue, file));

test('WORDS1 every key of every catalogue has words', () => {
	expect(all.length).toBeGreaterThan(150);
	expect(all.filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
});

test('WORDS2 no screen speaks like a machine', () => {
	const machine = /\b(error|invalid|fail(ed|ure)?|sync(ed|ing|hroni[sz]e\w*)?|socket|token)\b/i;
	expect(all.filter(([, sentence]) => machine.test(sentence))).toEqual([]);
});

test('WORDS3 no screen claims to diagnose, treat or detect', () => {
	const claim = /\b(diagnos\w*|detect\w*|cure[sd]?|heal(s|ed|ing)?|released)\b/i;
	expect(all.filter(([, sentence]) => claim.test(sentence))).toEqual([]);
});

test('WORDS4 a page speaks the first language it knows of those a person wishes for', () => {
	expect(chooseLanguage(['de-CH', 'en-GB', 'fr'])).toBe('en');
	expect(chooseLanguage(['xx'])).toBe('en');
	expect(chooseLanguage([])).toBe('en');
	expect(directionOf('en')).toBe('ltr');
	expect(directionOf('ar-EG')).toBe('rtl');
});

test('WORDS4 what a browser wishes for that is no language tag is passed over for dates and numbers', () => {
	expect(chooseLocale(['de-CH', 'en-GB'], 'en')).toBe('en-GB');
	expect(chooseLocale(['en-US@posix', 'en-AU'], 'en')).toBe('en-AU');
	expect(chooseLocale(['en-US@posix', 'c'], 'en')).toBe('en');
});

test('WORDS5 counted things take their form by the rules of the language', () => {
	const plural = createPlural('en');
	const forms = { one: '# thing', other: '# things' };
	expect([0, 1, 2, 1_200].map((count) => plural(count, forms))).toEqual([
		'0 things',
		'1 thing',
		'2 things',
		'1,200 things',
	]);
	expect(plural(1, { other: '# sheep' })).toBe('1 sheep');
});
