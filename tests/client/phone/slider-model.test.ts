import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moveBand } from '../../../client/phone/band-model.ts';
import {
	ratingAfterDrag,
	ratingAfterKey,
	ratingAfterStep,
	ratingAtHeight,
} from '../../../client/phone/slider-model.ts';

const BOX = { top: 100, height: 300 };

test('PHONE1 the first touch sets by height', () => {
	expect(ratingAtHeight(100, BOX)).toBe(100);
	expect(ratingAtHeight(250, BOX)).toBe(50);
	expect(ratingAtHeight(400, BOX)).toBe(0);
	expect(ratingAtHeight(-50, BOX)).toBe(100);
	expect(ratingAtHeight(900, BOX)).toBe(0);
});

test('PHONE2 every later drag is relative: where the finger comes down does not matter', () => {
	fc.assert(
		fc.property(
			fc.nat(100),
			fc.integer({ min: 0, max: 800 }),
			fc.integer({ min: -300, max: 300 }),
			(from, downY, by) => {
				expect(ratingAfterDrag(from, downY, downY, BOX)).toBe(from);
				const moved = ratingAfterDrag(from, downY, downY - by, BOX);
				expect(moved).toBe(Math.min(100, Math.max(0, Math.round(from + by / 3))));
			},
		),
	);
});

test('PHONE3 keys move by half a point, pages by one, and the ends are reached', () => {
	expect(ratingAfterKey(50, null, 'ArrowUp')).toBe(55);
	expect(ratingAfterKey(50, null, 'ArrowDown')).toBe(45);
	expect(ratingAfterKey(50, null, 'PageUp')).toBe(60);
	expect(ratingAfterKey(50, null, 'PageDown')).toBe(40);
	expect(ratingAfterKey(50, null, 'Home')).toBe(0);
	expect(ratingAfterKey(50, null, 'End')).toBe(100);
	expect(ratingAfterKey(98, null, 'ArrowUp')).toBe(100);
	expect(ratingAfterKey(50, null, 'a')).toBeNull();
	expect(ratingAfterKey(50, null, 'constructor')).toBeNull();
});

test('PHONE3 in a right-to-left page the left arrow is more', () => {
	expect(ratingAfterKey(50, null, 'ArrowLeft', true)).toBe(55);
	expect(ratingAfterKey(50, null, 'ArrowRight', true)).toBe(45);
	expect(ratingAfterKey(50, null, 'ArrowUp', true)).toBe(55);
});

test('PHONE4 before the first touch a step starts from what stood before a reload, or from nothing felt', () => {
	expect(ratingAfterStep(null, null, 5)).toBe(5);
	expect(ratingAfterStep(null, 55, -5)).toBe(50);
	expect(ratingAfterStep(30, 55, -5)).toBe(25);
});

test('PHONE5 the band always stays in order, whichever number is moved', () => {
	const step = fc.record({ which: fc.constantFrom('low', 'high', 'edge'), to: fc.integer({ min: -50, max: 150 }) });
	fc.assert(
		fc.property(fc.array(step), (steps) => {
			let band = { low: 40, high: 60, edge: 70 };
			for (const { which, to } of steps) {
				band = moveBand(band, which, to);
				expect(band[which]).toBe(Math.min(100, Math.max(0, to)));
				expect(band.low).toBeGreaterThanOrEqual(0);
				expect(band.low <= band.high && band.high <= band.edge && band.edge <= 100).toBe(true);
			}
		}),
	);
});
