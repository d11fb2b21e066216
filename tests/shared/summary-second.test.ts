import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Numbers } from '../../shared/numbers.ts';
import { summaryOf } from '../../shared/summary.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { type GridNumbers, gridSummary } from './grid-summary.ts';
import { randomLog } from './random-log.ts';

function asGrid(numbers: Numbers): GridNumbers {
	const { lengthMs, knownMs, practiceMs, comfortMs, peak, peakAt, end, fallMs } = numbers;
	const sumTenthsMs = Math.round((numbers.area ?? 0) * 10_000);
	return { lengthMs, knownMs, practiceMs, sumTenthsMs, comfortMs: { ...comfortMs }, peak, peakAt, end, fallMs };
}

test('SUM8 a second computation, stepping over a grid, finds the same numbers on 1,000 random logs', () => {
	let known = 0;
	let falls = 0;
	let practice = 0;
	fc.assert(
		fc.property(randomLog({ stops: false, most: 60 }), (events) => {
			const summary = summaryOf(timelineOf(events));
			const grid = gridSummary(events);
			expect(asGrid(summary.session)).toEqual(grid.session);
			expect(summary.visits.map(({ numbers }) => asGrid(numbers))).toEqual(grid.visits);
			for (const { mean, knownMs, area } of [summary.session, ...summary.visits.map(({ numbers }) => numbers)]) {
				expect(mean === null ? null : mean * knownMs).toEqual(area === null ? null : expect.closeTo(area * 10_000, 3));
			}
			known += Number(grid.session.knownMs > 0);
			falls += Number(grid.session.fallMs !== null);
			practice += Number(grid.session.practiceMs > 0);
		}),
		{ numRuns: 1_000, seed: 8 },
	);
	expect(Math.min(known, falls, practice), 'the logs said something').toBeGreaterThan(100);
}, 60_000);
