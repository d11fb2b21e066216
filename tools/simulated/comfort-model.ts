import type { Phase } from '../../shared/phases.ts';
import { clampRating, type Rating } from '../../shared/scale.ts';
import type { Random } from '../simulator/random.ts';
import { createHand } from './hand.ts';
import { createPress, type Press } from './press.ts';
import type { Temperament } from './temperament.ts';
import { createVoice, type Wish } from './voice.ts';

/** What is done to the client now. */
export interface Situation {
	readonly phase: Phase | null;
	readonly point: number | null;
}

export interface Feeling {
	/** What is felt, before it reaches the hand; tenths. */
	readonly felt: Rating;
	/** Where the hand holds the slider; null before it first takes it. */
	readonly rating: Rating | null;
	/** The client has gone still and says nothing, whatever is felt. */
	readonly isFrozen: boolean;
	/** What the client has wanted to say since the last time of asking. */
	readonly wishes: readonly Wish[];
}

/** A person as numbers: from what is done to what is felt, and from there to what the hand does. */
export interface ComfortModel {
	/** `now` never goes back, ms; the model moves on in steps of its own, so how often it is asked changes nothing. */
	feel(now: number, situation: Situation): Feeling;
}

const STEP_MS = 100;
/** Time constants: a fall while pressed; a flare, and a fall once the pressure is off, ms. */
const FALL_MS = 2_500;
const SUDDEN_MS = 900;
/** After a STOP hands press more lightly: as if the point had been pressed this often more. */
const LIGHTER_BY = 3;
/** Felt when nothing is done, tenths. */
const AT_REST = 2;

/** A seeded client. The same seed and the same things done give the same feelings. */
export function createComfortModel(random: Random, temperament: Temperament): ComfortModel {
	const hand = createHand(random);
	const voice = createVoice(random, temperament.band, temperament.cueChance);
	const presses = new Map<number, number>();
	const lagSteps = Math.max(1, Math.round(temperament.lagMs / STEP_MS));
	let situation: Situation = { phase: null, point: null };
	let since = 0;
	let press: Press | null = null;
	let felt = AT_REST;
	let unrest = 0;
	/** What is on its way to the hand, the latest last. */
	let underWay: readonly number[] = [];
	let time: number | null = null;

	/** Counts presses of the present point; answers how many there were before. */
	const rememberPresses = (more: number): number => {
		const point = situation.point ?? 0;
		const before = presses.get(point) ?? 0;
		presses.set(point, before + more);
		return before;
	};

	const enter = (next: Situation, now: number) => {
		situation = next;
		since = now;
		press = next.phase === 'press' ? createPress(random, temperament, rememberPresses(1), now) : null;
		voice.enterPhase(next.phase, now, press?.willStop ?? false);
	};

	const step = (now: number) => {
		const goal = press ? press.pressure(now) : drawnTo(situation.phase, now - since, temperament.peak);
		unrest += (random.next() - 0.5) * 0.9 - unrest / 20;
		felt += (goal - felt) * (1 - Math.exp(-STEP_MS / paceOf(goal, now)));
		underWay = [...underWay.slice(-lagSteps), felt + (goal > AT_REST ? unrest : 0)];
		const lagged = underWay[0] ?? felt;
		if (press?.isFrozen(now)) return;
		hand.reach(lagged, STEP_MS);
		voice.weigh(hand.rating() ?? lagged, now);
	};

	const paceOf = (goal: number, now: number): number => {
		if (press?.isFlaring(now)) return SUDDEN_MS;
		if (goal > felt) return temperament.riseMs;
		return press ? FALL_MS : SUDDEN_MS;
	};

	return {
		feel(now, next) {
			time ??= now;
			for (; time + STEP_MS <= now; time += STEP_MS) step(time);
			const wishes = voice.take();
			if (wishes.includes('stop')) rememberPresses(LIGHTER_BY);
			if (next.phase !== situation.phase || next.point !== situation.point) enter(next, time);
			return {
				felt: clampRating(felt),
				rating: hand.rating(),
				isFrozen: press?.isFrozen(time) ?? false,
				wishes,
			};
		},
	};
}

/** Where feeling is drawn to outside a press: searching fingers, the ease after, the pull of a stretch; tenths. */
function drawnTo(phase: Phase | null, inPhaseMs: number, peak: number): number {
	if (phase === 'locate') return peak * (0.3 + 0.12 * Math.sin(inPhaseMs / 2_100));
	if (phase === 'release') return peak * 0.12;
	if (phase === 'stretch') return peak * (0.32 + 0.06 * Math.sin(inPhaseMs / 1_900));
	return AT_REST;
}
