import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionState } from '../../shared/session-state.ts';
import { stripAt } from '../../shared/strip.ts';
import { heard, T0, tellSession } from './alarms-harness.ts';

const strip = (state: SessionState, now: number) => stripAt(state, heard(now), T0 + now);
const runs = (state: SessionState, now: number) =>
	strip(state, now).runs.map((run) => ({
		from: run.from - T0,
		to: run.to - T0,
		values: run.points.map(({ value }) => value),
	}));

describe('the strip of the last 90 s', () => {
	test('STRIP1 a value holds until the next sample, the present one until now', () => {
		const session = tellSession();
		session.rate(0, 40);
		session.rate(5_000, 50);
		expect(runs(session.state(), 6_000)).toEqual([{ from: 0, to: 6_000, values: [40, 50] }]);
	});

	test('STRIP1 a weak value is drawn only up to its sample', () => {
		const session = tellSession();
		session.rate(0, 40);
		expect(runs(session.state(), 2_999)[0]?.to).toBe(2_999);
		expect(runs(session.state(), 3_000)[0]?.to).toBe(0);
	});

	test('STRIP1 nothing is drawn in a gap of more than 5 s', () => {
		const session = tellSession();
		session.rate(0, 40);
		session.rate(1_000, 40);
		session.rate(6_001, 50);
		expect(runs(session.state(), 7_000)).toEqual([
			{ from: 0, to: 1_000, values: [40, 40] },
			{ from: 6_001, to: 7_000, values: [50] },
		]);
	});

	test('STRIP1 no stretch of a run is longer than a value may hold, for any samples', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 12_000 }), { maxLength: 30 }), (waits) => {
				const session = tellSession();
				let t = 0;
				for (const wait of waits) {
					t += wait;
					session.rate(t, 50);
				}
				for (const { points, from, to } of strip(session.state(), t).runs) {
					const ends = [...points.slice(1).map((point) => point.t), to];
					expect(from).toBe(points[0]?.t);
					for (const [i, point] of points.entries()) expect((ends[i] ?? 0) - point.t).toBeLessThanOrEqual(5_000);
				}
			}),
		);
	});

	test('STRIP1 what stood at the left edge is drawn from there', () => {
		const session = tellSession();
		for (let t = 0; t <= 100_000; t += 2_000) session.rate(t, 50);
		session.rate(101_000, 60);
		const [run] = strip(session.state(), 101_000).runs;
		expect(run).toMatchObject({ from: T0 + 11_000, to: T0 + 101_000, isPractice: false });
		expect(run?.points[0]).toEqual({ t: T0 + 11_000, value: 50 });
	});

	test('STRIP1 practice is a run of its own that ends where the real one begins', () => {
		const session = tellSession();
		session.rate(0, 50, { practice: true });
		session.rate(2_000, 40);
		const drawn = strip(session.state(), 2_500).runs;
		expect(drawn.map(({ isPractice, from, to }) => [isPractice, from - T0, to - T0])).toEqual([
			[true, 0, 2_000],
			[false, 2_000, 2_500],
		]);
	});

	test('STRIP2 phases are shaded from their start to the next one, the present one until now or the end', () => {
		const session = tellSession();
		session.tell(0, { kind: 'phase', phase: 'locate', point: 1 });
		session.tell(20_000, { kind: 'phase', phase: 'press', point: 1 });
		const spans = (now: number) =>
			strip(session.state(), now).phases.map(({ phase, from, to }) => [phase, from - T0, to - T0]);
		expect(spans(50_000)).toEqual([
			['locate', 0, 20_000],
			['press', 20_000, 50_000],
		]);
		expect(spans(110_001)).toEqual([['press', 20_001, 110_001]]);
		session.tell(112_000, { kind: 'ended' });
		expect(spans(115_000)).toEqual([['press', 25_000, 112_000]]);
	});

	test('STRIP2 the band is the client’s own', () => {
		const session = tellSession();
		session.tell(0, { kind: 'band', low: 30, high: 50, edge: 65 });
		expect(strip(session.state(), 10).band).toEqual({ low: 30, high: 50, edge: 65 });
	});

	test('STRIP3 ALARM3 an alarm that is over becomes a note where it began', () => {
		const session = tellSession();
		for (let t = 0; t <= 4_000; t += 1_000) session.rate(t, 90);
		for (let t = 5_000; t <= 12_000; t += 1_000) session.rate(t, 50);
		expect(strip(session.state(), 9_999).notes).toEqual([]);
		expect(strip(session.state(), 10_000).notes).toEqual([{ kind: 'over-edge', at: T0 }]);
	});

	test('STRIP3 ALARM4 what came late is a note at once', () => {
		const session = tellSession();
		for (let t = 0; t <= 3_000; t += 1_000) session.rate(t, 90, { arrived: 4_500 });
		session.rate(4_000, 50, { arrived: 4_500 });
		expect(strip(session.state(), 4_500).notes).toEqual([{ kind: 'over-edge', at: T0 }]);
	});

	test('STRIP3 cues, real STOPs and past losses of the signal are noted in their order, practice is not', () => {
		const session = tellSession();
		session.tell(500, { kind: 'stop' }, { practice: true });
		session.tell(1_000, { kind: 'cue', cue: 'ease' });
		session.tell(3_000, { kind: 'signal', state: 'lost' });
		session.tell(2_000, { kind: 'stop' });
		expect(strip(session.state(), 4_000).notes).toEqual([
			{ kind: 'cue', at: T0 + 1_000, cue: 'ease' },
			{ kind: 'stop', at: T0 + 2_000 },
		]);
		session.tell(9_000, { kind: 'signal', state: 'back' });
		expect(strip(session.state(), 9_000).notes.map(({ kind }) => kind)).toEqual(['cue', 'stop', 'no-signal']);
	});
});
