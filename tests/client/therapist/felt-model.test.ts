import { expect, test } from 'vitest';
import { feltAt, matchRegions, withRegion } from '../../../client/therapist/felt-model.ts';
import { regionName } from '../../../client/ui/body/region-name.ts';
import { body } from '../../../client/words/en/body.ts';
import { MOST_FELT, REGION_IDS, type RegionId } from '../../../shared/body-regions.ts';

const nameOf = (id: RegionId) => regionName(body, id);

test('BODY6 a region is found by the beginnings of its words, those of the point’s own side first, none chosen twice', () => {
	const find = (text: string, chosen: readonly RegionId[] = [], side = 'right') =>
		matchRegions(text, nameOf, { chosen, side });
	expect(find('upper arm')).toEqual(['arm-front-right', 'arm-back-right', 'arm-front-left', 'arm-back-left']);
	expect(find('left che', [], 'left')).toEqual(['jaw-left', 'chest-left']);
	expect(find('left che', ['chest-left'])).toEqual(['jaw-left']);
	expect(find('nowhere')).toEqual([]);
	expect(find('').length).toBe(REGION_IDS.length);
});

test('BODY6 choosing a region adds it, choosing it again takes it out, and no more than the event holds are taken', () => {
	expect(withRegion(['calf-left'], 'heel-left')).toEqual(['calf-left', 'heel-left']);
	expect(withRegion(['calf-left', 'heel-left'], 'calf-left')).toEqual(['heel-left']);
	const full = REGION_IDS.slice(0, MOST_FELT);
	expect(withRegion(full, 'heel-left')).toBeNull();
	expect(withRegion(full, 'forehead')).toHaveLength(MOST_FELT - 1);
	expect(feltAt({ felt: [{ point: 2, regions: ['calf-left'], t: 0 }] }, 2)).toEqual(['calf-left']);
	expect(feltAt({ felt: [] }, 2)).toEqual([]);
});

test('BODY6 every region has a name of its own in words', () => {
	const names = REGION_IDS.map(nameOf);
	expect(new Set(names).size).toBe(names.length);
	for (const id of REGION_IDS) expect(nameOf(id).startsWith('left')).toBe(id.endsWith('-left'));
});
