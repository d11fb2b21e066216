import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runMany } from '../../tools/simulator/many.ts';
import { MUTANTS } from '../../tools/simulator/mutants.ts';
import { ONCE_FAILED } from '../../tools/simulator/once-failed.ts';
import { huntMutant } from '../../tools/simulator/plant.ts';
import { runSeed } from '../../tools/simulator/run.ts';

/** Quick to be caught; `npm run simulate -- --mutants` plants them all. */
const PLANTED = [
	'no-dedupe',
	'acknowledged-before-durable',
	'flow-before-say',
	'note-goes-to-the-phone',
	'old-value-drawn-as-current',
	'observer-let-in-without-a-yes',
	'ended-observer-goes-on',
];

describe('whole sessions under seeded faults', () => {
	const traces = new Map<number, string>();
	let first: ReturnType<typeof runMany> | null = null;
	/** Both tests look at one run. */
	const thousand = () => {
		first ??= runMany({ from: 1, seeds: 1_000, onSeed: ({ seed, trace }) => traces.set(seed, trace) });
		return first;
	};

	test('SIM1 OBSERVE10 1,000 sessions, every other one followed, hold every invariant after every step', {
		timeout: 240_000,
	}, async () => {
		const { sessions, events, steps, excused, failed } = await thousand();
		expect(failed).toEqual([]);
		expect(sessions).toBe(1_000);
		expect(events).toBeGreaterThan(10_000);
		expect(steps).toBeGreaterThan(100_000);
		// The faults do happen: pages and servers die with what was nowhere else yet, and stores are set back.
		for (const reason of ['page-died', 'page-and-server-died', 'held-log-died', 'restored']) {
			expect(excused[reason], reason).toBeGreaterThan(0);
		}
	});

	test('SIM1 no seed that once failed fails again', { timeout: 60_000 }, async () => {
		const seeds = Object.keys(ONCE_FAILED).map(Number);
		const failed = [];
		for (const seed of seeds) {
			const { violations } = await runSeed(seed);
			if (violations.length > 0) failed.push({ seed, violations });
		}
		expect(failed).toEqual([]);
		expect(seeds.length).toBeGreaterThan(5);
	});

	test('SIM2 a seed replays identically, in another thread and after other seeds', { timeout: 240_000 }, async () => {
		await thousand();
		const again = new Map<number, string>();
		// From another seed on, so that each comes after others than the first time.
		await runMany({ from: 26, seeds: 100, onSeed: ({ seed, trace }) => again.set(seed, trace) });
		expect(again.size).toBe(100);
		expect([...again].filter(([seed, trace]) => traces.get(seed) !== trace)).toEqual([]);
		expect(new Set(again.values()).size).toBe(100);
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
		const root = join(import.meta.dirname, '..', '..');
		const places = MUTANTS.map(({ name, file, find }) => {
			return [name, readFileSync(join(root, file), 'utf8').split(find).length - 1] as const;
		});
		expect(places.filter(([, count]) => count !== 1)).toEqual([]);
	});
});
