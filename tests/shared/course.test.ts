import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	changeOf,
	digestOf,
	digestTimeline,
	type Figures,
	figuresTogether,
	placeCourses,
} from '../../shared/course.ts';
import { insightOf, LEAST_SESSIONS } from '../../shared/insight.ts';
import { curveIn, MOST_PARTS } from '../../shared/press-curve.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { gridSummary } from './grid-summary.ts';
import { type Line, logOf, phase, practiced, rates, said, started } from './log-builder.ts';
import { randomLog } from './random-log.ts';

const point = (s: number, n: number, muscle: string, side: 'left' | 'right' | 'middle' = 'right'): Line => ({
	s,
	body: { kind: 'point', point: n, muscle, side },
});
const digest = (...lines: readonly Line[]) => digestOf(logOf([started, ...lines]));

describe('the curve of a press', () => {
	test('COURSE1 begins with the press, with what stood before it, and tells nothing in a gap', () => {
		const { visits } = digest(
			phase(5, 'locate'),
			...rates([8, 30], [9, 35]),
			phase(10, 'press'),
			...rates([12, 60], [13, 70], [20, 50]),
			phase(22, 'release'),
			...rates([23, 40]),
			{ s: 30, body: { kind: 'ended' } },
		);
		const press = visits.find((visit) => visit.phase === 'press');
		expect(press?.startMs).toBe(10_000);
		expect(press?.curve?.runs).toEqual([
			{ t: [0, 2_000, 3_000], values: [35, 60, 70], toMs: 3_000 },
			{ t: [10_000], values: [50], toMs: 12_000 },
		]);
		expect(visits.filter((visit) => visit.curve).length, 'presses alone have one').toBe(1);
	});

	test('COURSE1 carries the client’s band and edge from when on they stood', () => {
		const { visits } = digest(
			{ s: 1, body: { kind: 'band', low: 30, high: 50, edge: 60 } },
			phase(10, 'press'),
			...rates([10, 40], [12, 40], [14, 40]),
			{ s: 13, body: { kind: 'band', low: 30, high: 50, edge: 55 } },
			{ s: 15, body: { kind: 'ended' } },
		);
		expect(visits[0]?.curve?.bands).toEqual([
			{ low: 30, high: 50, edge: 60, fromMs: 0 },
			{ low: 30, high: 50, edge: 55, fromMs: 3_000 },
		]);
	});

	test('COURSE1 is thinned without losing the highest, the lowest or the last value, and is in order', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 400, maxLength: 900 }), (values) => {
				const samples = values.map((value, i) => [i * 0.05, value] as const);
				const end = values.length * 0.05;
				const timeline = timelineOf(
					logOf([phase(0, 'press'), ...rates(...samples), { s: end, body: { kind: 'ended' } }]),
				);
				const [run] = curveIn(timeline, timeline).runs;
				expect(Math.max(...(run?.values ?? []))).toBe(Math.max(...values));
				expect(Math.min(...(run?.values ?? []))).toBe(Math.min(...values));
				expect(run?.values.at(-1)).toBe(values.at(-1));
				expect(run?.t.length).toBeLessThanOrEqual((MOST_PARTS + 1) * 4);
				expect(run?.t).toEqual(run?.t.toSorted((a, b) => a - b));
			}),
			{ numRuns: 20 },
		);
	});

	test('COURSE1 practice is in no curve and in no figure', () => {
		const { visits } = digest(phase(1, 'press'), ...practiced(rates([2, 90], [3, 95])), {
			s: 5,
			body: { kind: 'ended' },
		});
		expect(visits[0]).toMatchObject({ peak: null, knownMs: 0, overMs: 0, curve: { runs: [] } });
	});
});

describe('figures', () => {
	test('COURSE1 COURSE2 on random logs figures are those of a second computation, and the curve tells the same', () => {
		let curves = 0;
		fc.assert(
			fc.property(randomLog({ stops: false, most: 60 }), (events) => {
				const timeline = timelineOf(events);
				const session = timeline.phases.filter(({ standing }) => standing === 'session');
				const grid = gridSummary(events).visits.filter((_, i) => session[i]?.phase !== 'rest');
				const { visits } = digestTimeline(timeline);
				expect(visits.map(({ knownMs, peak, fallMs, overMs }) => [knownMs, peak, fallMs, overMs])).toEqual(
					grid.map(({ knownMs, peak, fallMs, comfortMs }) => [knownMs, peak, fallMs, comfortMs.over]),
				);
				for (const { curve, knownMs, peak } of visits) {
					if (!curve) continue;
					const drawnMs = curve.runs.reduce((all, { t, toMs }) => all + toMs - (t[0] ?? 0), 0);
					const values = curve.runs.flatMap((run) => run.values);
					expect([drawnMs, values.length === 0 ? null : Math.max(...values)]).toEqual([knownMs, peak]);
					curves += Number(knownMs > 0);
				}
			}),
			{ numRuns: 500, seed: 21 },
		);
		expect(curves, 'the logs said something').toBeGreaterThan(100);
	});

	test('COURSE2 presses of one place in a session count together: the highest of all with its fall, and all time over the edge', () => {
		const figures = (peak: number | null, fallMs: number | null, overMs: number): Figures => ({
			knownMs: 10_000,
			peak,
			fallMs,
			overMs,
		});
		expect(figuresTogether([figures(70, 9_000, 1), figures(85, 12_000, 2), figures(85, 3_000, 4)])).toEqual({
			knownMs: 30_000,
			peak: 85,
			fallMs: 12_000,
			overMs: 7,
		});
		expect(figuresTogether([figures(null, null, 0)])).toEqual(figures(null, null, 0));
		expect(figuresTogether([])).toMatchObject({ peak: null, knownMs: 0 });
	});

	test('COURSE2 the same muscle on the same side is one place over all sessions; the other side is another', () => {
		const session = (muscle: string, side: 'left' | 'right', peak: number) => ({
			digest: digest(
				point(1, 1, muscle, side),
				phase(2, 'press'),
				...rates([2, peak], [4, peak], [8, 20]),
				point(9, 2, muscle, side),
				phase(9, 'press', 2),
				...rates([9, 30], [12, 30]),
				{ s: 20, body: { kind: 'ended' } },
			),
		});
		const courses = placeCourses([
			session('soleus', 'left', 50),
			session('soleus', 'right', 60),
			session('soleus', 'right', 70),
		]);
		expect(
			courses.map(({ muscle, side, visits }) => [muscle, side, visits.map(({ figures }) => figures.peak)]),
		).toEqual([
			['soleus', 'right', [60, 70]],
			['soleus', 'left', [50]],
		]);
		expect(courses[0]?.visits[0]?.presses.length, 'two points on one muscle are one place').toBe(2);
	});

	test('COURSE3 less than 2 points, and what is hardly known, is not enough to say', () => {
		const figures = (peak: number | null, knownMs = 10_000): Figures => ({ knownMs, peak, fallMs: null, overMs: 0 });
		expect(changeOf(figures(80), figures(60))).toEqual({ is: 'lower', from: 80, to: 60, by: 20 });
		expect(changeOf(figures(40), figures(62))).toEqual({ is: 'higher', from: 40, to: 62, by: 22 });
		expect(changeOf(figures(80), figures(61))).toEqual({ is: 'not-enough', from: 80, to: 61 });
		expect(changeOf(figures(80), figures(null))).toEqual({ is: 'unknown' });
		expect(changeOf(figures(80, 4_999), figures(60))).toEqual({ is: 'unknown' });
	});
});

describe('responses', () => {
	const stops = [said('client', 2)];
	const band: Line = { s: 0, body: { kind: 'band', low: 40, high: 60, edge: 70 } };

	test('INSIGHT2 a STOP’s response is its first answer; one without an answer stays without', () => {
		const { stops: found } = digest(
			band,
			phase(1, 'press'),
			{ s: 5, body: { kind: 'stop' } },
			{ s: 7.5, body: { kind: 'answered', stops } },
			phase(10, 'press'),
			{ s: 12, body: { kind: 'stop' } },
			{ s: 20, body: { kind: 'ended' } },
		);
		expect(found).toEqual([
			{ phase: 'press', point: 1, ms: 2_500 },
			{ phase: 'press', point: 1, ms: null },
		]);
	});

	test.each([
		['the phase changed first', [phase(14, 'release'), ...rates([15, 60])], { ms: 4_000, by: 'phase' }],
		['the rating came back first', [...rates([13, 70]), phase(15, 'release')], { ms: 3_000, by: 'ease' }],
		['nothing more was known', [], { ms: null, by: null }],
	] as const)('INSIGHT2 over the edge: %s', (_why, then, expected) => {
		const { over } = digest(band, phase(1, 'press'), ...rates([10, 80], [12.5, 80]), ...then, {
			s: 40,
			body: { kind: 'ended' },
		});
		expect(over).toEqual([{ phase: 'press', point: 1, ...expected }]);
	});
});

describe('insight', () => {
	const session = (muscle: string, answerS: number) =>
		digest(
			point(1, 1, muscle),
			phase(2, 'press'),
			...rates([2, 80], [5, 80], [6, 50]),
			{ s: 6, body: { kind: 'stop' } },
			{ s: 6 + answerS, body: { kind: 'answered', stops: [said('client', 1)] } },
			{ s: 30, body: { kind: 'ended' } },
		);
	const cellOf = (insight: ReturnType<typeof insightOf>, muscle: string | null) =>
		insight.rows.find((row) => row.muscle === muscle)?.cells.find((cell) => cell.phase === 'press');

	test('INSIGHT1 fewer than five sessions say nothing; from the fifth on times are added up and the middle response is told', () => {
		const four = Array.from({ length: LEAST_SESSIONS - 1 }, (_, i) => session('soleus', i + 1));
		expect(cellOf(insightOf(four), 'soleus')).toEqual({ phase: 'press', sessions: 4, told: null });
		const cell = cellOf(insightOf([...four, session('soleus', 9)]), 'soleus');
		expect(cell?.told).toEqual({
			knownMs: 5 * 4_000,
			overMs: 5 * 4_000,
			stops: { times: 5, answered: 5, medianMs: 3_000 },
			over: { times: 5, answered: 5, medianMs: 4_000 },
		});
	});

	test('INSIGHT1 a point in own words is told with all others in own words, and its words never', () => {
		const all = Array.from({ length: LEAST_SESSIONS }, () => session('Blue Heron’s old scar', 2));
		const insight = insightOf(all);
		expect(insight.rows.map(({ muscle }) => muscle)).toEqual([null]);
		expect(JSON.stringify(insight)).not.toContain('Heron');
		expect(cellOf(insight, null)?.told?.stops.medianMs).toBe(2_000);
	});
});
