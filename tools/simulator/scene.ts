import { checkStep } from './check-step.ts';
import { clientAnswers, therapistSees } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { comeToRest } from './rest.ts';
import { CALM } from './sim-wire.ts';
import { createStage, type Stage } from './stage.ts';
import { settle } from './world.ts';

/** What many cases of one promise came to. */
export interface SceneResult {
	readonly cases: number;
	/** How many of each fault. */
	readonly byFault: Readonly<Record<string, number>>;
	/** Each case that went wrong, in words. */
	readonly failures: readonly string[];
}

export const STEP_MS = 100;
/** Cases that one session goes through before the next begins. */
const CASES_PER_SESSION = 20;

/** A recorded session with a phone and a therapist's page, at rest, in which nothing goes wrong but what is made to. */
export async function openScene(random: Random): Promise<Stage> {
	const stage = createStage(random, true);
	await stage.start();
	// The one phone that was invited gets time to come, before another would be.
	await play(stage, 20 * STEP_MS);
	await comeToRest(stage);
	return stage;
}

/** Time passes in small steps, everything moves, and the invariants are looked at after each. */
export async function play(stage: Stage, ms: number): Promise<void> {
	for (let left = ms; left > 0; left -= STEP_MS) {
		stage.world.pass(Math.min(STEP_MS, left));
		await move(stage);
		checkStep(stage.world, stage.witness);
	}
}

async function move(stage: Stage): Promise<void> {
	const { world, witness, habits } = stage;
	for (const page of world.pages) {
		if (!page.isAlive) continue;
		world.connect(page);
		for (let i = 0; i < 100 && world.move(page, CALM); i += 1);
		if (page.seat === 'therapist') therapistSees(page, witness, habits);
		else clientAnswers(page, witness, habits);
	}
	await settle();
	stage.workDisks(4);
	stage.workBrowsers(8);
	await settle();
}

/** Plays cases one after the other; each answers the fault it tried and what went wrong, if anything did. */
export async function playCases(
	seed: number,
	cases: number,
	play: (stage: Stage) => Promise<{ readonly fault: string; readonly failure: string | null }>,
): Promise<SceneResult> {
	const random = createRandom(seed);
	const byFault: Record<string, number> = {};
	const failures: string[] = [];
	let stage = await openScene(random);
	for (let i = 0; i < cases; i += 1) {
		if (i > 0 && i % CASES_PER_SESSION === 0) stage = await openScene(random);
		const { fault, failure } = await play(stage);
		byFault[fault] = (byFault[fault] ?? 0) + 1;
		if (failure !== null) failures.push(`case ${i}, ${fault}: ${failure}`);
		for (const violation of stage.witness.violations.splice(0)) failures.push(`case ${i}, ${fault}: ${violation}`);
	}
	return { cases, byFault, failures };
}
