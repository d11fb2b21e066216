import { parentPort } from 'node:worker_threads';
import { runSeed, type SeedResult } from './run.ts';

/** A worker of `many.ts`: runs the seeds it is given, one after the other. */
parentPort?.on('message', async ({ from, seeds }: { readonly from: number; readonly seeds: number }) => {
	const results: SeedResult[] = [];
	for (let seed = from; seed < from + seeds; seed += 1) results.push(await runSeed(seed));
	parentPort?.postMessage(results);
});
