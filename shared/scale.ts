/** Pressure intensity, 0–10 in tenths: an integer 0–100. 0 nothing felt, 10 the worst imaginable. */
export type Rating = number;

export const RATING_MIN = 0;
export const RATING_MAX = 100;
/** One press of − or +, in tenths. */
export const RATING_BUTTON_STEP = 5;
/** The least change that means something, in tenths (meaningful_change 2 in DOMAIN). */
export const MEANINGFUL_CHANGE = 20;

/** How exports name the scale, so that a number never travels without its meaning. */
export const SCALE = {
	name: 'pressure intensity',
	direction: 'higher is stronger',
	anchors: { 0: 'nothing', 10: 'worst imaginable' },
} as const;

/** The client's own target band and edge, in tenths: low ≤ high ≤ edge. */
export interface Band {
	readonly low: Rating;
	readonly high: Rating;
	readonly edge: Rating;
}

/** Default band 4–6 and edge 7: NIA Wellness Oasis for the band, ours for the edge; the client sets both. */
export const DEFAULT_BAND: Band = { low: 40, high: 60, edge: 70 };

/** In the order of the scale. */
export const COMFORTS = ['light', 'good', 'strong', 'over'] as const;
export type Comfort = (typeof COMFORTS)[number];

/** Where a rating lies: light below the band, good in it, strong from the band to the edge (inclusive), over above. */
export function comfortOf(rating: Rating, band: Band): Comfort {
	return COMFORTS[comfortRank(rating, band)] as Comfort;
}

/** The same as a place in COMFORTS. */
export function comfortRank(rating: Rating, { low, high, edge }: Band): number {
	if (rating < low) return 0;
	if (rating <= high) return 1;
	return rating <= edge ? 2 : 3;
}

export function clampRating(value: number): Rating {
	return Math.min(RATING_MAX, Math.max(RATING_MIN, Math.round(value))) + 0;
}

/** A rating as people read it: 55 → "5.5". */
export function formatRating(rating: Rating): string {
	return (rating / 10).toFixed(1);
}
