/**
 * What a clinic asks about before pressing. `never`: not treated while it lasts. `place`: not there. `less`: with less
 * pressure. Sources: MBLEx study guides, ABMP (Werner), spencermassage; bruises and fibromyalgia are ours. Prompts for a
 * professional, never a finding.
 */
export const CAUTIONS = {
	fever: { sort: 'never', text: 'Fever of 38 °C or more' },
	infection: { sort: 'never', text: 'Acute infection of the whole body' },
	thrombosis: { sort: 'never', text: 'Deep vein thrombosis or pulmonary embolism' },
	hypertension: { sort: 'never', text: 'Severe high blood pressure, not under control' },
	stroke: { sort: 'never', text: 'Stroke or TIA in the last 3 months' },
	'chest-pain': { sort: 'never', text: 'Severe chest pain without an explanation' },
	'varicose-veins': { sort: 'place', text: 'Varicose veins' },
	'skin-infection': { sort: 'place', text: 'Skin infection' },
	wound: { sort: 'place', text: 'Open wound' },
	fracture: { sort: 'place', text: 'Fracture' },
	surgery: { sort: 'place', text: 'Surgery in the last 6 weeks' },
	inflammation: { sort: 'place', text: 'Acute inflammation' },
	anticoagulant: { sort: 'less', text: 'Takes an anticoagulant' },
	corticosteroid: { sort: 'less', text: 'Takes a corticosteroid' },
	osteoporosis: { sort: 'less', text: 'Osteoporosis' },
	pregnancy: { sort: 'less', text: 'Pregnancy' },
	cancer: { sort: 'less', text: 'Cancer' },
	neuropathy: { sort: 'less', text: 'Neuropathy or numbness' },
	bruises: { sort: 'less', text: 'Bruises easily' },
	fibromyalgia: { sort: 'less', text: 'Fibromyalgia' },
} as const satisfies Record<string, { readonly sort: CautionSort; readonly text: string }>;

export type CautionSort = 'never' | 'place' | 'less';
export type CautionKey = keyof typeof CAUTIONS;
export const CAUTION_KEYS = Object.keys(CAUTIONS) as [CautionKey, ...CautionKey[]];

const SORTS: readonly CautionSort[] = ['never', 'place', 'less'];

/** By what they mean for the hands, the gravest first; a sort without one is left out. */
export function cautionsBySort(
	keys: readonly CautionKey[],
): readonly { readonly sort: CautionSort; readonly keys: readonly CautionKey[] }[] {
	const groups = SORTS.map((sort) => ({ sort, keys: keys.filter((key) => CAUTIONS[key].sort === sort) }));
	return groups.filter(({ keys: own }) => own.length > 0);
}

/** What taken on a day may mask that day's ratings; they are drawn hatched. */
export const MASKING = {
	painkiller: 'Painkiller',
	'muscle-relaxant': 'Muscle relaxant',
	nsaid: 'NSAID',
	alcohol: 'Alcohol',
} as const;

export type MaskingKey = keyof typeof MASKING;
export const MASKING_KEYS = Object.keys(MASKING) as [MaskingKey, ...MaskingKey[]];
