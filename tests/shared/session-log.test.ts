import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventFor } from '../../shared/event-sight.ts';
import { idOf, type LoggedEvent } from '../../shared/events.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { compareEvents, streamKey } from '../../shared/stream.ts';
import { ONE_OF_EACH } from './every-kind.ts';
import { mixed, randomLog } from './random-log.ts';

const A = 'a'.repeat(22);
const B = 'b'.repeat(22);
const SAY = { writer: A, lane: 'say' } as const;
const FLOW = { writer: A, lane: 'flow' } as const;

const event = (n: number, parts: Partial<LoggedEvent> = {}): LoggedEvent => ({
	...SAY,
	seat: 'client',
	n,
	at: n * 1_000,
	arrivedAt: n * 1_000,
	body: ONE_OF_EACH.stop,
	...parts,
});

test('W3 an n that a stream holds already is never taken a second time', () => {
	const log = createSessionLog([event(1), event(2)]);
	expect(() => log.add(event(2, { at: 9 }))).toThrow(RangeError);
	expect(() => log.add(event(1))).toThrow(RangeError);
	expect(log.get(SAY, 2)?.at).toBe(2_000);
	expect(log.size()).toBe(2);
});

test('W1 each lane of each writer has its own numbers', () => {
	const log = createSessionLog([
		event(1),
		event(1, { lane: 'flow', body: ONE_OF_EACH.rating }),
		event(1, { writer: B }),
	]);
	expect(log.heads()).toEqual({ [A]: [1, 1], [B]: [1, 0] });
	expect(log.streams()).toEqual([SAY, FLOW, { writer: B, lane: 'say' }]);
	expect(log.head({ writer: B, lane: 'flow' })).toBe(0);
});

test('W6 what one lacks is what lies above one’s head, in order', () => {
	const log = createSessionLog([event(1), event(2), event(3)]);
	expect(log.after(SAY, 1).map(({ n }) => n)).toEqual([2, 3]);
	expect(log.after(SAY, 3)).toEqual([]);
	expect(log.after(FLOW, 0)).toEqual([]);
});

test('W14 what a seat may not see is passed over by number, and its place stays empty', () => {
	const log = createSessionLog([event(1)]);
	log.skipTo(SAY, 3);
	expect(log.head(SAY)).toBe(3);
	expect(log.get(SAY, 2)).toBeUndefined();
	log.add(event(4));
	expect(log.after(SAY, 1).map(({ n }) => n)).toEqual([4]);
	log.skipTo(SAY, 2);
	expect(log.head(SAY)).toBe(4);
});

test('W3 what a crash took from its end can be said again, and stands where it stood', () => {
	const log = createSessionLog([event(1), event(2), event(3), event(1, { writer: B, at: 2_500, arrivedAt: 2_500 })]);
	log.cutBack(SAY, 1);
	log.cutBack(SAY, 5);
	expect(log.heads()).toEqual({ [A]: [1, 0], [B]: [1, 0] });
	expect(log.ordered().map(({ writer, n }) => [writer, n])).toEqual([
		[A, 1],
		[B, 1],
	]);
	log.add(event(2));
	log.add(event(3));
	expect(log.ordered().map(({ writer, n }) => [writer, n])).toEqual([
		[A, 1],
		[A, 2],
		[B, 1],
		[A, 3],
	]);
});

test('W12 time does not run back within what everybody sees of a stream, nor ahead of its arrival by more than a second', () => {
	const log = createSessionLog([
		event(1, { at: 5_000, arrivedAt: 5_000 }),
		event(2, { at: 4_000, arrivedAt: 5_100 }),
		event(3, { at: 90_000, arrivedAt: 5_200 }),
		event(4, { at: 5_300, arrivedAt: 5_300 }),
	]);
	expect(log.ordered().map(({ t }) => t)).toEqual([5_000, 5_000, 6_200, 6_200]);
	expect(log.ordered().map(({ at }) => at)).toEqual([5_000, 4_000, 90_000, 5_300]);
});

test('W12 W14 a note that the phone never sees does not push the time of what it does see', () => {
	const told = [
		event(1, { seat: 'therapist', at: 1_000, arrivedAt: 1_000, body: { kind: 'started' } }),
		event(2, { seat: 'therapist', at: 9_000, arrivedAt: 9_000, body: { kind: 'note', text: 'tender' } }),
		event(3, { seat: 'therapist', at: 5_000, arrivedAt: 9_100, body: { kind: 'ended' } }),
	];
	const desk = createSessionLog(told);
	const phone = createSessionLog();
	for (const each of told) {
		if (eventFor('client', each)) phone.add(each);
		else phone.skipTo(each, each.n);
	}
	expect(desk.after(SAY, 0).map(({ t }) => t)).toEqual([1_000, 9_000, 5_000]);
	expect(phone.after(SAY, 0).map(({ t }) => t)).toEqual([1_000, 5_000]);
});

test('W12 adding says whether the event came last in the log’s order', () => {
	const log = createSessionLog();
	expect(log.add(event(1, { at: 1_000 }))).toBe(true);
	expect(log.add(event(1, { writer: B, at: 3_000, arrivedAt: 3_000 }))).toBe(true);
	expect(log.add(event(2, { at: 2_000 }))).toBe(false);
	expect(log.add(event(3, { at: 9_000, arrivedAt: 9_000 }))).toBe(false);
	expect(log.ordered()).toHaveLength(4);
	expect(log.add(event(4, { at: 9_500, arrivedAt: 9_500 }))).toBe(true);
});

test('W12 W16 streams that arrive in any mixture make the same log', () => {
	const picks = fc.array(fc.nat(7), { minLength: 1, maxLength: 12 });
	fc.assert(
		fc.property(randomLog({ stops: true, most: 30 }), picks, (events, order) => {
			const one = createSessionLog(events);
			const two = createSessionLog(mixed(events, order));
			expect(two.ordered()).toEqual(one.ordered());
			expect(Object.entries(two.heads()).sort()).toEqual(Object.entries(one.heads()).sort());
			const sorted = [...one.ordered()].sort(compareEvents);
			expect(one.ordered()).toEqual(sorted);
			for (const { writer, lane, n, t } of sorted) {
				const before = one.after({ writer, lane }, 0).findLast((each) => each.n < n && eventFor('client', each));
				expect(before?.t ?? 0).toBeLessThanOrEqual(t);
			}
		}),
		{ numRuns: 300, seed: 12 },
	);
});

test('W7 what is said again under a new writer counts once, whichever telling comes first', () => {
	const first = event(1, { at: 1_000, arrivedAt: 1_000 });
	const again = event(1, { writer: B, at: 1_000, arrivedAt: 9_000, of: idOf(first) });
	const thrice = event(2, { writer: B, at: 1_000, arrivedAt: 9_000, of: idOf(first) });
	const own = event(3, { writer: B, at: 9_000, arrivedAt: 9_000 });
	for (const events of [
		[first, again, thrice, own],
		[again, thrice, own, first],
		[again, thrice, own],
	]) {
		const ordered = createSessionLog(events).ordered();
		expect(ordered.map((each) => streamKey(each.of ?? each))).toEqual([
			streamKey(SAY),
			streamKey({ ...SAY, writer: B }),
		]);
	}
	expect(createSessionLog([again, first]).size()).toBe(2);
});

test('W6 every change of a log gives it a revision that it never had before', () => {
	const log = createSessionLog([event(1), event(2)]);
	const seen = [log.revision()];
	const note = () => seen.push(log.revision());
	log.cutBack(SAY, 1);
	note();
	log.add(event(2));
	note();
	log.skipTo(SAY, 4);
	note();
	expect(new Set(seen).size).toBe(4);
	log.cutBack(SAY, 4);
	expect(log.revision()).toBe(seen.at(-1));
});
