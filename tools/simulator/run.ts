import { takeStep } from './acts.ts';
import { checkRest } from './check-rest.ts';
import { checkStep } from './check-step.ts';
import { endSession } from './endings.ts';
import { createObservers } from './observers.ts';
import { ONCE_FAILED } from './once-failed.ts';
import { createRandom } from './random.ts';
import { comeToRest } from './rest.ts';
import { createStage, hasFailed } from './stage.ts';
import type { Excuse, Pardon } from './witness.ts';

export interface SeedResult {
	readonly seed: number;
	readonly steps: number;
	readonly events: number;
	/** Events that may be missing, counted by the reason. */
	readonly excused: Readonly<Partial<Record<Excuse, number>>>;
	/** What would be a violation but for its cause, counted by it. */
	readonly pardoned: Readonly<Partial<Record<Pardon, number>>>;
	readonly violations: readonly string[];
	/** A digest of all that happened: a seed replays identically. */
	readonly trace: string;
}

const STEPS = { least: 80, most: 300 };

/** Sets the observers' stream apart from that of all else. */
const OBSERVERS = 0x0b5e_72ed;

/**
 * Every other session is followed. What the others are told of observers takes its turn among their frames, so that all that
 * comes after is drawn otherwise: the sessions without any, and those that once failed, stay as they were.
 */
const isFollowed = (seed: number) => seed % 2 === 0 && !Object.hasOwn(ONCE_FAILED, seed);

/** One whole session under faults, from its first page to its sealing; invariants after every step. */
export async function runSeed(seed: number): Promise<SeedResult> {
	const random = createRandom(seed);
	const stage = createStage(random);
	const { world, witness } = stage;
	if (isFollowed(seed)) {
		const phones = () => stage.pages('client');
		world.observers = createObservers(world, witness, createRandom(seed ^ OBSERVERS), phones);
	}
	await stage.start();

	const steps = random.whole(STEPS.least, STEPS.most);
	let step = 0;
	for (; step < steps && !hasFailed(stage); step += 1) {
		await takeStep(stage);
		await world.observers?.act();
		checkStep(world, witness);
	}
	if (!hasFailed(stage)) await comeToRest(stage);
	if (!hasFailed(stage)) checkRest(world, witness);
	if (!hasFailed(stage)) world.observers?.checkRest();
	if (!hasFailed(stage)) await endSession(stage);

	const excused: Partial<Record<Excuse, number>> = {};
	for (const excuse of witness.excused.values()) excused[excuse] = (excused[excuse] ?? 0) + 1;
	return {
		seed,
		steps: step,
		events: witness.written.size,
		excused,
		pardoned: Object.fromEntries([...witness.pardoned].map(([why, what]) => [why, what.size])),
		violations: [...new Set(witness.violations)],
		trace: `${step}:${witness.written.size}:${world.now}:${world.digest}:${random.whole(0, 1_000_000_000)}`,
	};
}
