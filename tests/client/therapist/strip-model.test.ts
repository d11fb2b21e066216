import { expect, test } from 'vitest';
import { stopSamples, TICK_S, tickSamples } from '../../../client/therapist/sound-pattern.ts';
import { place, runPath, stripX, unknownSpans } from '../../../client/therapist/strip-model.ts';
import { summaryLines } from '../../../client/therapist/summary-model.ts';
import { therapist } from '../../../client/words/en/therapist.ts';
import { stripAt } from '../../../shared/strip.ts';
import { summaryOf } from '../../../shared/summary.ts';
import { timelineOf } from '../../../shared/timeline.ts';
import { heard, T0, tellSession } from '../../shared/alarms-harness.ts';

test('STRIP1 a run is drawn by steps: each value holds until the next', () => {
	const run = {
		from: 1_000,
		to: 4_000,
		isPractice: false,
		points: [
			{ t: 1_000, value: 40 },
			{ t: 2_000, value: 55 },
		],
	};
	expect(runPath({ from: 0 }, run)).toBe('M10 60H20V45H40');
	expect(runPath({ from: 0 }, { ...run, points: [] })).toBe('');
	expect(stripX({ from: T0 }, T0 + 90_000)).toBe(900);
});

test('STRIP1 what is not known is marked between runs and up to now, not before the first sample', () => {
	const session = tellSession();
	session.rate(20_000, 40);
	session.rate(30_000, 40);
	const strip = stripAt(session.state(), heard(30_000), T0 + 40_000);
	expect(unknownSpans(strip).map(({ from, to }) => [from - T0, to - T0])).toEqual([
		[20_000, 30_000],
		[30_000, 40_000],
	]);
	expect(unknownSpans(stripAt(session.state(), heard(30_000), T0 + 31_000))).toHaveLength(1);
	expect(place({ from: 0, to: 90_000 }, { from: 45_000, to: 54_000 })).toEqual({ start: 50, width: 10 });
});

test('ALARM3 ALARM7 the tick is short and soft, the STOP sound loud and without clicks at its seam', () => {
	const tick = tickSamples(48_000);
	const stop = stopSamples(48_000);
	const peak = (samples: Float32Array) => samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
	expect(TICK_S).toBeLessThanOrEqual(1);
	expect(peak(tick)).toBeLessThan(0.25);
	expect(peak(stop)).toBeGreaterThan(0.9);
	expect(peak(stop)).toBeLessThanOrEqual(1);
	expect([stop[0], stop.at(-1)]).toEqual([0, 0]);
});

test('THER16 after the session each point says what was rated, and never that anything was released', () => {
	const session = tellSession();
	session.tell(0, { kind: 'point', point: 1, muscle: 'infraspinatus', side: 'right' });
	session.tell(0, { kind: 'phase', phase: 'press', point: 1 });
	for (let t = 0; t <= 40_000; t += 1_000) session.rate(t, t < 2_000 ? 70 : Math.max(40, 70 - t / 1_000));
	session.tell(40_500, { kind: 'phase', phase: 'rest', point: 1 });
	session.tell(41_000, { kind: 'ended' });
	const lines = summaryLines(summaryOf(timelineOf(session.events())), session.state().points, { words: therapist });
	expect(lines).toEqual([
		{
			point: 1,
			heading: 'Right infraspinatus',
			facts: ['pressed once', 'highest 7.0', 'Rating fell from 7.0 to 4.0 in 30 s.'],
		},
	]);
});

test('THER16 a point without a rating says so', () => {
	const session = tellSession();
	session.tell(0, { kind: 'phase', phase: 'locate', point: 4 });
	session.tell(5_000, { kind: 'ended' });
	const lines = summaryLines(summaryOf(timelineOf(session.events())), [], { words: therapist });
	expect(lines).toEqual([{ point: 4, heading: 'point 4', facts: ['Nothing was rated.'] }]);
});
