import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from '../../shared/text.ts';

test.each([
	['control characters', 'a\u0000b\u0007c\u001b[31m\u009fd', 'abc[31md'],
	['marks that turn text around', 'ab\u202ecd\u2066ef\u200f', 'abcdef'],
	['a mark of byte order', '\ufeffab', 'ab'],
	['halves of characters', 'a\ud800b', 'a\ufffdb'],
	['blanks around it', '  ab \n', 'ab'],
])('TEXT1 %s are not kept', (_what, raw, clean) => {
	expect(cleanText(raw, 100)).toBe(clean);
});

test('TEXT1 tabs, new lines, letters of every script and whole emoji are kept', () => {
	const text = 'a\tb\nZoë Ωμέγα עברית 日本 👩‍👩‍👧';
	expect(cleanText(text, 100)).toBe(text.normalize('NFC'));
	expect(cleanText('Zoe\u0308', 100)).toBe('Zoë');
});

test('TEXT1 it is cut by whole characters', () => {
	expect(cleanText('😀😀😀', 2)).toBe('😀😀');
	expect(cleanText('abc', 3)).toBe('abc');
});

/** Any text, halves of characters and control marks included. */
const typed = fc.array(fc.nat(0xffff), { maxLength: 60 }).map((units) => String.fromCharCode(...units));

test('TEXT1 whatever is typed, what is kept is short, well formed, and kept the same again', () => {
	fc.assert(
		fc.property(typed, fc.integer({ min: 1, max: 40 }), (raw, most) => {
			const clean = cleanText(raw, most);
			expect([...clean].length).toBeLessThanOrEqual(most);
			expect(clean.isWellFormed()).toBe(true);
			expect(cleanText(clean, most)).toBe(clean.trim());
		}),
	);
});
