import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	areaPath,
	columnsOf,
	type Frame,
	overPath,
	type Run,
	runPath,
	runsOf,
	timeAt,
	valueAt,
	xOf,
	yOf,
} from '../../../client/clinic/session/curve-model.ts';
import { detailLayout } from '../../../client/clinic/session/detail-model.ts';
import {
	blockPath,
	clusterMarks,
	fits,
	fitted,
	placeSpans,
	pointBlocks,
	smallMarks,
	stopSpan,
} from '../../../client/clinic/session/lanes-model.ts';
import { ticksOf } from '../../../client/clinic/session/ticks-model.ts';
import {
	clampView,
	isWhole,
	LEAST_VIEW_MS,
	moveEdge,
	panView,
	pinchView,
	viewOf,
	viewWith,
	zoomView,
} from '../../../client/clinic/session/view-model.ts';
import { lastAtOrBefore } from '../../../shared/ratings.ts';
import { timelineOf } from '../../../shared/timeline.ts';
import { logOf, phase, rates, START, said, started } from '../../shared/log-builder.ts';

const BOUNDS = { from: 0, to: 600_000 };
const frameOf = (from: number, to: number, width = 1_000): Frame => ({
	view: { from, to },
	width,
	top: 0,
	height: 100,
});
const seconds = (from: number, to: number, width?: number) => frameOf(START + from * 1000, START + to * 1000, width);

/** The corners of a path of M, H, V and h, in px. */
function corners(path: string): readonly (readonly [number, number])[] {
	let x = 0;
	let y = 0;
	return [...path.matchAll(/([MHVh])([\d.-]+)(?: ([\d.-]+))?/g)].map(([, command, a = '', b = '']) => {
		if (command === 'M') [x, y] = [Number(a), Number(b)];
		if (command === 'H') x = Number(a);
		if (command === 'h') x += Number(a);
		if (command === 'V') y = Number(a);
		return [x, y] as const;
	});
}

describe('the view', () => {
	const view = fc
		.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }))
		.map(([from, length]) => clampView({ from, to: from + length }, BOUNDS));

	test('CLINIC3 whatever is done, a view keeps to the session and to the closest look', () => {
		fc.assert(
			fc.property(
				view,
				fc.double({ min: 0.01, max: 100, noNaN: true }),
				fc.integer({ min: -1e6, max: 2e6 }),
				(start, factor, t) => {
					const at = Math.min(start.to, Math.max(start.from, t));
					for (const next of [
						zoomView(start, BOUNDS, factor, at),
						panView(start, BOUNDS, t),
						viewOf({ from: t, to: t }, BOUNDS),
						viewWith(start, BOUNDS, Math.min(BOUNDS.to, Math.max(0, t))),
						moveEdge(start, BOUNDS, 'from', t),
						moveEdge(start, BOUNDS, 'to', t),
						pinchView(start, BOUNDS, [0.2, 0.6], [0.1, 0.1 + factor / 100]),
					]) {
						expect(next.from).toBeGreaterThanOrEqual(-0.001);
						expect(next.to).toBeLessThanOrEqual(BOUNDS.to + 0.001);
						expect(next.to - next.from).toBeGreaterThanOrEqual(LEAST_VIEW_MS - 0.001);
					}
				},
			),
			{ seed: 3 },
		);
	});

	test('CLINIC3 zooming leaves the instant under the pointer where it is', () => {
		const next = zoomView({ from: 100_000, to: 300_000 }, BOUNDS, 0.5, 150_000);
		expect(next).toEqual({ from: 125_000, to: 225_000 });
	});

	test('CLINIC3 two fingers keep what lay under them', () => {
		const next = pinchView({ from: 100_000, to: 300_000 }, BOUNDS, [0.25, 0.5], [0.25, 0.75]);
		expect(next).toEqual({ from: 125_000, to: 225_000 });
	});

	test('CLINIC3 the whole session is known as such, and a cursor outside is brought in', () => {
		expect(isWhole(BOUNDS, BOUNDS)).toBe(true);
		expect(isWhole({ from: 0, to: 300_000 }, BOUNDS)).toBe(false);
		const seen = viewWith({ from: 0, to: 100_000 }, BOUNDS, 400_000);
		expect([seen.from <= 400_000, seen.to >= 400_000]).toEqual([true, true]);
	});

	test('CLINIC3 px and instants turn into one another', () => {
		const frame = frameOf(100, 300);
		expect([xOf(frame, 150), timeAt(frame, 250), yOf(frame, 25)]).toEqual([250, 150, 75]);
	});
});

describe('the curve', () => {
	const timeline = timelineOf(logOf([started, ...rates([0, 50], [2, 80], [5, 20], [30, 60], [60, 10], [61, 30])]));
	const runs = runsOf(timeline);

	const inView = (run: Run, from: number, to: number) => {
		const columns = columnsOf(run, seconds(from, to));
		if (!columns) throw new Error('nothing in view');
		return columns;
	};

	test('CLINIC4 a value goes across until the next, then up or down; nothing is drawn in a gap', () => {
		const paths = runs.map((run) => runPath(run, seconds(0, 100)));
		expect(corners(paths[0] ?? '')).toEqual([
			[0, 50],
			[20, 50],
			[20, 20],
			[50, 20],
			[50, 80],
			[50, 80],
		]);
		const drawn = paths.flatMap((path) => corners(path).map(([x]) => x));
		expect(drawn.filter((x) => x > 50.5 && x < 299.5)).toEqual([]);
	});

	test('CLINIC4 a lone value is a dot', () => {
		expect(runPath(runs[1] as (typeof runs)[number], seconds(0, 100))).toBe('M300 40h0.1');
	});

	test('CLINIC4 out of view nothing is drawn, and a value from before the view is carried into it', () => {
		const [first] = runs;
		if (!first) throw new Error('a run');
		expect(runPath(first, seconds(10, 20))).toBe('');
		const [start] = corners(runPath(first, seconds(3, 4)));
		expect([start?.[0] ?? 0, start?.[1]]).toEqual([-2, 20]);
	});

	test('CLINIC4 in 100,000 samples no extreme is lost and the path keeps to a few corners for each px', () => {
		const lines = Array.from({ length: 100_000 }, (_, i) => [i * 0.05, (i * 7919) % 83] as const);
		lines[50_001] = [2_500.05, 100];
		lines[70_001] = [3_500.05, 0];
		const [run] = runsOf(timelineOf(logOf(rates(...lines))));
		if (!run) throw new Error('a run');
		const found = corners(runPath(run, seconds(0, 5_000)));
		expect(found.length).toBeLessThan(1_000 * 6);
		expect(found.some(([x, y]) => Math.abs(x - 500) < 2 && y === 0)).toBe(true);
		expect(found.some(([x, y]) => Math.abs(x - 700) < 2 && y === 100)).toBe(true);
		expect(run.levels.length, 'seen from further away').toBeGreaterThan(2);
	});

	test('CLINIC4 from however far away, each column reaches from the lowest to the highest value that lies in it', () => {
		const [run] = runsOf(
			timelineOf(logOf(rates(...Array.from({ length: 30_000 }, (_, i) => [i * 0.1, (i * 7919) % 101] as const)))),
		);
		if (!run) throw new Error('a run');
		for (const [from, to] of [
			[0, 3_000],
			[100, 900],
			[1_000, 1_100],
			[1_000, 1_010],
		] as const) {
			const frame = seconds(from, to);
			const { x, low, high } = inView(run, from, to);
			const drawn = new Map(x.map((at, k) => [at, [low[k] ?? 0, high[k] ?? 0] as const]));
			const isDrawn = (value: number, at: number) => {
				const around = [at - 1, at, at + 1].flatMap((each) => drawn.get(each) ?? []);
				return value >= Math.min(...around) && value <= Math.max(...around);
			};
			const inside = [...run.t.keys()].map((i) => [run.values[i] ?? 0, Math.round(xOf(frame, run.t[i] ?? 0))] as const);
			const looked = inside.filter(([, at]) => at >= 1 && at <= 999);
			expect(looked.length).toBeGreaterThan(90);
			expect(looked.filter(([value, at]) => !isDrawn(value, at))).toEqual([]);
			expect(Math.max(...high)).toBeLessThanOrEqual(100);
			expect(x.length).toBeLessThan(1_010);
		}
	});

	test('CLINIC4 a surface goes down to its base on both sides, and is not there out of view', () => {
		const [first] = runs;
		if (!first) throw new Error('a run');
		expect(areaPath(inView(first, 0, 100), seconds(0, 100), 0)).toBe('M0 100V50H20V20H50V80H50V100Z');
		expect(columnsOf(first, seconds(10, 20))).toBeNull();
	});

	test('CLINIC4 what lies over the edge is drawn from the edge up, by the edge in force then, and nothing else is', () => {
		const [first] = runs;
		if (!first) throw new Error('a run');
		const low = { x: 0, width: 35, edge: 70 };
		const high = { x: 35, width: 965, edge: 75 };
		expect(overPath(inView(first, 0, 100), seconds(0, 100), [low])).toBe('M20 30V20H35V30Z');
		expect(overPath(inView(first, 0, 100), seconds(0, 100), [low, high])).toBe('M20 30V20H35V30ZM35 25V20H50V25Z');
		expect(overPath(inView(first, 0, 100), seconds(0, 100), [{ x: 0, width: 1_000, edge: 80 }])).toBe('');
	});

	test('CLINIC4 blocks of one kind are one shape', () => {
		expect(
			blockPath(
				[
					{ item: null, x: 1, width: 2 },
					{ item: null, x: 5, width: 3 },
				],
				10,
				4,
			),
		).toBe('M1 10h2v4h-2ZM5 10h3v4h-3Z');
	});

	test('CLINIC4 at an instant the value that held there is read, and none in a gap or after the last', () => {
		const at = (s: number) => valueAt(runs, START + s * 1000)?.value ?? null;
		expect([at(-1), at(0), at(1.9), at(2), at(4.9), at(5), at(20), at(30), at(30.1), at(60.5), at(61)]).toEqual([
			null,
			50,
			50,
			80,
			80,
			null,
			null,
			60,
			null,
			10,
			null,
		]);
		expect(lastAtOrBefore(Float64Array.of(1, 2, 2, 3), 2)).toBe(2);
	});
});

describe('beside the curve', () => {
	test('CLINIC4 ticks stand at round times since the start, far enough apart', () => {
		const ticks = ticksOf({ from: START + 61_000, to: START + 361_000 }, START, 1_000, 72);
		expect(ticks.map(({ label }) => label)).toEqual([
			'1:30',
			'2:00',
			'2:30',
			'3:00',
			'3:30',
			'4:00',
			'4:30',
			'5:00',
			'5:30',
			'6:00',
		]);
		expect(ticksOf({ from: START, to: START + 2_000 }, START, 1_000, 72)[1]?.label).toBe('0:00.5');
	});

	test('CLINIC4 a name stands where it has room, shortened where it must be, or not at all', () => {
		expect(fits('Press', 60, 14)).toBe(true);
		expect(fitted('1 · right infraspinatus', 120, 14)).toBe('1 · right in…');
		expect(fitted('1 · right infraspinatus', 40, 14)).toBe('');
	});

	test('CLINIC4 spans are cut to the view, and stays at one point are one block', () => {
		const { phases } = timelineOf(
			logOf([
				started,
				phase(10, 'press'),
				phase(20, 'rest'),
				phase(30, 'press', 2),
				{ s: 40, body: { kind: 'ended' } },
			]),
		);
		expect(
			pointBlocks(phases).map(({ point, from, to }) => [point, (from - START) / 1000, (to - START) / 1000]),
		).toEqual([
			[1, 10, 30],
			[2, 30, 40],
		]);
		expect(placeSpans(phases, seconds(15, 25)).map(({ x, width }) => [x, width])).toEqual([
			[0, 500],
			[500, 500],
		]);
	});

	test('CLINIC4 marks that would cover each other are counted together', () => {
		const marks = smallMarks(
			timelineOf(
				logOf([
					started,
					{ s: 1, body: { kind: 'cue', cue: 'more' } },
					{ s: 1.5, body: { kind: 'cue', cue: 'hold' } },
					{ s: 60, body: { kind: 'cue', cue: 'ok' } },
					{ s: 70, body: { kind: 'ended' } },
				]),
			),
		);
		expect(clusterMarks(marks, seconds(0, 100), 20).map(({ items }) => items.map(({ is }) => is))).toEqual([
			['cue', 'cue'],
			['cue'],
			['milestone'],
		]);
	});

	test('CLINIC4 a STOP spans from its press to its last mark', () => {
		const stops = [said('client', 1)];
		const [stop] = timelineOf(
			logOf([
				{ s: 3, body: { kind: 'stop' } },
				{ s: 4, body: { kind: 'shown', stops } },
				{ s: 9, body: { kind: 'answered', stops } },
			]),
		).stops;
		expect(stop && stopSpan(stop)).toEqual({ from: START + 3_000, to: START + 9_000 });
	});

	test('CLINIC4 the picture grows with the text and keeps room for its words only where there is some', () => {
		const wide = detailLayout(1_000, 16, { stops: true, notes: false });
		const large = detailLayout(1_000, 32, { stops: true, notes: false });
		expect(large.laneHeight).toBe(2 * wide.laneHeight);
		expect(wide.right).toBeGreaterThan(100);
		expect(detailLayout(358, 16, { stops: false, notes: false }).right).toBeLessThan(20);
		expect(detailLayout(1_000, 16, { stops: false, notes: false }).height).toBeLessThan(wide.height);
	});
});
