import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMFORT_SHAPES } from '../../../client/ui/comfort-shapes.ts';

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', '..', '..', 'client', 'ui', file), 'utf8');
const shared = read('tokens.css');

/** The custom properties of the block that begins with this selector. */
function tokensOf(selector: string, css = shared): ReadonlyMap<string, string> {
	const from = css.indexOf(`${selector} {`);
	const block = css.slice(from, css.indexOf('}', from));
	return new Map([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]));
}

const light = tokensOf(':root');
const dark = new Map([...light, ...tokensOf(':root[data-theme="dark"]')]);
const THEMES = [
	['light', light],
	['dark', dark],
] as const;

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
	const channels = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255);
	const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
	const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['--ground', '--ground-raised', '--ground-sunken', '--notice-ground', '--band-field'];

describe.each(THEMES)('%s', (_name, tokens) => {
	const color = (name: string): string => tokens.get(name) ?? '';

	test.each(GROUNDS)('UI1 ink is read at 7:1 on %s', (ground) => {
		expect(contrast(color('--ink'), color(ground))).toBeGreaterThanOrEqual(7);
	});

	test.each(['--ground', '--ground-raised', '--ground-sunken'])('UI1 quiet ink is read at 7:1 on %s', (ground) => {
		expect(contrast(color('--ink-quiet'), color(ground))).toBeGreaterThanOrEqual(7);
	});

	test.each(['--ground', '--ground-raised'])(
		'UI2 edges of controls and what is unknown are seen at 3:1 on %s',
		(ground) => {
			for (const name of ['--edge', '--unknown', '--notice-edge']) {
				expect(contrast(color(name), color(ground)), name).toBeGreaterThanOrEqual(3);
			}
		},
	);

	test.each(['--zone-light', '--zone-good', '--zone-strong', '--zone-over', '--stop-edge'])(
		'UI2 the shape of %s is seen at 3:1, by its fill or by its outline',
		(zone) => {
			const seen = Math.max(...[zone, '--zone-outline'].map((name) => contrast(color(name), color('--ground'))));
			expect(seen).toBeGreaterThanOrEqual(3);
		},
	);

	test('UI3 STOP is white on its ground at 7:1', () => {
		expect(contrast(color('--stop-ink'), color('--stop-ground'))).toBeGreaterThanOrEqual(7);
	});
});

test.each([
	['tokens.css', 10],
	['desk-tokens.css', 5],
])('UI4 %s: dark by the device’s wish and dark by choice are the same', (file, atLeast) => {
	const css = read(file);
	const wished = tokensOf(':root:not([data-theme])', css);
	expect(wished.size).toBeGreaterThan(atLeast);
	expect([...wished]).toEqual([...tokensOf(':root[data-theme="dark"]', css)]);
});

test('UI5 every zone has a shape of its own', () => {
	const shapes = Object.values(COMFORT_SHAPES);
	expect(new Set(shapes).size).toBe(shapes.length);
});
