import { expect, test } from 'vitest';
import { refused, type WrittenEvent } from '../../shared/events.ts';
import {
	AHEAD_MS,
	compareEvents,
	headOf,
	judge,
	sameContent,
	type TimedEvent,
	timeOf,
	withHead,
} from '../../shared/stream.ts';
import { ONE_OF_EACH } from './every-kind.ts';

const A = 'a'.repeat(22);
const B = 'b'.repeat(22);
const same = () => true;
const other = () => false;

test('W3 the next n is taken, a later one is missing those before, an earlier one is a repeat or a conflict', () => {
	expect(judge(0, 1, other)).toBe('accept');
	expect(judge(7, 8, other)).toBe('accept');
	expect(judge(7, 9, same)).toBe('missing');
	expect(judge(7, 7, same)).toBe('repeat');
	expect(judge(7, 1, same)).toBe('repeat');
	expect(judge(7, 7, other)).toBe('conflict');
});

test('W3 what is known is not looked up for an event that is new', () => {
	const never = () => {
		throw new Error('looked up');
	};
	expect([judge(3, 4, never), judge(3, 9, never)]).toEqual(['accept', 'missing']);
});

test('W3 two tellings are the same by what they say, in whatever order their members stand', () => {
	const told: WrittenEvent = { n: 1, at: 5, body: ONE_OF_EACH.band };
	const again: WrittenEvent = { body: { edge: 70, high: 60, low: 40, kind: 'band' }, at: 5, n: 1 };
	expect(sameContent(told, again)).toBe(true);
	expect(sameContent(told, { ...told, at: 6 })).toBe(false);
	expect(sameContent(told, { ...told, practice: true })).toBe(false);
	expect(sameContent(told, { ...told, of: { writer: A, lane: 'say', n: 1 } })).toBe(false);
	expect(sameContent(told, { ...told, body: refused('bad_request') })).toBe(false);
	const deep = { ...told, body: { kind: 'mood', a: { x: 1, y: [1, 2] } } as never };
	expect(sameContent(deep, { ...told, body: { a: { y: [1, 2], x: 1 }, kind: 'mood' } as never })).toBe(true);
	expect(sameContent(deep, { ...told, body: { a: { y: [2, 1], x: 1 }, kind: 'mood' } as never })).toBe(false);
});

test('W1 heads are counted by writer and lane; of a writer nobody heard of the head is 0', () => {
	const heads = withHead(withHead({}, { writer: A, lane: 'flow' }, 9), { writer: A, lane: 'say' }, 2);
	expect(heads).toEqual({ [A]: [2, 9] });
	expect(headOf(heads, { writer: A, lane: 'say' })).toBe(2);
	expect(headOf(heads, { writer: A, lane: 'flow' })).toBe(9);
	expect(headOf(heads, { writer: B, lane: 'say' })).toBe(0);
	expect(headOf({}, { writer: 'constructor', lane: 'say' })).toBe(0);
});

const timed = (parts: Partial<TimedEvent>): TimedEvent => ({
	writer: A,
	lane: 'say',
	seat: 'client',
	n: 1,
	at: 0,
	arrivedAt: 0,
	t: 0,
	body: ONE_OF_EACH.stop,
	...parts,
});

test('W12 t is the writer’s own time, at most a second after it arrived, never below the one before', () => {
	expect(AHEAD_MS).toBe(1_000);
	expect(timeOf(timed({ at: 5_000, arrivedAt: 9_000 }), 0)).toBe(5_000);
	expect(timeOf(timed({ at: 10_000, arrivedAt: 9_000 }), 0)).toBe(10_000);
	expect(timeOf(timed({ at: 10_001, arrivedAt: 9_000 }), 0)).toBe(10_000);
	expect(timeOf(timed({ at: 99_999, arrivedAt: 9_000 }), 0)).toBe(10_000);
	expect(timeOf(timed({ at: 5_000, arrivedAt: 9_000 }), 5_001)).toBe(5_001);
	expect(timeOf(timed({ at: 99_999, arrivedAt: 9_000 }), 20_000)).toBe(20_000);
});

test('W12 the log is ordered by t, then writer, lane and n', () => {
	const ordered = [
		timed({ t: 1, writer: B, lane: 'say', n: 9 }),
		timed({ t: 2, writer: A, lane: 'flow', n: 8 }),
		timed({ t: 2, writer: A, lane: 'say', n: 1 }),
		timed({ t: 2, writer: A, lane: 'say', n: 2 }),
		timed({ t: 2, writer: B, lane: 'flow', n: 1 }),
	];
	for (const [i, a] of ordered.entries()) {
		for (const [j, b] of ordered.entries()) expect(Math.sign(compareEvents(a, b))).toBe(Math.sign(i - j));
	}
});
