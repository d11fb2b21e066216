import { type Muscle, muscleById, type Side } from './body.ts';

export const VIEWS = ['front', 'back'] as const;
export type BodyView = (typeof VIEWS)[number];

interface Region {
	readonly view: BodyView;
	/** One on the person's left and one on their right; otherwise one that lies across the middle. */
	readonly isSided: boolean;
}
const front: Region & { readonly isSided: true } = { view: 'front', isSided: true };
const back: Region & { readonly isSided: true } = { view: 'back', isSided: true };

/** Thirty regions of the body, as the figure shows them: where something is felt is told by them and by nothing finer. */
export const REGIONS = {
	forehead: { view: 'front', isSided: false },
	temple: front,
	jaw: front,
	'neck-front': front,
	'shoulder-front': front,
	chest: front,
	abdomen: { view: 'front', isSided: false },
	hip: front,
	'arm-front': front,
	'forearm-front': front,
	hand: front,
	'thigh-front': front,
	'knee-front': front,
	shin: front,
	foot: front,
	'head-back': { view: 'back', isSided: false },
	'neck-back': back,
	'shoulder-top': back,
	'shoulder-blade': back,
	'between-blades': back,
	'mid-back': back,
	'low-back': back,
	sacrum: { view: 'back', isSided: false },
	buttock: back,
	'arm-back': back,
	'forearm-back': back,
	'thigh-back': back,
	'knee-back': back,
	calf: back,
	heel: back,
} as const satisfies Record<string, Region>;

export type RegionKind = keyof typeof REGIONS;
type SidedKind = {
	[K in RegionKind]: (typeof REGIONS)[K]['isSided'] extends true ? K : never;
}[RegionKind];
export type RegionId = Exclude<RegionKind, SidedKind> | `${SidedKind}-left` | `${SidedKind}-right`;

export const REGION_KINDS = /* @__PURE__ */ Object.keys(REGIONS) as readonly RegionKind[];

/** Every region there is, each side by itself: the closed list of what an event may say. */
export const REGION_IDS = /* @__PURE__ */ REGION_KINDS.flatMap((kind) =>
	REGIONS[kind].isSided ? [`${kind}-left`, `${kind}-right`] : [kind],
) as readonly RegionId[];

/** Regions one point may be felt in. */
export const MOST_FELT = 12;

/** A region taken apart: what it is, and whose side, the person's own. */
export function partsOf(id: RegionId): { readonly kind: RegionKind; readonly side: Side } {
	const side = id.endsWith('-left') ? 'left' : id.endsWith('-right') ? 'right' : 'middle';
	const kind = side === 'middle' ? id : id.slice(0, -side.length - 1);
	return { kind: kind as RegionKind, side };
}

/** The region each muscle is worked in. */
const REGION_OF_MUSCLE: Readonly<Record<string, RegionKind>> = {
	upper_trapezius: 'shoulder-top',
	middle_lower_trapezius: 'between-blades',
	levator_scapulae: 'neck-back',
	scm_sternal: 'neck-front',
	scm_clavicular: 'neck-front',
	suboccipitals: 'neck-back',
	splenius_capitis: 'neck-back',
	splenius_cervicis: 'neck-back',
	semispinalis_capitis: 'neck-back',
	temporalis: 'temple',
	masseter: 'jaw',
	scalenes: 'neck-front',
	supraspinatus: 'shoulder-blade',
	infraspinatus: 'shoulder-blade',
	teres_minor: 'shoulder-blade',
	rhomboids: 'between-blades',
	latissimus_dorsi: 'mid-back',
	pectorals: 'chest',
	serratus_posterior_superior: 'shoulder-blade',
	quadratus_lumborum: 'low-back',
	iliocostalis_lumborum: 'low-back',
	gluteus_maximus: 'buttock',
	gluteus_medius: 'buttock',
	gluteus_minimus: 'buttock',
	piriformis: 'buttock',
	biceps_femoris: 'thigh-back',
	rectus_femoris: 'thigh-front',
	vastus_medialis: 'thigh-front',
	gastrocnemius: 'calf',
	soleus: 'calf',
};

/** Where a point lies on the figure; undefined for one named in own words. */
export function regionOfMuscle(muscle: string): RegionKind | undefined {
	return Object.hasOwn(REGION_OF_MUSCLE, muscle) ? REGION_OF_MUSCLE[muscle] : undefined;
}

const LEFT_CHEST_OR_ARM: readonly RegionId[] = [
	'chest-left',
	'shoulder-front-left',
	'arm-front-left',
	'forearm-front-left',
	'hand-left',
	'arm-back-left',
	'forearm-back-left',
];

/** The fixed sentence for what is felt in the left chest or arm while the pectorals are worked; null otherwise. */
export function cautionOfFelt(muscle: string, felt: readonly RegionId[]): Muscle['caution'] | null {
	const caution = muscleById(muscle)?.caution;
	return caution !== undefined && felt.some((id) => LEFT_CHEST_OR_ARM.includes(id)) ? caution : null;
}
