import { expect, test } from 'vitest';
import { runMany } from '../../tools/simulator/many.ts';
import { runSeed } from '../../tools/simulator/run.ts';

test('SIM1 W1 W3 W5 W7 W9 W10 W11 W12 W13 W14 1,000 seeds hold every invariant', async () => {
	const { sessions, failed, events, excused } = await runMany({ from: 1, seeds: 1_000 });
	expect(failed).toEqual([]);
	expect(sessions).toBe(1_000);
	expect(events).toBeGreaterThan(20_000);
	// Every excuse is one of a page or a server that died at a bad time, and each kind does come up.
	for (const reason of ['page-died', 'page-and-server-died', 'held-log-died', 'restored']) {
		expect(excused[reason], reason).toBeGreaterThan(0);
	}
});

test('SIM2 100 of 100 seeds replay identically', async () => {
	const traces = async () => {
		const seen: string[] = [];
		for (let seed = 1; seed <= 100; seed += 1) seen.push((await runSeed(seed)).trace);
		return seen;
	};
	const first = await traces();
	expect(await traces()).toEqual(first);
	expect(new Set(first).size).toBe(100);
});
