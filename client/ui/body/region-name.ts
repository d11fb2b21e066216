import { partsOf, type RegionId, type RegionKind } from '../../../shared/body-regions.ts';

export interface BodyWords {
	readonly regions: Readonly<Record<RegionKind, string>>;
	readonly left: string;
	readonly right: string;
	readonly sided: (side: string, region: string) => string;
}

/** "left calf": the person's own left. */
export function regionName(words: BodyWords, id: RegionId): string {
	const { kind, side } = partsOf(id);
	const name = words.regions[kind];
	return side === 'middle' ? name : words.sided(words[side], name);
}
