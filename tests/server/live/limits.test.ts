import { expect, test } from 'vitest';
import {
	CONNECTION_BUDGET,
	createBucket,
	createBudget,
	createCounter,
	createKeyed,
	TOKEN_BUDGET,
} from '../../../server/live/limits.ts';

function setUp() {
	let now = 1_000;
	return {
		now: () => now,
		pass(ms: number) {
			now += ms;
		},
	};
}
const times = (count: number, act: () => boolean) => Array.from({ length: count }, act);

test('HOST6 a connection may send 20 frames and 64 KB a second, with a burst of 40 frames and 1 MB', () => {
	expect(CONNECTION_BUDGET).toEqual({
		framesPerSecond: 20,
		framesBurst: 40,
		bytesPerSecond: 65_536,
		bytesBurst: 1_048_576,
	});
	const { now, pass } = setUp();
	const budget = createBudget(now);
	expect(times(40, () => budget.spend(10))).not.toContain(false);
	expect(budget.spend(10)).toBe(false);
	pass(1_000);
	expect(times(19, () => budget.spend(10))).not.toContain(false);
	expect(budget.spend(10)).toBe(false);
});

test('HOST6 bytes are counted beside the frames, and events are not', () => {
	const { now, pass } = setUp();
	const budget = createBudget(now);
	expect(budget.spend(1_048_576)).toBe(true);
	expect(budget.spend(1)).toBe(false);
	pass(1_000);
	expect(budget.spend(65_000)).toBe(true);
	expect(budget.spend(65_000)).toBe(false);
});

test('HOST6 a page at full speed never runs dry: ten frames of flow, ten of say and a picture each second', () => {
	const { now, pass } = setUp();
	const budget = createBudget(now);
	let refused = 0;
	const spend = (bytes: number) => {
		if (!budget.spend(bytes)) refused += 1;
	};
	for (let second = 0; second < 600; second += 1) {
		for (let i = 0; i < 10; i += 1) {
			spend(6_000);
			if (i < 9) spend(200);
			pass(100);
		}
		spend(200);
	}
	expect(refused).toBe(0);
});

test('HOST6 a bad frame costs ten', () => {
	const { now } = setUp();
	const budget = createBudget(now);
	expect(times(4, () => budget.spend(10) && budget.punish())).toEqual([true, true, true, true]);
	expect(budget.spend(10)).toBe(false);
});

test('HOST6 what is owed is never more than one burst: who stops is soon served again', () => {
	const { now, pass } = setUp();
	const bucket = createBucket(now, { perSecond: 10, burst: 20 });
	for (let i = 0; i < 1_000; i += 1) bucket.take(1);
	pass(2_000);
	expect(bucket.take(1)).toBe(false);
	pass(200);
	expect(bucket.take(1)).toBe(true);
});

test('HOST6 a bucket fills up to its burst and no further', () => {
	const { now, pass } = setUp();
	const bucket = createBucket(now, { perSecond: 10, burst: 20 });
	expect(bucket.isFull()).toBe(true);
	bucket.take(5);
	expect(bucket.isFull()).toBe(false);
	pass(60_000);
	expect(bucket.isFull()).toBe(true);
	expect(times(20, () => bucket.take(1))).not.toContain(false);
	expect(bucket.take(1)).toBe(false);
});

test('DOOR4 what is given back can be taken again, and no more than the burst is ever there', () => {
	const { now } = setUp();
	const bucket = createBucket(now, { perSecond: 1, burst: 2 });
	expect(times(2, () => bucket.take(1))).not.toContain(false);
	bucket.give(1);
	expect(times(2, () => bucket.take(1))).toEqual([true, false]);
	bucket.give(10);
	expect(bucket.isFull()).toBe(true);
	expect(times(3, () => bucket.take(1))).toEqual([true, true, false]);
});

test('HOST6 coming back renews nothing: all connections of one token share one budget', () => {
	const { now } = setUp();
	const tokens = createKeyed(() => createBudget(now, TOKEN_BUDGET));
	const spent = times(TOKEN_BUDGET.framesBurst, () => tokens.of('token').spend(10));
	expect(spent).not.toContain(false);
	expect(tokens.of('token').spend(10)).toBe(false);
	expect(tokens.of('another').spend(10)).toBe(true);
});

test('HOST6 keys are let go only when a fresh start would be no different', () => {
	const { now, pass } = setUp();
	const buckets = createKeyed(() => createBucket(now, { perSecond: 1, burst: 5 }));
	const dry = buckets.of('dry');
	dry.take(5);
	for (let i = 0; i < 1_500; i += 1) buckets.of(`visitor ${i}`);
	expect(buckets.of('dry')).toBe(dry);
	pass(5_000);
	for (let i = 0; i < 5_000; i += 1) buckets.of(`later visitor ${i}`);
	expect(buckets.of('dry')).not.toBe(dry);
});

test('HOST7 an address has so many connections open and no more, until it closes one', () => {
	const counter = createCounter(2);
	expect(['a', 'a', 'a', 'b'].map((key) => counter.take(key))).toEqual([true, true, false, true]);
	counter.give('a');
	expect([counter.take('a'), counter.take('a')]).toEqual([true, false]);
	counter.give('nobody');
	expect([counter.take('nobody'), counter.take('nobody'), counter.take('nobody')]).toEqual([true, true, false]);
});
