import { expect, test } from 'vitest';
import { mutateValue } from '../../tools/fuzz/mutate.ts';
import { createRandom } from '../../tools/simulator/random.ts';

const FRAME = { t: 'events', lane: 'say', events: [{ n: 1, at: 2, body: { kind: 'stop' } }] };

test('HOST16 the fuzzer itself never trips, and its “__proto__” is a member that goes onto the wire', () => {
	const random = createRandom(18);
	let withProto = 0;
	for (let i = 0; i < 10_000; i += 1) {
		if (JSON.stringify(mutateValue(random, FRAME))?.includes('"__proto__":')) withProto += 1;
	}
	expect(withProto).toBeGreaterThan(20);
});
