import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { followUp } from '../../../client/words/en/follow-up.ts';
import { BUILDS } from '../../../vite.config.ts';

const OUT = join(import.meta.dirname, '..', '..', '..', 'dist', 'client');
const manifest = JSON.parse(readFileSync(join(OUT, BUILDS['follow-up'].manifest), 'utf8')) as Record<
	string,
	{ file: string; css?: string[] }
>;

test('FOLLOW4 the page of a follow-up weighs at most 30 kB compressed, words included', () => {
	const files = [...new Set(Object.values(manifest).flatMap(({ file, css = [] }) => [file, ...css]))];
	const texts = files.map((file) => readFileSync(join(OUT, file)));
	expect(texts.some((text) => text.includes(followUp.about))).toBe(true);
	expect(texts.reduce((sum, text) => sum + gzipSync(text).length, 0)).toBeLessThanOrEqual(30_000);
});
