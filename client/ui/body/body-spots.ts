import type { Side } from '../../../shared/body.ts';
import { type BodyView, REGIONS, regionOfMuscle } from '../../../shared/body-regions.ts';
import { directionOf, FIGURE, type Spot } from './body-shapes.ts';

/** Where on the figure each muscle is marked: distance from the middle line and from the top. */
const SPOTS: Readonly<Record<string, readonly [fromMiddle: number, y: number]>> = {
	upper_trapezius: [27, 86],
	middle_lower_trapezius: [8, 122],
	levator_scapulae: [11, 73],
	scm_sternal: [6, 74],
	scm_clavicular: [8, 67],
	suboccipitals: [5, 58],
	splenius_capitis: [8, 61],
	splenius_cervicis: [6, 69],
	semispinalis_capitis: [4, 63],
	temporalis: [16, 33],
	masseter: [12, 49],
	scalenes: [11, 71],
	supraspinatus: [31, 101],
	infraspinatus: [31, 115],
	teres_minor: [46, 113],
	rhomboids: [10, 108],
	latissimus_dorsi: [29, 152],
	pectorals: [22, 112],
	serratus_posterior_superior: [22, 106],
	quadratus_lumborum: [26, 186],
	iliocostalis_lumborum: [14, 186],
	gluteus_maximus: [18, 230],
	gluteus_medius: [33, 207],
	gluteus_minimus: [39, 218],
	piriformis: [22, 216],
	biceps_femoris: [30, 264],
	rectus_femoris: [25, 258],
	vastus_medialis: [17, 280],
	gastrocnemius: [24, 334],
	soleus: [22, 356],
};

export interface PlacedSpot extends Spot {
	readonly view: BodyView;
}

/** Where a point is marked; null for a muscle named in own words. */
export function spotOf({ muscle, side }: { readonly muscle: string; readonly side: Side }): PlacedSpot | null {
	const region = regionOfMuscle(muscle);
	const spot = Object.hasOwn(SPOTS, muscle) ? SPOTS[muscle] : undefined;
	if (!region || !spot) return null;
	const { view } = REGIONS[region];
	return { view, x: FIGURE.middle + directionOf(view, side) * spot[0], y: spot[1] };
}

/** Marks that would lie on each other are moved apart, each as little as needed; the order says who stays. */
export function spread<T extends Spot>(spots: readonly T[], apart: number): readonly T[] {
	const placed: T[] = [];
	for (const spot of spots) {
		const isFree = ({ x, y }: Spot) => placed.every((other) => Math.hypot(other.x - x, other.y - y) >= apart);
		placed.push({ ...spot, ...firstFree(spot, apart, isFree) });
	}
	return placed;
}

const TURN = Math.PI / 4;

function firstFree(spot: Spot, apart: number, isFree: (spot: Spot) => boolean): Spot {
	if (isFree(spot)) return spot;
	for (let ring = apart / 2; ring < FIGURE.height; ring += apart / 2) {
		for (let turn = 0; turn < 8; turn++) {
			const near = {
				x: spot.x + Math.round(Math.sin(turn * TURN) * ring),
				y: spot.y + Math.round(Math.cos(turn * TURN) * ring),
			};
			if (isFree(near)) return near;
		}
	}
	return spot;
}
