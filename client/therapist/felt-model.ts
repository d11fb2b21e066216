import { MOST_FELT, partsOf, REGION_IDS, REGIONS, type RegionId } from '../../shared/body-regions.ts';
import type { SessionState } from '../../shared/session-state.ts';

/** Where a point is felt, as it was said last. */
export function feltAt({ felt }: Pick<SessionState, 'felt'>, point: number): readonly RegionId[] {
	return felt.find((each) => each.point === point)?.regions ?? [];
}

/** Regions not chosen yet in whose name every typed word begins a word; those of the point's own side first. */
export function matchRegions(
	text: string,
	nameOf: (id: RegionId) => string,
	{ chosen, side }: { readonly chosen: readonly RegionId[]; readonly side: string },
): readonly RegionId[] {
	const wordsOf = (raw: string) => raw.toLowerCase().split(/\s+/).filter(Boolean);
	const typed = wordsOf(text);
	const matches = REGION_IDS.filter((id) => {
		const parts = wordsOf(nameOf(id));
		return !chosen.includes(id) && typed.every((word) => parts.some((part) => part.startsWith(word)));
	});
	const isOwnSide = (id: RegionId) => partsOf(id).side === side;
	return [...matches.filter(isOwnSide), ...matches.filter((id) => !isOwnSide(id))];
}

export function viewOf(id: RegionId): 'front' | 'back' {
	return REGIONS[partsOf(id).kind].view;
}

/** With one more, or without one; null where no more are taken. */
export function withRegion(chosen: readonly RegionId[], id: RegionId): readonly RegionId[] | null {
	if (chosen.includes(id)) return chosen.filter((each) => each !== id);
	return chosen.length < MOST_FELT ? [...chosen, id] : null;
}
