import { expect, test } from 'vitest';
import { twoWords } from '../../../server/live/admission-words.ts';

const all = Array.from({ length: 256 }, (_, i) => twoWords(() => Uint8Array.of(i, 0)).split(' ')[0] ?? '');

test('JOIN13 the words on both screens are two short ones, drawn from what chance gives', () => {
	const asked: number[] = [];
	const words = twoWords((length) => {
		asked.push(length);
		return Uint8Array.of(3, 7);
	});
	expect(asked).toEqual([2]);
	expect(words).toMatch(/^[a-z]{4,8} [a-z]{4,8}$/);
	expect(twoWords(() => Uint8Array.of(7, 3))).toBe(words.split(' ').reverse().join(' '));
});

test('JOIN13 every word comes about as often as the next, and no two begin alike', () => {
	const words = [...new Set(all)];
	expect(words.length).toBeGreaterThanOrEqual(60);
	const often = words.map((word) => all.filter((each) => each === word).length);
	expect(Math.max(...often) - Math.min(...often)).toBeLessThanOrEqual(1);
	expect(new Set(words.map((word) => word.slice(0, 4))).size).toBe(words.length);
});
