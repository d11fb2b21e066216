import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SeedResult } from './run.ts';

/** What many seeds came to. */
export interface ManyResult {
	/** What was asked for. */
	readonly from: number;
	readonly seeds: number;
	readonly sessions: number;
	readonly events: number;
	readonly steps: number;
	/** Events that may be missing, counted by the reason. */
	readonly excused: Readonly<Record<string, number>>;
	/** What would be a violation but for its cause, counted by it. */
	readonly pardoned: Readonly<Record<string, number>>;
	/** Seeds with violations, lowest first. */
	readonly failed: readonly { readonly seed: number; readonly violations: readonly string[] }[];
	readonly ms: number;
}

export interface ManyOptions {
	readonly from: number;
	readonly seeds: number;
	/** Ends at the first seed with a violation. */
	readonly stopAtFirst?: boolean;
	readonly workers?: number;
	/** Told of every seed as it is done, in no order. */
	readonly onSeed?: (result: SeedResult) => void;
}

/** Seeds handed to a worker at a time; few where the first violation ends it. */
const PORTION = 50;
const HUNTED_PORTION = 5;

/** Runs seeds `from` … `from + seeds - 1` on all cores. */
export async function runMany(options: ManyOptions): Promise<ManyResult> {
	const { from, seeds, stopAtFirst = false, workers, onSeed } = options;
	const most = stopAtFirst ? HUNTED_PORTION : PORTION;
	const startedAt = performance.now();
	const results: SeedResult[] = [];
	let next = from;
	let isOver = false;
	const take = () => {
		if (isOver || next >= from + seeds) return null;
		const portion = { from: next, seeds: Math.min(most, from + seeds - next) };
		next += portion.seeds;
		return portion;
	};
	const note = (done: readonly SeedResult[]) => {
		results.push(...done);
		for (const result of done) onSeed?.(result);
		isOver ||= stopAtFirst && done.some(({ violations }) => violations.length > 0);
	};
	const crew = Math.min(workers ?? availableParallelism(), Math.ceil(seeds / most));
	await Promise.all(Array.from({ length: crew }, () => work(take, note)));
	return { from, seeds, ...sumOf(results), ms: Math.round(performance.now() - startedAt) };
}

type Portion = { readonly from: number; readonly seeds: number } | null;

/** One worker, fed until there is nothing left. */
function work(take: () => Portion, note: (done: readonly SeedResult[]) => void): Promise<void> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url));
		const feed = () => {
			const portion = take();
			if (portion) worker.postMessage(portion);
			else void worker.terminate().then(() => resolve(), reject);
		};
		worker.on('message', (done: readonly SeedResult[]) => {
			note(done);
			feed();
		});
		worker.on('error', reject);
		feed();
	});
}

function sumOf(results: readonly SeedResult[]): Omit<ManyResult, 'from' | 'seeds' | 'ms'> {
	return {
		sessions: results.length,
		events: results.reduce((sum, { events }) => sum + events, 0),
		steps: results.reduce((sum, { steps }) => sum + steps, 0),
		excused: addedUp(results.map(({ excused }) => excused)),
		pardoned: addedUp(results.map(({ pardoned }) => pardoned)),
		failed: results
			.filter(({ violations }) => violations.length > 0)
			.map(({ seed, violations }) => ({ seed, violations }))
			.sort((a, b) => a.seed - b.seed),
	};
}

function addedUp(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
	const sum: Record<string, number> = {};
	for (const [reason, count] of counts.flatMap((each) => Object.entries(each)))
		sum[reason] = (sum[reason] ?? 0) + count;
	return sum;
}
