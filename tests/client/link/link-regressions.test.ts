import { expect, test } from 'vitest';
import { createServerClock } from '../../../client/link/server-clock.ts';
import { createHandOutbox } from '../../harness/hand-outbox.ts';
import { settle } from '../../harness/hand-wire.ts';
import { openLink, relayed, STOP, writerNamed } from '../../harness/link-harness.ts';

const W1 = writerNamed('client', 1);

test('W12 a page whose own clock stood still while the phone slept learns the server’s clock anew', () => {
	let own = 1_000;
	const clock = createServerClock(() => own, 0);
	own += 20;
	clock.learn(1_000, 1_790_000_000_010);
	const server = 1_790_000_000_020 + 300_000;
	own += 40;
	clock.learn(own - 40, server - 20);
	expect(Math.abs(clock.now() - server)).toBeLessThanOrEqual(20);
});

test('W11 W9 after a session is closed for good no STOP is carried by the second road any more', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP);
	page.down({ t: 'over', code: 'session_sealed' });
	page.pass(10_000);
	expect(page.secondRoad).toHaveLength(0);
});

test('W11 goodbye in a session that nobody chose for is said on the next connection', async () => {
	const page = await openLink();
	page.join({ recording: 'held' });
	page.down(relayed('therapist', [{ kind: 'ended' }]));
	page.cut();
	page.link.leave();
	await settle();
	const wire = page.join({ recording: 'held' });
	await settle();
	page.pass(2_000);
	expect(wire.of('bye')).toHaveLength(1);
});

test('W3 W2 a conflict takes nothing out of the outbox that lies before it and is not acknowledged', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join();
	page.say(STOP, { kind: 'cue', cue: 'ok' }, { kind: 'cue', cue: 'ease' });
	page.down({ t: 'conflict', writer: W1, lane: 'say', n: 3 });
	const held = page.link.outbox().map(({ event }) => event.body.kind);
	expect(held.toSorted()).toEqual(['cue', 'cue', 'stop']);
	expect(outbox.entries.map(({ event }) => event.body.kind).toSorted()).toEqual(['cue', 'cue', 'stop']);
});

test('W9 W5 an older answer of the second road takes no acknowledgement back', async () => {
	const page = await openLink();
	page.join();
	page.say({ kind: 'cue', cue: 'ok' });
	page.down({ t: 'recorded', heads: { [W1]: [1, 0] } });
	const stop = page.link.append(STOP);
	page.pass(400);
	page.down({ t: 'recorded', heads: { [W1]: [2, 0] } });
	await page.secondRoad[0]?.answer([{ t: 'recorded', heads: { [W1]: [1, 0] } }]);
	expect(stop && page.link.isAcknowledged(stop)).toBe(true);
});

test('W7 W3 a STOP that was said again and then met a conflict is still the same alarm', async () => {
	const page = await openLink();
	page.join();
	page.cut();
	page.say(STOP);
	page.connect();
	page.welcome({ forgotten: [{ writer: W1, lane: 'say' }] });
	page.down({ t: 'conflict', writer: writerNamed('client', 2), lane: 'say', n: 1 });
	expect(page.wire.of('events').at(-1)?.events).toMatchObject([{ of: { writer: W1, lane: 'say', n: 1 } }]);
});
