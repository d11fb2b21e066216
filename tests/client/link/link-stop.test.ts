import { expect, test } from 'vitest';
import { createHandOutbox } from '../../harness/hand-outbox.ts';
import { namesOf } from '../../harness/hand-wire.ts';
import {
	backlogOf,
	type LinkHarness,
	nowOf,
	openLink,
	rate,
	relayed,
	SERVER_START,
	STOP,
	writerNamed,
} from '../../harness/link-harness.ts';

const W1 = writerNamed('client', 1);
const CUE = { kind: 'cue', cue: 'ease' } as const;

/** Time passes on a line that is heard but acknowledges nothing. */
function hear(page: LinkHarness, ms: number): void {
	for (let left = ms; left > 0; left -= 1_000) {
		page.pass(Math.min(1_000, left));
		page.down(nowOf(page));
	}
}

test('W9 with 500 ratings waiting a STOP is the first frame of events on the wire', async () => {
	const page = await openLink();
	page.join();
	page.cut();
	for (let i = 0; i < 500; i += 1) page.say(rate(i % 101));
	page.say(STOP);
	const wire = page.join();
	expect(namesOf(wire.sent)[0]).toBe('say 1 stop');
	expect(wire.of('events')[0]?.events).toHaveLength(1);
});

test('W9 with a 20-minute backlog on its way a STOP is the next frame', async () => {
	const page = await openLink({ outbox: createHandOutbox(backlogOf(20), SERVER_START) });
	const wire = page.join();
	hear(page, 2_000);
	expect(wire.of('events').length).toBeGreaterThan(10);
	wire.take();
	page.say(STOP);
	expect(namesOf(wire.take())).toEqual(['say 1 stop']);
	expect(page.link.outbox().some(({ lane }) => lane === 'flow')).toBe(true);
});

test('W9 a STOP that is acknowledged in time takes no second road', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP);
	page.pass(300);
	page.down({ t: 'recorded', heads: { [W1]: [1, 0] } });
	hear(page, 5_000);
	expect(page.secondRoad).toEqual([]);
});

test('W9 after 400 ms without an acknowledgement every unacknowledged event of say takes the second road, in order', async () => {
	const page = await openLink();
	page.join();
	page.say(CUE, CUE);
	page.down({ t: 'recorded', heads: { [W1]: [1, 0] } });
	page.say(STOP, CUE, rate(50));
	page.pass(300);
	expect(page.secondRoad).toHaveLength(0);
	page.pass(100);
	expect(page.secondRoad).toHaveLength(1);
	expect(namesOf(page.secondRoad[0]?.frames ?? [])).toEqual(['say 2 cue', 'say 3 stop', 'say 4 cue']);
});

test('W9 it needs no connection', async () => {
	const page = await openLink();
	page.join();
	page.cut();
	page.say(STOP);
	page.pass(400);
	expect(page.secondRoad).toHaveLength(1);
});

test('W9 it is tried again every 2 s until acknowledged, also by a new load', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join();
	page.cut();
	page.say(CUE, STOP);
	page.pass(400);
	await page.secondRoad[0]?.fail();
	page.pass(1_900);
	expect(page.secondRoad).toHaveLength(1);
	page.pass(100);
	expect(page.secondRoad).toHaveLength(2);

	const reloaded = await openLink({ outbox, firstWriter: 2 });
	reloaded.pass(400);
	expect(namesOf(reloaded.secondRoad[0]?.frames ?? [])).toEqual(['say 1 cue', 'say 2 stop']);
});

test('W9 cues and ratings alone take no second road', async () => {
	const page = await openLink();
	page.join();
	page.say(CUE, rate(50));
	hear(page, 3_000);
	expect(page.secondRoad).toEqual([]);
});

test('W9 its answer carries what down would: acknowledged heads, and that the STOP was shown', async () => {
	const page = await openLink();
	page.join();
	page.cut();
	const stop = page.link.append(STOP);
	page.pass(400);
	await page.secondRoad[0]?.answer([
		{ t: 'recorded', heads: { [W1]: [1, 0] } },
		relayed('therapist', [{ kind: 'shown', stops: [{ writer: W1, lane: 'say', n: 1 }] }]),
	]);
	expect(stop && page.link.isAcknowledged(stop)).toBe(true);
	expect(page.link.view().state.stops[0]?.shownAt).toBeDefined();
	page.pass(10_000);
	expect(page.secondRoad).toHaveLength(1);
});

test('W9 the next STOP takes it after 400 ms of its own, however lately the last one did', async () => {
	const page = await openLink();
	page.join();
	page.cut();
	page.say(STOP);
	page.pass(400);
	await page.secondRoad[0]?.answer([{ t: 'recorded', heads: { [W1]: [1, 0] } }]);
	page.say(STOP);
	page.pass(300);
	expect(page.secondRoad).toHaveLength(1);
	page.pass(100);
	expect(page.secondRoad).toHaveLength(2);
});

test('W9 W10 an answer of the second road moves no pen', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP);
	page.pass(400);
	await page.secondRoad[0]?.answer([{ t: 'moved' }]);
	expect(page.link.view().hasPen).toBe(true);
});

test('W9 an answer that never comes changes nothing on the screen', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP);
	page.pass(400);
	const before = page.link.view();
	await page.secondRoad[0]?.fail();
	expect(page.link.view()).toMatchObject({ line: before.line, unacknowledged: 1, refusals: [] });
});

test('W9 how long ago this load pressed a STOP goes by its own clock', async () => {
	const page = await openLink();
	page.join();
	const stop = page.link.append(STOP);
	page.sleep(1_234);
	expect(stop && page.link.pressedAgoMs(stop)).toBe(1_234);
	expect(page.link.pressedAgoMs({ writer: W1, lane: 'say', n: 9 })).toBeNull();
});
