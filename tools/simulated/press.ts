import type { Random } from '../simulator/random.ts';
import type { Temperament } from './temperament.ts';

/** One press of one point, with everything about it that is left to chance drawn at its beginning. */
export interface Press {
	/** Where feeling is drawn to at `now`, tenths. */
	pressure(now: number): number;
	isFlaring(now: number): boolean;
	isFrozen(now: number): boolean;
	readonly willStop: boolean;
}

interface Stretch {
	readonly from: number;
	readonly until: number;
}
const isWithin = (now: number, stretch: Stretch | null): boolean =>
	stretch !== null && now >= stretch.from && now < stretch.until;

/** Held this long before it begins to ease, ms. */
const HOLD_MS = 9_000;

/** @param before how often this point was pressed already */
export function createPress(random: Random, temperament: Temperament, before: number, since: number): Press {
	const { peak, habituation, easeMs, remains } = temperament;
	const height = peak * habituation ** before * (0.88 + 0.24 * random.next());
	const stretch = (chance: number, from: readonly [number, number], length: readonly [number, number]) => {
		const start = since + random.whole(...from);
		const ms = random.whole(...length);
		return random.chance(chance) ? { from: start, until: start + ms } : null;
	};
	const flare = stretch(temperament.flareChance, [5_000, 20_000], [4_000, 9_000]);
	const flareHeight = random.whole(14, 26);
	const freeze = stretch(temperament.freezeChance, [6_000, 15_000], [33_000, 50_000]);
	return {
		pressure(now) {
			const held = Math.max(0, now - since - HOLD_MS);
			const base = height * (remains + (1 - remains) * Math.exp(-held / easeMs));
			return base + (isWithin(now, flare) ? flareHeight : 0);
		},
		isFlaring: (now) => isWithin(now, flare),
		isFrozen: (now) => isWithin(now, freeze),
		willStop: random.chance(temperament.stopChance),
	};
}
