import { expect, test } from 'vitest';
import { torture } from '../../tools/torture/torture.ts';

test('LIFE1 a server killed three times keeps what it acknowledged, each event once, in a whole store, and gets all the rest', async () => {
	const result = await torture({ kills: 3, phones: 12, seed: 3, lifeMs: { least: 300, most: 1_200 } });
	const { kills, lost, doubled, damaged, complaints, isAllKept } = result;
	expect({ kills, lost, doubled, damaged, complaints, isAllKept }).toEqual({
		kills: 3,
		lost: 0,
		doubled: 0,
		damaged: 0,
		complaints: [],
		isAllKept: true,
	});
	expect(result.acknowledged).toBe(result.said);
	expect(result.acknowledged).toBeGreaterThan(200);
});
