import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ratingIn } from '../../tools/pictures/thumb.ts';
import { ROOT } from '../architecture/sources.ts';

const MOST_BYTES = 250_000;
const PNG = '89504e470d0a1a0a';

const shown = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/!\[[^\]]+\]\(([^)]+\.png)\)/g)].map(
	([, path = '']) => path,
);

test('PICT1 every picture the README shows is there, is a PNG, and small', () => {
	expect(shown.length).toBeGreaterThan(0);
	for (const path of shown) {
		const bytes = readFileSync(join(ROOT, path));
		expect(bytes.subarray(0, 8).toString('hex'), path).toBe(PNG);
		expect(bytes.length, path).toBeLessThan(MOST_BYTES);
	}
});

test('PICT1 a thumb goes straight from each point of its course to the next', () => {
	const course = [
		[0, 10],
		[2, 30],
		[4, 20],
	] as const;
	expect([-1, 0, 1, 2, 3, 4, 9].map((at) => ratingIn(course, at))).toEqual([10, 10, 20, 30, 25, 20, 20]);
});
