import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { clinic } from '../../../client/words/en/clinic.ts';
import { phone } from '../../../client/words/en/phone.ts';
import { therapist } from '../../../client/words/en/therapist.ts';
import { BUILDS } from '../../../vite.config.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const OUT = join(ROOT, 'dist', 'client');
const WORDS = join(ROOT, 'client', 'words', 'en');

const manifest = JSON.parse(readFileSync(join(OUT, BUILDS.phone.manifest), 'utf8')) as Record<
	string,
	{ file: string; css?: string[] }
>;
/** Everything the phone page ever loads, what comes later by itself too. */
const files = [...new Set(Object.values(manifest).flatMap(({ file, css = [] }) => [file, ...css]))];
const text = files.map((file) => readFileSync(join(OUT, file), 'utf8')).join('\n');

/** Where the phone page has its own words from. */
const OWN = ['client/words/en/common-words.ts', 'client/words/en/phone.ts', 'shared/line-codes.ts'];

/** The sentences that stand in the source of a catalogue. */
function sentencesIn(file: string): readonly string[] {
	const source = readFileSync(join(WORDS, file), 'utf8');
	return [...source.matchAll(/'([^'\n]{12,})'/g)].map(([, sentence = '']) => sentence);
}

test('RUN5 the phone page weighs at most 45 kB compressed, words and whatever it loads later included', () => {
	const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(OUT, file))).length, 0);
	expect(text).toContain(phone.waiting.compare);
	expect(bytes).toBeLessThanOrEqual(45_000);
});

test('WORDS6 no sentence of the therapist’s or the clinic’s catalogue is in the phone page', () => {
	const own = OWN.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
	const others = readdirSync(WORDS).filter((file) => /^(clinic|therapist|sign-in)/.test(file));
	const foreign = others.flatMap(sentencesIn).filter((sentence) => / /.test(sentence) && !own.includes(sentence));
	expect(others.length).toBeGreaterThan(1);
	expect(foreign.length).toBeGreaterThan(50);
	expect(foreign.filter((sentence) => text.includes(sentence))).toEqual([]);
});

/** Every key of a catalogue, however deep. */
function keysOf(catalogue: unknown): readonly string[] {
	if (catalogue === null || typeof catalogue !== 'object') return [];
	return Object.entries(catalogue).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

test('WORDS6 no key of the therapist’s or the clinic’s catalogue is in the phone page', () => {
	// Keys that the phone's own code, or a library in it, uses as names of something else prove nothing.
	const sources = ['client/phone', 'client/link', 'client/ui', 'client/words', 'shared', 'node_modules/idb/build'];
	const named = sources.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && !/^(clinic|therapist|sign-in)/.test(entry.name))
			.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
	);
	const own = new Set(named.join('\n').match(/\w+/g));
	const foreign = [...keysOf(therapist), ...keysOf(clinic)].filter((key) => /^\w{4,}$/.test(key) && !own.has(key));
	const used = new Set(text.match(/\w+/g));
	expect(foreign.length).toBeGreaterThan(100);
	expect(foreign.filter((key) => used.has(key))).toEqual([]);
});
