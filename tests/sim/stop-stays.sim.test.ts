import { expect, test } from 'vitest';
import { playStays } from '../../tools/simulator/scene-stays.ts';

test('SIM1 MARK5 a STOP stays until it is cleared and sounds until it is answered, through 1,000 chains of troubles', {
	timeout: 240_000,
}, async () => {
	const { cases, byFault, failures } = await playStays(11, 1_000);
	expect(failures).toEqual([]);
	expect(cases).toBe(1_000);
	expect(Object.keys(byFault)).toHaveLength(8);
});
