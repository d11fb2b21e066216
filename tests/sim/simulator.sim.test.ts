import { describe, expect, test } from 'vitest';
import { runMany } from '../../tools/simulator/many.ts';
import { MUTANTS } from '../../tools/simulator/mutants.ts';
import { huntMutant } from '../../tools/simulator/plant.ts';
import { runSeed } from '../../tools/simulator/run.ts';

/** Quick to be caught; `npm run simulate -- --mutants` plants them all. */
const PLANTED = [
	'no-dedupe',
	'acknowledged-before-durable',
	'flow-before-say',
	'note-goes-to-the-phone',
	'old-value-drawn-as-current',
];

describe('whole sessions under seeded faults', () => {
	test('SIM1 800 sessions hold every invariant after every step', { timeout: 240_000 }, async () => {
		const { sessions, events, steps, failed } = await runMany({ from: 1, seeds: 800 });
		expect(failed).toEqual([]);
		expect(sessions).toBe(800);
		expect(events).toBeGreaterThan(10_000);
		expect(steps).toBeGreaterThan(100_000);
	});

	test('SIM2 a seed replays identically', { timeout: 120_000 }, async () => {
		for (let seed = 1; seed <= 100; seed += 1) {
			const first = await runSeed(seed);
			expect((await runSeed(seed)).trace).toBe(first.trace);
		}
	});

	test.each(PLANTED)('SIM3 the simulator sees a planted bug: %s', { timeout: 120_000 }, async (name) => {
		const mutant = MUTANTS.find((each) => each.name === name);
		if (!mutant) throw new Error('no such bug');
		const { violation } = await huntMutant(mutant, 300);
		expect(violation).toEqual(expect.stringMatching(/\w/));
	});

	test('SIM3 at least fifteen bugs can be planted, each in a text that stands exactly once', () => {
		expect(MUTANTS.length).toBeGreaterThanOrEqual(15);
		expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
	});
});
