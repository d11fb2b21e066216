import { expect, test } from 'vitest';
import type { Phase } from '../../shared/phases.ts';
import { type ComfortModel, createComfortModel, type Feeling } from '../../tools/simulated/comfort-model.ts';
import { drawTemperament, STEADY, type Temperament } from '../../tools/simulated/temperament.ts';
import type { Wish } from '../../tools/simulated/voice.ts';
import { createRandom } from '../../tools/simulator/random.ts';

const SECOND = 1_000;
const COURSE: readonly (readonly [Phase, number])[] = [
	['rest', 5],
	['locate', 12],
	['press', 50],
	['release', 10],
	['stretch', 30],
	['rest', 8],
];

interface Moment extends Feeling {
	readonly at: number;
	readonly phase: Phase;
}

/** Everything felt in a course, asked every `everyMs`. */
function live(model: ComfortModel, course = COURSE, everyMs = 100): readonly Moment[] {
	const moments: Moment[] = [];
	let at = 0;
	for (const [phase, seconds] of course) {
		for (const until = at + seconds * SECOND; at < until; at += everyMs)
			moments.push({ at, phase, ...model.feel(at, { phase, point: 1 }) });
	}
	return moments;
}

const modelOf = (seed: number, temper: Partial<Temperament> = {}) =>
	createComfortModel(createRandom(seed), { ...STEADY, flareChance: 0, freezeChance: 0, ...temper });
const drawn = (seed: number, temper: Partial<Temperament> = {}) => {
	const random = createRandom(seed);
	return createComfortModel(random, drawTemperament(random, { ...STEADY, ...temper }));
};
const during = (moments: readonly Moment[], phase: Phase) => moments.filter((moment) => moment.phase === phase);
const ratingAt = (moments: readonly Moment[], ms: number) => moments.find(({ at }) => at >= ms)?.rating ?? -1;
const wishesOf = (moments: readonly Moment[]): readonly Wish[] => moments.flatMap(({ wishes }) => wishes);
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed + 1);

test('PLAY1 the same seed gives the same client, and another seed another', () => {
	expect(live(drawn(5))).toEqual(live(drawn(5)));
	expect(live(drawn(5))).not.toEqual(live(drawn(6)));
});

test('PLAY1 how often a client is asked changes nothing of what is felt', () => {
	const often = live(drawn(9), COURSE, 50);
	const seldom = live(drawn(9), COURSE, 500);
	const ratingOf = new Map(often.map(({ at, rating }) => [at, rating]));
	expect(seldom.map(({ at }) => ratingOf.get(at))).toEqual(seldom.map(({ rating }) => rating));
	expect(wishesOf(often)).toEqual(wishesOf(seldom));
});

test('PLAY2 the rating rises under press, eases while it is held, and falls on release', () => {
	for (const seed of SEEDS) {
		const moments = live(modelOf(seed));
		const before = ratingAt(moments, 17 * SECOND);
		const peak = Math.max(...during(moments, 'press').map(({ rating }) => rating ?? 0));
		const held = ratingAt(moments, 66 * SECOND);
		const released = ratingAt(moments, 76 * SECOND);
		expect(peak).toBeGreaterThan(before + 20);
		expect(held).toBeLessThan(peak - 6);
		expect(released).toBeLessThan(held - 15);
	}
});

test('PLAY2 each press of a point is felt less than the one before', () => {
	const twice = [...COURSE, ...COURSE];
	const firsts = SEEDS.map((seed) => {
		const moments = during(live(modelOf(seed), twice), 'press');
		const middle = moments.length / 2;
		const peak = (part: readonly Moment[]) => Math.max(...part.map(({ felt }) => felt));
		return peak(moments.slice(0, middle)) - peak(moments.slice(middle));
	});
	expect(firsts.reduce((sum, each) => sum + each, 0) / firsts.length).toBeGreaterThan(3);
});

test('PLAY2 there is a little movement in stretch, and next to none in rest', () => {
	const spread = (moments: readonly Moment[]) => {
		const values = moments.slice(60).map(({ felt }) => felt);
		return Math.max(...values) - Math.min(...values);
	};
	for (const seed of SEEDS) {
		const moments = live(modelOf(seed), [
			['stretch', 30],
			['rest', 30],
		]);
		expect(spread(during(moments, 'stretch'))).toBeGreaterThan(3);
		expect(spread(during(moments, 'stretch'))).toBeLessThan(20);
		expect(spread(during(moments, 'rest'))).toBeLessThan(3);
	}
});

test('PLAY2 the hand follows the feeling with the client’s lag, at a thumb’s pace, and stays on the scale', () => {
	const quick = live(modelOf(3, { lagMs: 0 }));
	const slow = live(modelOf(3, { lagMs: 3_000 }));
	const reaches = (moments: readonly Moment[]) =>
		during(moments, 'press').find(({ rating }) => (rating ?? 0) >= 35)?.at;
	expect((reaches(slow) ?? 0) - (reaches(quick) ?? 0)).toBeGreaterThan(2_000);
	expect((reaches(slow) ?? 0) - (reaches(quick) ?? 0)).toBeLessThan(4_000);
	for (const seed of SEEDS) {
		const moments = live(drawn(seed, { peak: 95, flareChance: 1, riseMs: 300 }));
		const ratings = moments.flatMap(({ rating }) => (rating === null ? [] : [rating]));
		const moves = ratings.slice(1).map((rating, i) => Math.abs(rating - (ratings[i] ?? 0)));
		expect(Math.min(...ratings)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...ratings)).toBeLessThanOrEqual(100);
		expect(Math.max(...moves)).toBeLessThanOrEqual(4);
	}
});

test('PLAY3 some go over the edge, some press STOP there, some give cues; nobody presses STOP below the edge', () => {
	const all = SEEDS.map((seed) => live(drawn(seed)));
	const over = all.filter((moments) => moments.some(({ rating }) => (rating ?? 0) > 75));
	const stopped = all.filter((moments) => wishesOf(moments).includes('stop'));
	expect(over.length).toBeGreaterThan(3);
	expect(over.length).toBeLessThan(SEEDS.length / 2);
	expect(stopped.length).toBeGreaterThan(0);
	expect(new Set(all.flatMap(wishesOf))).toEqual(new Set(['stop', 'ease', 'hold', 'more', 'ok']));
	for (const seed of SEEDS) {
		const calm = live(modelOf(seed, { peak: 50, stopChance: 1 }));
		expect(wishesOf(calm)).not.toContain('stop');
	}
});

test('PLAY3 who freezes neither moves nor says anything, whatever is felt', () => {
	const moments = live(modelOf(4, { freezeChance: 1, flareChance: 1, stopChance: 1, cueChance: 1 }), [
		['locate', 8],
		['press', 70],
	]);
	const frozen = moments.filter(({ isFrozen }) => isFrozen);
	expect(frozen.length).toBeGreaterThan(300);
	expect(new Set(frozen.slice(1).map(({ rating }) => rating)).size).toBe(1);
	expect(wishesOf(frozen.slice(1))).toEqual([]);
});
