import { describe, expect, test } from 'vitest';
import type { Clearing, EventId, KnownBody } from '../../shared/events.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { foldSession, ringingStops, type SessionState, standingStops } from '../../shared/session-state.ts';
import { type Line, logOf, phase, practiced, said, sec } from './log-builder.ts';

const stateOf = (lines: readonly Line[]): SessionState => foldSession(createSessionLog(logOf(lines)).ordered());
const stop = (s: number): Line => ({ s, body: { kind: 'stop' } });
const FIRST = said('client', 1);
const SECOND = said('client', 2);
const mark = (s: number, kind: 'shown' | 'answered', ...stops: readonly EventId[]): Line => ({
	s,
	body: { kind, stops: [...stops] },
});
const clear = (s: number, how: Clearing, ...stops: readonly EventId[]): Line => ({
	s,
	body: { kind: 'cleared', stops: [...stops], how },
	seat: how === 'said-aloud' ? 'therapist' : 'client',
});
const counts = (state: SessionState) => [ringingStops(state).length, standingStops(state).length];

describe('MARK1 of each mark the first counts', () => {
	test('MARK1 shown, answered and cleared stand with their times', () => {
		const { stops } = stateOf([
			stop(1),
			mark(2, 'shown', FIRST),
			mark(3, 'answered', FIRST),
			clear(4, 'lighter', FIRST),
		]);
		const [only] = stops;
		expect(only?.id).toEqual(FIRST);
		expect([only?.t, only?.shownAt, only?.answeredAt, only?.cleared?.at].map((t) => sec(t ?? null))).toEqual([
			1, 2, 3, 4,
		]);
		expect(only?.cleared?.how).toBe('lighter');
	});

	test('MARK1 later ones change nothing', () => {
		const once = [stop(1), mark(2, 'shown', FIRST), mark(3, 'answered', FIRST), clear(4, 'lighter', FIRST)];
		const { t: _, ...first } = stateOf(once);
		const { t: __, ...again } = stateOf([
			...once,
			mark(5, 'shown', FIRST),
			mark(6, 'answered', FIRST),
			clear(7, 'said-aloud', FIRST),
		]);
		expect(again).toEqual(first);
	});

	test('MARK1 the first is the one of the earlier time, whichever arrived first', () => {
		const therapist: Line = mark(5, 'answered', FIRST);
		const owner: Line = { ...mark(4, 'answered', FIRST), seat: 'owner' };
		for (const lines of [
			[stop(1), therapist, owner],
			[stop(1), owner, therapist],
		]) {
			expect(sec(stateOf(lines).stops[0]?.answeredAt ?? null)).toBe(4);
		}
	});

	test('MARK1 a mark counts for the STOPs it lists and no other', () => {
		const state = stateOf([stop(1), stop(2), mark(3, 'shown', FIRST), mark(4, 'shown', FIRST, SECOND)]);
		expect(state.stops.map(({ shownAt }) => sec(shownAt ?? null))).toEqual([3, 4]);
		expect(stateOf([stop(1), stop(2), mark(3, 'shown', SECOND)]).stops[0]?.shownAt).toBeUndefined();
	});
});

describe('MARK2 a mark that lies before its STOP', () => {
	test('MARK2 it counts, with its own time', () => {
		const { stops, earlyMarks } = stateOf([mark(1, 'shown', FIRST), mark(2, 'answered', FIRST), stop(3)]);
		expect(stops).toHaveLength(1);
		expect([sec(stops[0]?.shownAt ?? null), sec(stops[0]?.answeredAt ?? null)]).toEqual([1, 2]);
		expect(Object.keys(earlyMarks)).toHaveLength(1);
	});

	test('MARK2 the first of them counts', () => {
		expect(sec(stateOf([mark(1, 'shown', FIRST), mark(2, 'shown', FIRST), stop(3)]).stops[0]?.shownAt ?? null)).toBe(1);
		expect(sec(stateOf([mark(1, 'shown', FIRST), stop(3), mark(4, 'shown', FIRST)]).stops[0]?.shownAt ?? null)).toBe(1);
	});

	test('MARK2 MARK5 one that was answered or cleared before its time neither rings nor stands longer than it should', () => {
		expect(counts(stateOf([mark(1, 'answered', FIRST), stop(3)]))).toEqual([0, 1]);
		expect(counts(stateOf([clear(1, 'said-aloud', FIRST), stop(3)]))).toEqual([0, 0]);
	});

	test('MARK2 MARK3 an answer that lies before it puts the phase to rest all the same', () => {
		const state = stateOf([phase(0, 'press', 2), mark(1, 'answered', FIRST), stop(3)]);
		expect(state.phase).toMatchObject({ phase: 'rest', point: 2 });
		expect(sec(state.phase?.since ?? null)).toBe(3);
	});

	test('MARK2 a mark on a STOP that never comes changes nothing that is seen', () => {
		const state = stateOf([phase(0, 'press'), mark(1, 'answered', FIRST), clear(2, 'said-aloud', FIRST)]);
		expect(state.stops).toEqual([]);
		expect(state.phase?.phase).toBe('press');
	});
});

describe('MARK3 the first answer puts the phase to rest', () => {
	test('MARK3 at the point that was worked, from the answer on', () => {
		const state = stateOf([phase(0, 'press', 3), stop(1), mark(2, 'answered', FIRST)]);
		expect(state.phase).toMatchObject({ phase: 'rest', point: 3 });
		expect(sec(state.phase?.since ?? null)).toBe(2);
		expect(state.point).toBe(3);
	});

	test('MARK3 pressing, showing and clearing do not', () => {
		const lines = [phase(0, 'press'), stop(1), mark(2, 'shown', FIRST), clear(3, 'mistake', FIRST)];
		expect(stateOf(lines).phase?.phase).toBe('press');
	});

	test('MARK3 a second answer does not put to rest what was taken up again', () => {
		const lines = [
			phase(0, 'press'),
			stop(1),
			mark(2, 'answered', FIRST),
			phase(3, 'release'),
			mark(4, 'answered', FIRST),
		];
		expect(stateOf(lines).phase?.phase).toBe('release');
	});

	test('MARK3 the answer to a further STOP does', () => {
		const lines = [
			phase(0, 'press'),
			stop(1),
			mark(2, 'answered', FIRST),
			phase(3, 'release'),
			stop(4),
			mark(5, 'answered', FIRST, SECOND),
		];
		expect(stateOf(lines).phase).toMatchObject({ phase: 'rest', since: stateOf(lines).stops[1]?.answeredAt });
	});

	test('MARK3 without a phase, or in rest, nothing is put to rest', () => {
		expect(stateOf([stop(1), mark(2, 'answered', FIRST)]).phase).toBeNull();
		const resting = stateOf([phase(0, 'rest', 2), stop(1), mark(2, 'answered', FIRST)]);
		expect(sec(resting.phase?.since ?? null)).toBe(0);
	});
});

describe('MARK4 what is said again', () => {
	const again = (writer: string, s: number): KnownBody & { readonly s: number; readonly writer: string } => ({
		kind: 'stop',
		s,
		writer,
	});
	const stateWith = (lines: readonly Line[]) => {
		const events = logOf(lines);
		const first = events.find(({ body }) => body.kind === 'stop');
		if (!first) throw new Error('no STOP');
		const { writer } = again('phone-after-the-loss-00', 0);
		const told = { ...first, writer, n: 1, arrivedAt: first.arrivedAt + 9_000, of: FIRST };
		return [foldSession(createSessionLog([...events, told]).ordered()), told] as const;
	};

	test('MARK4 a STOP said again under a new writer is the same alarm, with the marks of the first', () => {
		const [state] = stateWith([stop(1), mark(2, 'shown', FIRST), mark(3, 'answered', FIRST)]);
		expect(state.stops).toHaveLength(1);
		expect(counts(state)).toEqual([0, 1]);
	});

	test('MARK4 where only the second telling is left it stands for the first', () => {
		const [, told] = stateWith([stop(1)]);
		const state = foldSession(createSessionLog([told]).ordered());
		expect(state.stops.map(({ id }) => id)).toEqual([FIRST]);
	});
});

describe('MARK5 sound and banner', () => {
	test.each<[what: string, lines: readonly Line[], rings: number, stands: number]>([
		['from the press on it sounds', [stop(1)], 1, 1],
		['shown, it goes on', [stop(1), mark(2, 'shown', FIRST)], 1, 1],
		['answered, it is quiet and stands', [stop(1), mark(2, 'answered', FIRST)], 0, 1],
		['a mistake ends both', [stop(1), clear(2, 'mistake', FIRST)], 0, 0],
		['said aloud ends both', [stop(1), mark(2, 'answered', FIRST), clear(3, 'said-aloud', FIRST)], 0, 0],
		['each has its own', [stop(1), stop(2), mark(3, 'answered', FIRST)], 1, 2],
		['an ended session silences nothing', [{ s: 0, body: { kind: 'ended' } }, stop(1)], 1, 1],
	])('MARK5 %s', (_what, lines, rings, stands) => {
		expect(counts(stateOf(lines))).toEqual([rings, stands]);
	});
});

describe('practice', () => {
	test('PRACTICE1 a practice STOP never sounds and puts nothing to rest', () => {
		const state = stateOf([...practiced([stop(1)]), phase(2, 'press'), mark(3, 'answered', FIRST)]);
		expect(state.stops[0]).toMatchObject({ practice: true });
		expect(counts(state)).toEqual([0, 1]);
		expect(state.phase?.phase).toBe('press');
	});

	test.each(['locate', 'press', 'release', 'stretch'] as const)(
		'PRACTICE2 in %s a STOP is real, whatever it carries',
		(name) => {
			const state = stateOf([phase(0, name), ...practiced([stop(1)])]);
			expect(state.stops[0]).toMatchObject({ practice: false });
			expect(counts(state)).toEqual([1, 1]);
		},
	);

	test('PRACTICE1 in rest and before any phase practice is practice', () => {
		expect(counts(stateOf([phase(0, 'rest'), ...practiced([stop(1)])]))).toEqual([0, 1]);
		expect(counts(stateOf(practiced([stop(1)])))).toEqual([0, 1]);
	});
});
