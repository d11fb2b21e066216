import { alarmsAt } from '../../shared/alarms.ts';
import { NO_SIGNAL_MS, WEAK_MS } from '../../shared/protocol.ts';
import { currentRating, lastWordAt } from '../../shared/readings.ts';
import { comeToRest } from './rest.ts';
import { play, playCases, type SceneResult, STEP_MS } from './scene.ts';
import type { SimPage } from './sim-page.ts';
import type { Stage } from './stage.ts';

const FAULTS: readonly {
	readonly name: string;
	readonly set: (stage: Stage, phone: SimPage, desk: SimPage) => void;
}[] = [
	{
		name: 'phone locked',
		set: (_stage, phone) => {
			phone.isFrozen = true;
		},
	},
	{ name: 'phone killed', set: (stage, phone) => stage.close(phone) },
	{ name: 'phone’s line cut', set: ({ world }, phone) => cut(world, phone) },
	{ name: 'phone’s line half open', set: (_stage, phone) => goSilent(phone) },
	{ name: 'therapist’s line cut', set: ({ world }, _phone, desk) => cut(world, desk) },
	{ name: 'therapist’s line half open', set: (_stage, _phone, desk) => goSilent(desk) },
	{ name: 'server stopped', set: ({ world }) => world.crash() },
];
/** Clocks are rounded to whole ms. */
const ROUNDING_MS = 2;

/**
 * Row 12: from the last word of the phone that reached the therapist's page, the value is weak at 3 s and struck out at
 * 5 s, by that page's own clock, with no message coming in; and not before.
 */
export function playSilences(seed: number, cases: number): Promise<SceneResult> {
	return playCases(seed, cases, playSilence);
}

async function playSilence(stage: Stage) {
	const { random, witness } = stage;
	const phone = stage.writing('client');
	const desk = stage.writing('therapist');
	if (!phone || !desk) throw new Error('nobody is there');
	const value = random.whole(0, 100);
	witness.noteRated(phone, value);
	phone.flow.touch(value);
	await play(stage, random.whole(5, 25) * STEP_MS);
	const fault = random.pick(FAULTS);
	const before = standingOf(desk);
	if (before !== 'fresh') return { fault: fault.name, failure: `the value was ${before} to begin with` };
	fault.set(stage, phone, desk);
	const failure = await watch(stage, desk);
	await heal(stage);
	return { fault: fault.name, failure };
}

const standingOf = ({ engine, signal }: SimPage) =>
	currentRating(engine.view().state, signal, engine.serverNow()).standing;

async function watch(stage: Stage, desk: SimPage): Promise<string | null> {
	for (let passed = 0; passed < NO_SIGNAL_MS + 2 * STEP_MS; passed += STEP_MS) {
		const failure = complaint(desk);
		if (failure !== null) return failure;
		await play(stage, STEP_MS);
	}
	return standingOf(desk) === 'lost' ? null : `the value is ${standingOf(desk)} after more than 5 s`;
}

/** Why the page's screen does not say what its last word makes it say. */
function complaint(desk: SimPage): string | null {
	const { engine, signal } = desk;
	const { state, line } = engine.view();
	const now = engine.serverNow();
	const silence = now - (lastWordAt(state, signal) ?? now);
	const standing = standingOf(desk);
	const isLost = alarmsAt(state, signal, now).some((alarm) => alarm.kind === 'no-signal' && alarm.until === null);
	if (silence >= NO_SIGNAL_MS + ROUNDING_MS && (standing !== 'lost' || !isLost)) return `${standing} at ${silence} ms`;
	if (silence < NO_SIGNAL_MS - ROUNDING_MS && (standing === 'lost' || isLost)) return `lost already at ${silence} ms`;
	if (silence >= WEAK_MS + ROUNDING_MS && standing === 'fresh') return `fresh at ${silence} ms`;
	const ownSilence = desk.now() - desk.frameAt;
	if (ownSilence >= WEAK_MS && line.is === 'live')
		return `the own line is called live after ${Math.round(ownSilence)} ms`;
	return null;
}

function cut(world: Stage['world'], page: SimPage): void {
	page.isOnline = false;
	world.unplug(page);
}

/** A half-open line: nothing moves on it, nobody is told, and no other comes about. */
function goSilent(page: SimPage): void {
	page.isOnline = false;
	page.wire?.setStalled(true);
}

async function heal(stage: Stage): Promise<void> {
	if (!stage.world.hub) await stage.world.boot();
	for (const page of stage.pages(null)) page.wire?.setStalled(false);
	await comeToRest(stage);
}
