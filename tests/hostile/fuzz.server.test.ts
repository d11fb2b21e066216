import { expect, test } from 'vitest';
import { fuzz } from '../../tools/fuzz/fuzz.ts';

test('HOST16 thousands of frames and requests that are wrong in some way end nothing, and leave a server that works', async () => {
	const result = await fuzz({ frames: 3_000, requests: 800, seed: 7 });
	const { exits, unhandled, faults, unlogged, isAlive } = result;
	expect({ exits, unhandled, faults, unlogged, isAlive }).toEqual({
		exits: 0,
		unhandled: 0,
		faults: [],
		unlogged: [],
		isAlive: true,
	});
	// What was sent was not merely turned away at the door.
	expect(result.answers.welcome).toBeGreaterThan(100);
	expect(result.answers['refused bad_request']).toBeGreaterThan(100);
	expect(result.statuses['200']).toBeGreaterThan(50);
	expect(result.statuses['400']).toBeGreaterThan(50);
});
