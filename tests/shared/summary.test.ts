import { describe, expect, test } from 'vitest';
import { remarkOn, summaryOf } from '../../shared/summary.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { type Line, logOf, phase, practiced, rates, sec, started } from './log-builder.ts';

const of = (...lines: readonly (Line | readonly Line[])[]) => summaryOf(timelineOf(logOf(lines.flat())));
const ended = (s: number): Line => ({ s, body: { kind: 'ended' } });

/** Press at 0–10 s: 5.0 for 4 s, 8.0 for 3 s, 4.5 for 3 s; then release. */
const PRESS = [
	started,
	phase(0, 'press'),
	...rates([0, 50], [4, 80], [7, 45], [10, 45]),
	phase(10, 'release'),
	...rates([12, 20]),
	ended(12),
];

describe('one visit, by hand', () => {
	const press = of(...PRESS).visits[0]?.numbers;

	test('SUM1 the mean weighs each value by the time it was known', () => {
		expect(press?.mean).toBeCloseTo((50 * 4 + 80 * 3 + 45 * 3) / 10, 12);
		expect([press?.lengthMs, press?.knownMs, press?.gapMs]).toEqual([10_000, 10_000, 0]);
	});

	test('SUM2 the peak is the highest value and its first instant, the end the last value before the next phase', () => {
		expect([press?.peak, sec(press?.peakAt ?? null), press?.end]).toEqual([80, 4, 45]);
	});

	test('SUM3 known time lies in the zones of the band in force', () => {
		expect(press?.comfortMs).toEqual({ light: 0, good: 7_000, strong: 0, over: 3_000 });
	});

	test('SUM4 the area is rating times seconds', () => {
		expect(press?.area).toBeCloseTo(5 * 4 + 8 * 3 + 4.5 * 3, 12);
	});

	test('SUM5 a fall of 2 is timed from the first instant of the peak', () => {
		expect(press?.fallMs).toBe(3_000);
		expect(press?.fall).toEqual({ from: 80, to: 45, ms: 3_000 });
	});

	test('SUM9 the remark is the fall', () => {
		expect(press && remarkOn(press)).toEqual({ is: 'fell', from: 80, to: 45, ms: 3_000 });
	});
});

describe('gaps', () => {
	const numbers = of(started, phase(0, 'press'), rates([0, 60], [2, 60], [12, 40], [14, 20], [15, 20]), ended(15))
		.visits[0]?.numbers;

	test('SUM6 a gap is in no mean and no area; its length stands by itself', () => {
		expect([numbers?.knownMs, numbers?.gapMs]).toEqual([5_000, 10_000]);
		expect(numbers?.mean).toBeCloseTo((60 * 2 + 40 * 2 + 20) / 5, 12);
		expect(numbers?.area).toBeCloseTo(6 * 2 + 4 * 2 + 2, 12);
	});

	test('SUM5 a fall behind a gap is not timed: nobody saw when it came', () => {
		expect([numbers?.peak, numbers?.fallMs, numbers?.fall]).toEqual([60, null, null]);
	});

	test('SUM2 a value that held for no time counts for the peak; one from before a long gap is not the end', () => {
		const { session } = of(started, rates([1, 90], [10, 30], [11, 30]), ended(16.5));
		expect([session.peak, session.knownMs, session.end]).toEqual([90, 1_000, null]);
		expect(of(started, rates([1, 90], [10, 30], [11, 30]), ended(16)).session.end).toBe(30);
	});

	test('SUM6 with nothing known every number is missing and none is 0', () => {
		const { session } = of(started, phase(1, 'press'), ended(30));
		expect(session).toMatchObject({ mean: null, peak: null, end: null, area: null, fallMs: null, gapMs: 30_000 });
		expect(remarkOn(session)).toBeNull();
	});
});

describe('what is left out', () => {
	test('SUM7 practice, what came late and what was spoken are in no number', () => {
		const { session } = of(
			started,
			practiced(rates([0, 100], [3, 100])),
			rates([4, 40], [6, 40]),
			{ s: 6, body: { kind: 'spoken-rating', value: 95 } },
			ended(6),
			rates([7, 99], [8, 99]),
		);
		expect(session).toMatchObject({ peak: 40, mean: 40, knownMs: 2_000, practiceMs: 4_000, lengthMs: 6_000, gapMs: 0 });
		expect(session.comfortMs).toEqual({ light: 0, good: 2_000, strong: 0, over: 0 });
	});
});

describe('points', () => {
	const { points, session } = of(
		started,
		phase(0, 'press', 1),
		rates([0, 70], [5, 50]),
		phase(5, 'rest', 1),
		rates([9, 10]),
		phase(10, 'press', 2),
		rates([10, 60], [12, 65]),
		phase(14, 'press', 1),
		rates([14, 40], [16, 30], [18, 30]),
		ended(18),
	);

	test('SUM7 a point is its working visits together, rest left out, in the order first worked', () => {
		expect(points.map(({ point, presses, visits }) => [point, presses, visits.length])).toEqual([
			[1, 2, 3],
			[2, 1, 1],
		]);
		expect(points[0]?.numbers).toMatchObject({ lengthMs: 9_000, knownMs: 9_000, peak: 70, end: 30 });
		expect(points[0]?.numbers.mean).toBeCloseTo((70 * 5 + 40 * 2 + 30 * 2) / 9, 12);
	});

	test('SUM5 a fall is not timed across what lies between two visits of a point', () => {
		expect(points[0]?.numbers.fallMs).toBeNull();
		expect(session.fallMs).toBe(5_000);
	});

	test('SUM3 a band that changes in the middle of a value cuts it there', () => {
		const numbers = of(
			started,
			rates([0, 65], [4, 65]),
			{ s: 1, body: { kind: 'band', low: 50, high: 60, edge: 64 } },
			ended(4),
		).session;
		expect(numbers.comfortMs).toEqual({ light: 0, good: 0, strong: 1_000, over: 3_000 });
	});
});

describe('remarks', () => {
	test('SUM9 without a fall of 2 the time over the edge is said, else the time in the band', () => {
		expect(remarkOn(of(started, rates([0, 75], [3, 60], [6, 60]), ended(6)).session)).toEqual({
			is: 'over',
			peak: 75,
			ms: 3_000,
		});
		expect(remarkOn(of(started, rates([0, 50], [4, 61], [6, 61]), ended(6)).session)).toEqual({
			is: 'in-band',
			ms: 4_000,
			ofMs: 6_000,
		});
	});

	test('SUM9 less than 5 s of known time says nothing', () => {
		expect(remarkOn(of(started, rates([0, 90], [4.9, 10]), ended(4.9)).session)).toBeNull();
	});
});
