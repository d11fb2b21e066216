import { type Band, DEFAULT_BAND } from '../../shared/scale.ts';
import type { Random } from '../simulator/random.ts';

/** How a simulated client feels and answers. Ours, no source: plausible to look at, and nothing more. */
export interface Temperament {
	/** The client's own band and edge, tenths. */
	readonly band: Band;
	/** What a press rises to on an average point, tenths. */
	readonly peak: number;
	/** Time constants of the rise under pressure and of the easing while it is held, ms. */
	readonly riseMs: number;
	readonly easeMs: number;
	/** What remains of the peak however long a press is held, 0–1. */
	readonly remains: number;
	/** What the next press of the same point rises to, beside this one, 0–1. */
	readonly habituation: number;
	/** From feeling to hand; DOMAIN: up to 3 s. */
	readonly lagMs: number;
	/** How often, of all presses, 0–1: pain flares up; the hand freezes and nothing is said. */
	readonly flareChance: number;
	readonly freezeChance: number;
	/** How often, over the edge, the client presses STOP, 0–1. */
	readonly stopChance: number;
	/** How often a cue that fits is given, 0–1. */
	readonly cueChance: number;
}

export const STEADY: Temperament = {
	band: DEFAULT_BAND,
	peak: 66,
	riseMs: 3_200,
	easeMs: 22_000,
	remains: 0.55,
	habituation: 0.88,
	lagMs: 900,
	flareChance: 0.25,
	freezeChance: 0.05,
	stopChance: 0.5,
	cueChance: 0.5,
};

/** Someone of their own kind: the given temperament, with what differs from person to person drawn anew. */
export function drawTemperament(random: Random, from: Temperament = STEADY): Temperament {
	const about = (value: number, share: number) => value * (1 + share * (2 * random.next() - 1));
	const low = random.pick([30, 35, 40, 40, 45]);
	return {
		...from,
		band: { low, high: low + random.pick([15, 20, 20, 25]), edge: low + 30 },
		peak: about(from.peak, 0.12),
		riseMs: about(from.riseMs, 0.3),
		easeMs: about(from.easeMs, 0.4),
		remains: about(from.remains, 0.2),
		lagMs: Math.min(3_000, about(from.lagMs, 0.8)),
	};
}
