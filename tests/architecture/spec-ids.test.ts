import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, readSources } from './sources.ts';
import { idsOfSpec, idsOfTitle, titlesOf } from './spec-ids.ts';

const spec = idsOfSpec(readFileSync(join(ROOT, 'SPEC.md'), 'utf8'));
const proved = new Map(
	readSources()
		.filter((file) => file.path.startsWith('tests/'))
		.flatMap((file) => titlesOf(file).flatMap((title) => idsOfTitle(title).map((id) => [id, file.path] as const))),
);

test('CODE8 every rule of SPEC.md begins some title', () => {
	expect(spec.length).toBeGreaterThan(0);
	expect(spec.filter((id) => !proved.has(id))).toEqual([]);
});

test('CODE8 every id a title begins with is a rule of SPEC.md', () => {
	expect([...proved].filter(([id]) => !spec.includes(id)).map(([id, path]) => `${id} in ${path}`)).toEqual([]);
});

test('CODE8 no two rules of SPEC.md have the same id', () => {
	expect(spec.filter((id, at) => spec.indexOf(id) !== at)).toEqual([]);
});

test('CODE8 ids are read where they stand and nowhere else', () => {
	expect(idsOfSpec('- **W1 Writer.** x\n* **STOP2** y\ntext **W3** z\n  - **SEE1** w')).toEqual([
		'W1',
		'STOP2',
		'SEE1',
	]);
	expect(idsOfTitle('W3 W5 a repeat of W6 changes nothing')).toEqual(['W3', 'W5']);
	expect(idsOfTitle('a repeat')).toEqual([]);
	// biome-ignore lint/suspicious/noTemplateCurlyInString: source text with a template in it.
	const text = "describe('A1', () => { test.each([1])('B2 %i', f); it.skipIf(x)(`C3 ${n}`, f); other('D4', f); });";
	expect(titlesOf({ path: 'tests/x.test.ts', text })).toEqual(['A1', 'B2 %i', 'C3 ']);
});
