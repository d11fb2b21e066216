import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	type FlowSample,
	NOT_TOUCHED,
	nextSampleAt,
	SAMPLE_AT_LEAST_MS,
	SAMPLE_EVERY_MS,
	type Sampling,
	type SamplingStep,
	sampleTick,
	sampleTouch,
} from '../../../client/link/sampler.ts';
import { GAP_MS } from '../../../shared/readings.ts';

interface Taken extends FlowSample {
	readonly at: number;
}

/** Plays touches (time since the one before, value) through the sampler with a timer that always rings in time. */
function play(touches: readonly (readonly [afterMs: number, value: number])[], untilMs: number): readonly Taken[] {
	const taken: Taken[] = [];
	let sampling: Sampling = NOT_TOUCHED;
	let now = 0;
	const take = ({ sampling: next, sample }: SamplingStep) => {
		sampling = next;
		if (sample) taken.push({ ...sample, at: now });
	};
	const runTo = (end: number) => {
		for (let due = nextSampleAt(sampling, true); due !== null && due <= end; due = nextSampleAt(sampling, true)) {
			now = Math.max(now, due);
			take(sampleTick(sampling, now, true));
		}
		now = end;
	};
	for (const [after, value] of touches) {
		runTo(now + after);
		take(sampleTouch(sampling, value, now));
	}
	runTo(now + untilMs);
	return taken;
}

test('FLOW1 nothing is sampled before the first touch', () => {
	expect(nextSampleAt(NOT_TOUCHED, true)).toBeNull();
	expect(sampleTick(NOT_TOUCHED, 1e9, true).sample).toBeNull();
});

test('FLOW2 the first change leaves at once', () => {
	expect(sampleTouch(NOT_TOUCHED, 55, 10).sample).toEqual({ value: 55, touched: true });
});

const moves = fc.array(fc.tuple(fc.nat(400), fc.nat(100)), { minLength: 1, maxLength: 80 });

test('FLOW3 at most 20 samples a second, however fast the thumb moves', () => {
	fc.assert(
		fc.property(moves, (touches) => {
			const taken = play(touches, 10_000);
			for (const [i, { at }] of taken.entries()) {
				const before = taken[i - 1];
				if (before) expect(at - before.at).toBeGreaterThanOrEqual(SAMPLE_EVERY_MS);
			}
		}),
	);
});

test('FLOW4 at least one sample every 2 s while in view, so that no gap appears', () => {
	fc.assert(
		fc.property(moves, fc.integer({ min: 2_000, max: 60_000 }), (touches, rest) => {
			const taken = play(touches, rest);
			for (const [i, { at }] of taken.entries()) {
				const before = taken[i - 1];
				if (before) expect(at - before.at).toBeLessThanOrEqual(SAMPLE_AT_LEAST_MS);
			}
			expect(SAMPLE_AT_LEAST_MS).toBeLessThan(GAP_MS);
		}),
	);
});

test('FLOW5 the last value always arrives, marked as touched', () => {
	fc.assert(
		fc.property(moves, (touches) => {
			const taken = play(touches, SAMPLE_EVERY_MS);
			expect(taken.findLast(({ touched }) => touched)?.value).toBe(touches.at(-1)?.[1]);
		}),
	);
});

test('FLOW6 what merely stands is said again untouched, and not at all while hidden', () => {
	const { sampling } = sampleTouch(NOT_TOUCHED, 40, 0);
	expect(sampleTick(sampling, 1_999, true).sample).toBeNull();
	expect(sampleTick(sampling, 2_000, true).sample).toEqual({ value: 40, touched: false });
	expect(sampleTick(sampling, 1e9, false).sample).toBeNull();
	expect(nextSampleAt(sampling, false)).toBeNull();
});
