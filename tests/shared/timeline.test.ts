import { describe, expect, test } from 'vitest';
import { timelineOf, visitAt } from '../../shared/timeline.ts';
import { type Line, logOf, phase, practiced, rates, said, sec, started } from './log-builder.ts';

const of = (...lines: readonly (Line | readonly Line[])[]) => timelineOf(logOf(lines.flat()));
const spans = (all: readonly { readonly from: number; readonly to: number }[]) =>
	all.map(({ from, to }) => [sec(from), sec(to)]);

describe('the curve', () => {
	test('TIME2 five seconds between two samples still hold, a little more is a gap', () => {
		const { segments, gaps } = of(started, rates([1, 30], [6, 40], [11.001, 50], [12, 50]));
		expect(spans(segments)).toEqual([
			[1, 6],
			[11.001, 12],
		]);
		expect([...(segments[0]?.samples.values ?? [])]).toEqual([30, 40]);
		expect(spans(gaps)).toEqual([[6, 11.001]]);
	});

	test('TIME2 after the last sample is a gap only when the session goes on for more than 5 s', () => {
		expect(of(started, rates([1, 30]), { s: 6, body: { kind: 'ended' } }).gaps).toEqual([]);
		expect(spans(of(started, rates([1, 30]), { s: 6.5, body: { kind: 'ended' } }).gaps)).toEqual([[1, 6.5]]);
	});

	test('TIME2 a lone sample is a segment of no length', () => {
		expect(spans(of(started, rates([1, 30], [20, 40], [40, 50])).segments)).toEqual([
			[1, 1],
			[20, 20],
			[40, 40],
		]);
	});

	test('TIME3 a spoken rating is a dot beside the curve and bridges no gap', () => {
		const { spoken, segments, gaps } = of(
			started,
			rates([1, 30]),
			{ s: 4, body: { kind: 'spoken-rating', value: 80 } },
			rates([8, 40]),
		);
		expect(spoken.map(({ t, value }) => [sec(t), value])).toEqual([[4, 80]]);
		expect(segments.flatMap(({ samples }) => [...samples.values])).toEqual([30, 40]);
		expect(spans(gaps)).toEqual([[1, 8]]);
	});

	test('TIME7 over the edge for 2 s is noted with its peak; less, or cut by a gap, is not', () => {
		const over = of(
			started,
			rates([1, 75], [2, 90], [3, 60]),
			rates([4, 75], [5.9, 60]),
			rates([8, 75], [9, 75], [20, 75], [21, 60]),
		).overEdge;
		expect(over.map(({ from, to, peak }) => [sec(from), sec(to), peak])).toEqual([[1, 3, 90]]);
	});

	test('TIME7 the edge is the one in force then', () => {
		const over = of(
			started,
			rates([1, 75], [4, 75]),
			{ s: 5, body: { kind: 'band', low: 50, high: 70, edge: 80 } },
			rates([8, 75], [10, 75]),
		).overEdge;
		expect(spans(over)).toEqual([[1, 5]]);
	});

	test('TIME7 the edge itself is not over it', () => {
		expect(of(started, rates([1, 70], [5, 70], [6, 70])).overEdge).toEqual([]);
	});
});

describe('what was done', () => {
	test('TIME4 a phase lasts until the next one or the end and counts its turns at the point', () => {
		const { phases } = of(
			started,
			{ s: 2, body: { kind: 'point', point: 1, muscle: 'infraspinatus', side: 'right' } },
			{ s: 5, body: { kind: 'phase', phase: 'press', point: 1, targetMs: 45_000 } },
			phase(50, 'release'),
			phase(60, 'press'),
			{ s: 90, body: { kind: 'ended' } },
		);
		expect(phases.map((each) => [each.phase, each.turn, sec(each.from), sec(each.to), each.targetMs])).toEqual([
			['press', 1, 5, 50, 45_000],
			['release', 1, 50, 60, null],
			['press', 2, 60, 90, null],
		]);
		expect(visitAt(phases, phases[1]?.from ?? 0)?.phase).toBe('release');
		expect(visitAt(phases, (phases[0]?.from ?? 0) - 1)).toBeUndefined();
	});

	test('TIME4 the first answer to a STOP puts the phase to rest, marked so', () => {
		const { phases } = of(
			started,
			phase(5, 'press'),
			{ s: 9, body: { kind: 'stop' } },
			{
				s: 11,
				body: { kind: 'answered', stops: [said('client', 1)] },
			},
		);
		expect(phases.map(({ phase: name, from, isAfterStop }) => [name, sec(from), isAfterStop])).toEqual([
			['press', 5, false],
			['rest', 11, true],
		]);
	});

	test('TIME5 the band in force follows the client, the default until then', () => {
		const { bands } = of(started, { s: 30, body: { kind: 'band', low: 30, high: 50, edge: 60 } }, phase(40, 'press'));
		expect(bands.map(({ from, to, band, isDefault }) => [sec(from), sec(to), band.edge, isDefault])).toEqual([
			[0, 30, 70, true],
			[30, 40, 60, false],
		]);
	});

	test('TIME6 a STOP stands with the phase it was pressed in, its marks and when it arrived', () => {
		const stops = [said('client', 1)];
		const [stop] = of(
			started,
			phase(5, 'press', 2),
			{ s: 9, body: { kind: 'stop' }, late: 0.3 },
			{ s: 9.5, body: { kind: 'shown', stops } },
			{ s: 11, body: { kind: 'answered', stops } },
			{ s: 12, body: { kind: 'answered', stops } },
			{ s: 15, body: { kind: 'cleared', stops, how: 'said-aloud' } },
		).stops;
		expect(stop).toMatchObject({ phase: 'press', point: 2, clearedHow: 'said-aloud', standing: 'session' });
		expect([stop?.arrivedAt, stop?.shownAt, stop?.answeredAt, stop?.clearedAt].map((t) => sec(t ?? null))).toEqual([
			9.3, 9.5, 11, 15,
		]);
	});

	test('TIME6 a mark that is missing stays missing', () => {
		expect(of(started, { s: 9, body: { kind: 'stop' } }).stops[0]).toMatchObject({
			shownAt: null,
			answeredAt: null,
			clearedAt: null,
			clearedHow: null,
			phase: null,
		});
	});

	test('TIME8 practice is kept apart; with a working phase in force a STOP is real all the same', () => {
		const { segments, stops, cues, gaps } = of(
			started,
			practiced(rates([1, 90], [2, 95])),
			practiced([
				{ s: 2.5, body: { kind: 'stop' } },
				{ s: 2.6, body: { kind: 'cue', cue: 'ok' } },
			]),
			rates([3, 30], [4, 30]),
			phase(4, 'press'),
			practiced([{ s: 4.5, body: { kind: 'stop' } }]),
		);
		expect(segments.map(({ standing, from, to }) => [standing, sec(from), sec(to)])).toEqual([
			['practice', 1, 3],
			['session', 3, 4],
		]);
		expect(stops.map(({ standing }) => standing)).toEqual(['practice', 'session']);
		expect(cues.map(({ standing }) => standing)).toEqual(['practice']);
		expect(gaps).toEqual([]);
	});

	test('TIME9 what lies after the end is kept and marked late; the end itself is not', () => {
		const timeline = of(
			started,
			phase(1, 'press'),
			rates([2, 30]),
			{ s: 3, body: { kind: 'ended' } },
			rates([4, 60]),
			{ s: 5, body: { kind: 'stop' } },
			phase(6, 'release'),
		);
		expect([timeline.isEnded, sec(timeline.to), sec(timeline.lastAt)]).toEqual([true, 3, 6]);
		expect(timeline.segments.map(({ standing, from, to }) => [standing, sec(from), sec(to)])).toEqual([
			['session', 2, 2],
			['late', 4, 4],
		]);
		expect(timeline.stops.map(({ standing }) => standing)).toEqual(['late']);
		expect(timeline.phases.map(({ standing, from, to }) => [standing, sec(from), sec(to)])).toEqual([
			['session', 1, 3],
			['late', 6, 6],
		]);
		expect(timeline.milestones.map(({ is, standing }) => [is, standing])).toEqual([
			['started', 'session'],
			['ended', 'session'],
		]);
	});

	test('TIME9 an end that was undone ends nothing; of two ends the first stands', () => {
		const undone = of(
			started,
			{ s: 3, body: { kind: 'ended' } },
			{ s: 4, body: { kind: 'end-undone' } },
			rates([5, 60]),
		);
		expect([undone.isEnded, undone.segments[0]?.standing]).toEqual([false, 'session']);
		const twice = of(started, { s: 3, body: { kind: 'ended' } }, { s: 4, body: { kind: 'ended' }, seat: 'owner' });
		expect(sec(twice.to)).toBe(3);
	});

	test('TIME10 cues, notes, signal and the turning points of the session stand with their times', () => {
		const timeline = of(
			started,
			{ s: 1, body: { kind: 'spoken-consent', choice: 'recorded', member: 'Ada' } },
			{ s: 2, body: { kind: 'cue', cue: 'ease' } },
			{ s: 3, body: { kind: 'note', text: 'breathes' } },
			{ s: 4, body: { kind: 'signal', state: 'lost' } },
			{ s: 6, body: { kind: 'signal', state: 'back' } },
			{ s: 7, body: { kind: 'signal', state: 'lost' } },
			{ s: 8, body: { kind: 'withdrawn' } },
			{ s: 8, body: { kind: 'refused', code: 'forbidden' } },
			{ s: 9, body: { kind: 'ended', idle: true }, seat: 'server' },
		);
		expect(timeline.cues).toMatchObject([{ cue: 'ease' }]);
		expect(timeline.notes).toMatchObject([{ text: 'breathes' }]);
		expect(timeline.signalLosses.map(({ from, to }) => [sec(from), sec(to)])).toEqual([
			[4, 6],
			[7, null],
		]);
		expect(timeline.milestones).toMatchObject([
			{ is: 'started', seat: 'therapist' },
			{ is: 'recorded', spokenTo: 'Ada' },
			{ is: 'withdrawn', seat: 'client', spokenTo: null },
			{ is: 'ended', seat: 'server', isIdle: true },
		]);
		expect(timeline.refusals).toBe(1);
	});

	test('TIME10 a log without events is an empty timeline', () => {
		expect(timelineOf([])).toMatchObject({ from: 0, to: 0, isEnded: false, segments: [], gaps: [], phases: [] });
	});

	test('TIME1 logged events may come in any order', () => {
		const events = logOf([started, ...rates([1, 30], [2, 40]), phase(1.5, 'press')]);
		expect(timelineOf(events.toReversed())).toEqual(timelineOf(events));
	});
});
