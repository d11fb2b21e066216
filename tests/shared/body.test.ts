import { expect, test } from 'vitest';
import { MUSCLES, pointName, SIDES, withoutOwnWords, withoutOwnWordsInName } from '../../shared/body.ts';

test('REC13 ERASE5 of a point’s muscle only one of the thirty stays, and of its name in a list as well', () => {
	for (const { id: muscle } of MUSCLES) {
		expect(withoutOwnWords(muscle)).toBe(muscle);
		for (const side of SIDES) {
			const name = pointName({ muscle, side });
			expect(withoutOwnWordsInName(name)).toBe(name);
		}
	}
	const muscle = 'where Blue Heron fell';
	expect(withoutOwnWords(muscle)).not.toContain('Heron');
	for (const side of SIDES)
		expect(withoutOwnWordsInName(pointName({ muscle, side }))).toBe(
			pointName({ muscle: withoutOwnWords(muscle), side }),
		);
	expect(withoutOwnWords(withoutOwnWords(muscle))).toBe(withoutOwnWords(muscle));
});
