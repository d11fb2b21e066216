import { expect, test } from 'vitest';
import { playSilences } from '../../tools/simulator/scene-silence.ts';
import { playStops } from '../../tools/simulator/scene-stop.ts';

test('SIM1 STOP1 STOP2 STOP3 a STOP that nobody painted is NOT DELIVERED at 2 s under every fault, in 300 cases', {
	timeout: 120_000,
}, async () => {
	const { cases, byFault, failures } = await playStops(8, 300);
	expect(failures).toEqual([]);
	expect(cases).toBe(300);
	expect(Object.keys(byFault)).toHaveLength(9);
});

test('SIM1 SILENCE1 SILENCE3 silence is weak at 3 s and struck out at 5 s under every fault, in 300 cases', {
	timeout: 120_000,
}, async () => {
	const { cases, byFault, failures } = await playSilences(12, 300);
	expect(failures).toEqual([]);
	expect(cases).toBe(300);
	expect(Object.keys(byFault)).toHaveLength(7);
});
