export const SIDES = ['left', 'right', 'middle'] as const;
export type Side = (typeof SIDES)[number];

export interface Muscle {
	/** Stable id, kept in records. */
	readonly id: string;
	readonly name: string;
	/** Where teaching charts say it is often felt: a hint, never a finding. */
	readonly oftenFeltIn: readonly string[];
	/** A fixed sentence shown while this muscle is worked. */
	readonly caution?: string;
}

/**
 * Thirty muscles with the places where they are often felt.
 * Sources: medlink (Travell & Simons captions), fpnotebook, aberdeenchiropractic, eastcoasttherapeutics,
 * integrativeworks, massagetoday, brainscape.
 */
export const MUSCLES: readonly Muscle[] = [
	{ id: 'upper_trapezius', name: 'Upper trapezius', oftenFeltIn: ['side of neck', 'behind ear', 'temple'] },
	{
		id: 'middle_lower_trapezius',
		name: 'Middle and lower trapezius',
		oftenFeltIn: ['base of skull', 'upper back', 'edge of shoulder blade', 'point of shoulder'],
	},
	{
		id: 'levator_scapulae',
		name: 'Levator scapulae',
		oftenFeltIn: ['angle of neck', 'stiff neck', 'inner edge of shoulder blade'],
	},
	{
		id: 'scm_sternal',
		name: 'Sternocleidomastoid, sternal',
		oftenFeltIn: ['top of head', 'back of head', 'cheek', 'over eye', 'throat', 'breastbone'],
	},
	{
		id: 'scm_clavicular',
		name: 'Sternocleidomastoid, clavicular',
		oftenFeltIn: ['forehead both sides', 'deep ear', 'behind ear', 'dizziness'],
	},
	{ id: 'suboccipitals', name: 'Suboccipitals', oftenFeltIn: ['back of head along the side to the eye'] },
	{ id: 'splenius_capitis', name: 'Splenius capitis', oftenFeltIn: ['top of head'] },
	{ id: 'splenius_cervicis', name: 'Splenius cervicis', oftenFeltIn: ['through the head to behind the eye'] },
	{ id: 'semispinalis_capitis', name: 'Semispinalis capitis', oftenFeltIn: ['band around the head'] },
	{ id: 'temporalis', name: 'Temporalis', oftenFeltIn: ['temple', 'eyebrow', 'upper teeth'] },
	{ id: 'masseter', name: 'Masseter', oftenFeltIn: ['jaw', 'molars', 'over eye', 'deep ear'] },
	{
		id: 'scalenes',
		name: 'Scalenes',
		oftenFeltIn: ['chest', 'inner edge of shoulder blade', 'outer arm', 'thumb and index finger'],
	},
	{ id: 'supraspinatus', name: 'Supraspinatus', oftenFeltIn: ['middle of deltoid', 'outer elbow'] },
	{
		id: 'infraspinatus',
		name: 'Infraspinatus',
		oftenFeltIn: ['front of shoulder', 'down the arm', 'between shoulder blade and spine'],
	},
	{ id: 'teres_minor', name: 'Teres minor', oftenFeltIn: ['back of deltoid'] },
	{ id: 'rhomboids', name: 'Rhomboids', oftenFeltIn: ['between the shoulder blades'] },
	{
		id: 'latissimus_dorsi',
		name: 'Latissimus dorsi',
		oftenFeltIn: ['lower shoulder blade', 'inner arm', 'ring and little fingers'],
	},
	{
		id: 'pectorals',
		name: 'Pectorals',
		oftenFeltIn: ['chest', 'front of shoulder', 'inner arm'],
		caution: 'Pain in the left chest or arm is not for massage to judge: stop and seek medical advice.',
	},
	{
		id: 'serratus_posterior_superior',
		name: 'Serratus posterior superior',
		oftenFeltIn: ['under the shoulder blade', 'elbow', 'wrist'],
	},
	{
		id: 'quadratus_lumborum',
		name: 'Quadratus lumborum',
		oftenFeltIn: ['sacroiliac joint', 'lower buttock', 'hip crest', 'groin', 'outer hip'],
	},
	{ id: 'iliocostalis_lumborum', name: 'Iliocostalis lumborum', oftenFeltIn: ['low back', 'buttock'] },
	{ id: 'gluteus_maximus', name: 'Gluteus maximus', oftenFeltIn: ['buttock crease', 'sacroiliac joint', 'tailbone'] },
	{ id: 'gluteus_medius', name: 'Gluteus medius', oftenFeltIn: ['sacrum', 'hip crest', 'outer hip'] },
	{ id: 'gluteus_minimus', name: 'Gluteus minimus', oftenFeltIn: ['buttock', 'outer and back thigh', 'calf'] },
	{ id: 'piriformis', name: 'Piriformis', oftenFeltIn: ['sacroiliac joint', 'buttock', 'back of thigh'] },
	{ id: 'biceps_femoris', name: 'Biceps femoris', oftenFeltIn: ['back of knee', 'calf'] },
	{ id: 'rectus_femoris', name: 'Rectus femoris', oftenFeltIn: ['kneecap'] },
	{ id: 'vastus_medialis', name: 'Vastus medialis', oftenFeltIn: ['inner knee'] },
	{ id: 'gastrocnemius', name: 'Gastrocnemius', oftenFeltIn: ['calf', 'instep'] },
	{ id: 'soleus', name: 'Soleus', oftenFeltIn: ['heel', 'sacroiliac joint'] },
];

/** The muscle of a stored id; undefined for free text. */
export function muscleById(id: string): Muscle | undefined {
	return MUSCLES.find((muscle) => muscle.id === id);
}

/** A point's place in words: "right infraspinatus". Free text stands as it was typed. */
export function pointName(point: { readonly muscle: string; readonly side: Side }): string {
	const name = (muscleById(point.muscle)?.name ?? point.muscle).replace(/^[A-Z](?=[a-z])/, (letter) =>
		letter.toLowerCase(),
	);
	return point.side === 'middle' ? name : `${point.side} ${name}`;
}

/** In the place of words that were taken out. */
const TAKEN_OUT = '–';

/** The muscle where it is one of the thirty: own words may name somebody. */
export function withoutOwnWords(muscle: string): string {
	return muscleById(muscle) ? muscle : TAKEN_OUT;
}

/** The same for a place that is kept in words. */
export function withoutOwnWordsInName(name: string): string {
	const places = SIDES.flatMap((side) => MUSCLES.map(({ id }) => pointName({ muscle: id, side })));
	if (places.includes(name)) return name;
	const side = SIDES.find((each) => name.startsWith(`${each} `)) ?? 'middle';
	return pointName({ muscle: TAKEN_OUT, side });
}
