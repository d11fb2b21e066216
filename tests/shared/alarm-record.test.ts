import { describe, expect, test } from 'vitest';
import { type AlarmRecord, alarmRecords } from '../../shared/alarm-record.ts';
import { alarmsAt } from '../../shared/alarms.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { foldSession } from '../../shared/session-state.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { type Line, logOf, phase, practiced, START, said, sec, started } from './log-builder.ts';

const of = (...lines: readonly (Line | readonly Line[])[]) => alarmRecords(timelineOf(logOf(lines.flat())));
const ended = (s: number): Line => ({ s, body: { kind: 'ended' } });
const told = ({ kind, t, shown, act, easedAt, felt }: AlarmRecord) => ({
	kind,
	at: sec(t),
	felt,
	shown: shown && [sec(shown.from), sec(shown.to)],
	act: act && [act.is, sec(act.at)],
	easedAt: sec(easedAt),
});
/** A value that stands, said again every second. */
const stands = (from: number, to: number, value: number, late = 0): readonly Line[] =>
	Array.from({ length: to - from + 1 }, (_, i) => ({
		s: from + i,
		late,
		body: { kind: 'rating', value, touched: true },
	}));

describe('what became of an alarm', () => {
	test('REVIEW4 a STOP: what was felt, when it was on the screen, answered, and in the band again', () => {
		const stops = [said('client', 1)];
		const found = of(
			started,
			phase(2, 'press'),
			stands(2, 9, 66),
			{ s: 9, body: { kind: 'stop' } },
			{ s: 9.4, body: { kind: 'shown', stops } },
			{ s: 11, body: { kind: 'answered', stops } },
			stands(10, 12, 62),
			stands(13, 20, 30),
			{ s: 15, body: { kind: 'cleared', stops, how: 'said-aloud' } },
			ended(21),
		);
		expect(found.map(told)).toEqual([
			{ kind: 'stop', at: 9, felt: 66, shown: [9.4, 11], act: ['answered', 11], easedAt: 13 },
		]);
		expect(found[0]?.visit?.phase).toBe('press');
	});

	test('REVIEW4 a STOP that nobody saw or answered says so by what is missing', () => {
		expect(of(started, { s: 9, body: { kind: 'stop' } }, ended(30)).map(told)).toEqual([
			{ kind: 'stop', at: 9, felt: null, shown: null, act: null, easedAt: null },
		]);
	});

	test('REVIEW4 over the edge: on the screen after two seconds, gone five after it was over; the phase was changed', () => {
		const found = of(
			started,
			phase(1, 'press'),
			stands(2, 9, 50),
			stands(10, 15, 75),
			phase(14, 'release'),
			stands(16, 18, 65),
			stands(19, 40, 40),
			ended(41),
		);
		expect(found.map(told)).toEqual([
			{ kind: 'over-edge', at: 10, felt: 75, shown: [12, 21], act: ['phase', 14], easedAt: 19 },
		]);
	});

	test('REVIEW4 what was over before it arrived was never on the screen', () => {
		const found = of(started, stands(2, 9, 50), stands(10, 13, 75, 60), stands(14, 20, 50, 60), ended(90));
		expect(found.map(told)[0]).toMatchObject({ kind: 'over-edge', at: 10, felt: 75, shown: null, easedAt: 14 });
	});

	test('REVIEW4 a fast rise stands from its sample on', () => {
		const found = of(started, stands(2, 9, 20), stands(10, 30, 55), ended(31));
		expect(found.map(told)).toMatchObject([{ kind: 'rise', at: 10, felt: 55, shown: [10, 17], easedAt: 10 }]);
		expect(found[0]).toMatchObject({ from: 20, to: 55 });
	});

	test('REVIEW4 a change of phase long after an alarm is another matter', () => {
		const found = of(started, phase(1, 'press'), stands(2, 5, 75), stands(6, 60, 50), phase(50, 'release'), ended(61));
		expect(found[0]).toMatchObject({ kind: 'over-edge', act: null });
	});

	test('REVIEW4 the edge is the one in force then, and what goes on over a change of it is one alarm', () => {
		const band = (s: number, edge: number): Line => ({ s, body: { kind: 'band', low: 40, high: 60, edge } });
		const raised = of(started, stands(2, 8, 75), band(9, 80), stands(9, 20, 75), ended(21));
		expect(raised.map(({ kind, t, until }) => [kind, sec(t), sec(until)])).toEqual([['over-edge', 2, 9]]);
		const lowered = of(started, stands(2, 8, 75), band(8.5, 65), stands(9, 12, 75), stands(13, 20, 30), ended(21));
		expect(lowered.map(({ kind, t, until }) => [kind, sec(t), sec(until)])).toEqual([['over-edge', 2, 13]]);
	});

	test('REVIEW4 practice is no alarm', () => {
		expect(of(started, practiced([...stands(2, 9, 90), { s: 5, body: { kind: 'stop' } }]), ended(20))).toEqual([]);
	});
});

describe('no signal', () => {
	test('REVIEW5 a gap that the screen told of, one that it did not, and one after leaving', () => {
		const found = of(
			started,
			stands(2, 4, 50),
			{ s: 9, body: { kind: 'signal', state: 'lost' } },
			{ s: 20, body: { kind: 'signal', state: 'back' } },
			stands(20, 22, 50),
			stands(40, 42, 50),
			{ s: 42.5, body: { kind: 'left' } },
			ended(60),
		);
		expect(found.map(told)).toEqual([
			{ kind: 'no-signal', at: 4, felt: 50, shown: [9, 20], act: null, easedAt: null },
			{ kind: 'no-signal', at: 22, felt: 50, shown: null, act: null, easedAt: null },
		]);
	});

	test('REVIEW5 ratings that came later leave no gap in the record; the screen had one, and what was felt is known', () => {
		const found = of(
			started,
			stands(2, 4, 50),
			{ s: 9, body: { kind: 'signal', state: 'lost' } },
			stands(5, 14, 58, 10),
			{ s: 15, body: { kind: 'signal', state: 'back' } },
			stands(15, 20, 50),
			ended(21),
		);
		expect(found.map(told)).toEqual([{ kind: 'no-signal', at: 9, felt: 58, shown: [9, 15], act: null, easedAt: null }]);
	});
});

test('REVIEW4 at every tenth of a second the record says what the alarms themselves say of the events that had arrived', () => {
	const log = logOf([
		started,
		phase(1, 'press'),
		...stands(2, 9, 50),
		...stands(10, 15, 75),
		...stands(16, 24, 45),
		...stands(25, 27, 78, 20),
		...stands(28, 47, 40, 20),
		...stands(48, 53, 74),
		...stands(54, 70, 30),
		ended(80),
	]);
	const { gaps, ...timeline } = timelineOf(log);
	const records = alarmRecords({ ...timeline, gaps });
	const isShown = (kind: string, now: number) =>
		records.some(
			(each) => each.kind === kind && each.shown && each.shown.from <= now && now < (each.shown.to ?? now + 1),
		);
	const ordered = createSessionLog(log).ordered();
	let seen = 0;
	for (let now = START; now < START + 79_000; now += 100) {
		const state = foldSession(ordered.filter(({ arrivedAt }) => arrivedAt <= now));
		const heardAt = ordered.findLast(({ arrivedAt, seat }) => arrivedAt <= now && seat === 'client')?.arrivedAt ?? null;
		const alarms = alarmsAt(state, { heardAt, pictures: [] }, now).map(({ kind }) => kind);
		for (const kind of ['over-edge', 'rise'] as const) {
			expect([sec(now), kind, alarms.includes(kind)]).toEqual([sec(now), kind, isShown(kind, now)]);
		}
		seen += Number(alarms.includes('over-edge'));
	}
	expect(seen, 'there was something to see').toBeGreaterThan(100);
});
