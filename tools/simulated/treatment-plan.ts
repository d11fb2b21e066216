import { MUSCLES, type Side } from '../../shared/body.ts';
import type { RegionId } from '../../shared/body-regions.ts';
import type { Phase } from '../../shared/phases.ts';
import type { Random } from '../simulator/random.ts';

/** One stay in a phase, ms. */
export interface PlannedVisit {
	readonly phase: Phase;
	readonly ms: number;
}

export interface PlannedPoint {
	/** Id of a muscle. */
	readonly muscle: string;
	readonly side: Side;
	/** Where the client says it is felt. */
	readonly felt?: readonly RegionId[];
	readonly visits: readonly PlannedVisit[];
}

/** What a simulated therapist means to do, point after point; ratings, STOPs and words come from elsewhere. */
export type TreatmentPlan = readonly PlannedPoint[];

/** A point gone through once or twice, with the times of DOMAIN. */
export function drawPoint(random: Random, muscle: string): PlannedPoint {
	const seconds = (from: number, to: number) => random.whole(from, to) * 1_000;
	const round = (isFirst: boolean): readonly PlannedVisit[] => [
		...(isFirst ? [{ phase: 'locate' as const, ms: seconds(9, 18) }] : []),
		{ phase: 'press', ms: isFirst ? seconds(35, 62) : seconds(24, 40) },
		{ phase: 'release', ms: seconds(6, 12) },
		{ phase: 'stretch', ms: seconds(20, 32) },
	];
	const again: readonly PlannedVisit[] = random.chance(0.4)
		? [{ phase: 'rest', ms: seconds(8, 15) }, ...round(false)]
		: [];
	const rest: PlannedVisit = { phase: 'rest', ms: seconds(6, 14) };
	return { muscle, side: random.pick(['left', 'right']), visits: [...round(true), ...again, rest] };
}

/** A plan of this many points, no muscle twice. */
export function drawPlan(random: Random, points: number): TreatmentPlan {
	const left = MUSCLES.map(({ id }) => id);
	return Array.from({ length: points }, () =>
		drawPoint(random, left.splice(random.whole(0, left.length - 1), 1)[0] ?? ''),
	);
}
