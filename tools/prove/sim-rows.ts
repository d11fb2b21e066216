import { type ManyResult, runMany } from '../simulator/many.ts';
import { MUTANT_SEEDS, MUTANTS } from '../simulator/mutants.ts';
import { huntMutant } from '../simulator/plant.ts';
import { runSeed } from '../simulator/run.ts';
import type { Finding, Row } from './row.ts';

/** The small size goes on where `npm test` ends. */
const SEEDS = { small: { from: 1_001, seeds: 1_000 }, full: { from: 1, seeds: 100_000 } } as const;
const PLANTED = { small: 3, full: MUTANTS.length } as const;
const REPLAYS = { small: 20, full: 100 } as const;

/** Row 1, and rows 2, 5 and 7 to 12 as far as order and state go: every invariant after every step. */
export const sessionsRow: Row = {
	row: 1,
	promise: 'nothing recorded is lost or doubled, in whole sessions under seeded faults',
	try: async (size) => sessionsTried(await runMany(SEEDS[size])),
};

/** What a run of many seeds says of row 1. */
export function sessionsTried(result: ManyResult): readonly Finding[] {
	const { from, seeds, sessions, events, steps, excused, pardoned, failed } = result;
	const some = failed.length > 0 ? `: seeds ${failed.slice(0, 8).map(({ seed }) => seed)}` : '';
	return [
		{
			what: `sessions with a violation, seeds ${from} to ${from + seeds - 1}`,
			asked: `0 of ${seeds}`,
			seen: `${failed.length} of ${sessions}${some}`,
			holds: failed.length === 0 && sessions === seeds,
		},
		{ what: 'events and steps', asked: '', seen: `${events} and ${steps}`, holds: null },
		{ what: 'events excused', asked: '', seen: inWords(excused), holds: null },
		{ what: 'what only looks wrong, by its cause', asked: '', seen: inWords(pardoned), holds: null },
	];
}

const inWords = (counts: Readonly<Record<string, number>>) =>
	Object.entries(counts)
		.map(([reason, count]) => `${reason} ${count}`)
		.join(', ');

/** The simulator can see. */
export const mutantsRow: Row = {
	row: 3,
	promise: 'the simulator can see: planted bugs are caught, a seed replays identically',
	async try(size) {
		const survivors: string[] = [];
		const planted = MUTANTS.slice(0, PLANTED[size]);
		for (const mutant of planted) {
			const { seed } = await huntMutant(mutant, MUTANT_SEEDS);
			if (seed === null) survivors.push(mutant.name);
		}
		return [caughtFinding(planted.length, survivors), await replayFinding(REPLAYS[size])];
	},
};

function caughtFinding(planted: number, survivors: readonly string[]): Finding {
	const seen = `${planted - survivors.length} of ${planted}${survivors.length > 0 ? `; not ${survivors.join(', ')}` : ''}`;
	return { what: 'planted bugs caught', asked: 'all', seen, holds: survivors.length === 0 };
}

async function replayFinding(seeds: number): Promise<Finding> {
	let same = 0;
	for (let seed = 1; seed <= seeds; seed += 1) {
		const [first, again] = [await runSeed(seed), await runSeed(seed)];
		if (first.trace === again.trace) same += 1;
	}
	return { what: 'seeds that replay identically', asked: `${seeds}`, seen: `${same}`, holds: same === seeds };
}
