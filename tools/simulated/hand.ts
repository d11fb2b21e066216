import { clampRating, type Rating } from '../../shared/scale.ts';
import type { Random } from '../simulator/random.ts';

/** The fastest a thumb moves the slider, tenths a second. */
const FASTEST = 32;
/** Less than this the thumb lets pass, tenths. */
const LEAST: readonly [number, number] = [2, 5];

/** A thumb on a slider: it lets small changes pass, then moves all the way, no faster than it can. */
export interface Hand {
	/** Moves towards `value`, tenths, for `ms`. */
	reach(value: number, ms: number): void;
	/** Null before the slider is first taken. */
	rating(): Rating | null;
}

export function createHand(random: Random): Hand {
	let at: number | null = null;
	let isMoving = false;
	let least = random.whole(...LEAST);
	return {
		reach(value, ms) {
			if (at === null) {
				at = Math.max(0, value);
				return;
			}
			const away = value - at;
			isMoving = isMoving ? Math.abs(away) > 1 : Math.abs(away) >= least;
			if (!isMoving) return;
			const most = (FASTEST * ms) / 1_000;
			at += Math.max(-most, Math.min(most, away));
			if (Math.abs(value - at) <= 1) least = random.whole(...LEAST);
		},
		rating: () => (at === null ? null : clampRating(at)),
	};
}
