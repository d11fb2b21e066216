import { expect, test } from 'vitest';
import { createServerClock } from '../../../client/link/server-clock.ts';
import { isRinging, stopPanel } from '../../../client/phone/stop-panel.ts';
import type { KnownBody } from '../../../shared/events.ts';
import type { Heads } from '../../../shared/stream.ts';
import { createHandOutbox } from '../../harness/hand-outbox.ts';
import { settle } from '../../harness/hand-wire.ts';
import { nowOf, openLink, relayed, SERVER_START, STOP, writerNamed } from '../../harness/link-harness.ts';

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

test('W3 what brings no acknowledgement is sent again, also while another stream goes on', async () => {
	const page = await openLink();
	const wire = page.join();
	page.say({ kind: 'cue', cue: 'more' });
	for (let n = 1; n <= 6; n += 1) {
		page.say({ kind: 'rating', value: n, touched: true });
		page.pass(1_000);
		page.down({ t: 'recorded', heads: { [W1]: [0, n] } });
	}
	const cues = wire.of('events').filter(({ lane }) => lane === 'say');
	expect(cues).toHaveLength(2);
	expect(page.link.view().unacknowledged).toBe(1);
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

const EARLIER = writerNamed('client', 7);
const leftBehind = (n: number, body: KnownBody) => ({
	writer: EARLIER,
	lane: 'say' as const,
	event: { n, at: SERVER_START - 1_000 + n, body },
});

test('MARK5 STOP2 W1 a STOP that an earlier load left stands at once after a reload, and rings, before the line is back', async () => {
	const page = await openLink({ outbox: createHandOutbox([leftBehind(4, STOP)], SERVER_START), firstWriter: 8 });
	const view = page.link.view();
	expect(view.line.is).toBe('connecting');
	expect(stopPanel(view, page.link.serverNow(), page.link.pressedAgoMs)).toMatchObject({
		status: 'not-delivered',
		reason: 'not-connected',
		stops: [{ writer: EARLIER, lane: 'say', n: 4 }],
	});
	expect(isRinging(view)).toBe(true);
});

test('MARK5 W1 what was cleared before a reload, and is as little acknowledged, does not stand after it', async () => {
	const cleared: KnownBody = { kind: 'cleared', stops: [{ writer: EARLIER, lane: 'say', n: 4 }], how: 'mistake' };
	const left = [leftBehind(4, STOP), leftBehind(5, cleared)];
	const page = await openLink({ outbox: createHandOutbox(left, SERVER_START), firstWriter: 8 });
	expect(stopPanel(page.link.view(), page.link.serverNow(), page.link.pressedAgoMs)).toBeNull();
	expect(isRinging(page.link.view())).toBe(false);
});

test('MARK4 W1 a STOP left by an earlier load is one alarm before and after its stream is told', async () => {
	const page = await openLink({ outbox: createHandOutbox([leftBehind(2, STOP)], SERVER_START), firstWriter: 8 });
	page.join();
	page.down(relayed('client', [{ kind: 'cue', cue: 'ok' }, STOP], { writer: EARLIER }));
	expect(page.link.view().state.stops).toHaveLength(1);
	expect(page.link.view().state.stops[0]?.id).toEqual({ writer: EARLIER, lane: 'say', n: 2 });
});

test('W2 W13 what a closed tab stored is brought also where the server, after a crash, has no choice yet', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join({ recording: 'recorded' });
	await settle();
	page.cut();
	await outbox.put([{ writer: EARLIER, lane: 'say', event: { n: 1, at: SERVER_START, body: STOP } }], SERVER_START);
	const wire = page.join({ recording: 'held', heads: {} });
	await settle();
	page.pass(200);
	const brought = wire.of('events').filter(({ writer }) => writer === EARLIER);
	expect(brought.flatMap(({ events }) => events.map(({ body }) => body.kind))).toEqual(['stop']);
});

test('W11 W10 an end that the server lost with the page that said it is said again by who gets the pen after the welcome', async () => {
	const page = await openLink({ seat: 'therapist' });
	page.join();
	page.down(relayed('therapist', [{ kind: 'ended' }], { writer: EARLIER }));
	page.cut();
	const wire = page.connect();
	page.welcome({ heads: {}, hasPen: false });
	page.down(nowOf(page, { heads: {}, hasPen: false }));
	const saidAgain = () => wire.of('events').flatMap(({ events }) => events.map(({ of }) => of?.writer));
	expect(saidAgain()).toEqual([]);
	page.link.touch();
	page.down({ t: 'pen', touch: 1 });
	for (let i = 0; i < 2; i += 1) page.down(nowOf(page, { heads: {}, hasPen: true }));
	page.pass(200);
	expect(saidAgain()).toEqual([EARLIER]);
});

test('W7 W2 what is said again is stored before what it stands for is taken out', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join();
	page.say(STOP);
	page.cut();
	page.connect();
	const before = outbox.asked.length;
	page.welcome({ forgotten: [{ writer: W1, lane: 'say' }] });
	const asked = outbox.asked.slice(before).filter((what) => what.startsWith('put') || what.startsWith('remove'));
	expect(asked).toEqual(['put say 1', 'remove say 1']);
	expect(outbox.entries.map(({ writer }) => writer)).toEqual([writerNamed('client', 2)]);
});

test('W7 W2 what is said again before the choice is known again is taken out of the store, and not adopted for ever', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join({ recording: 'recorded' });
	page.say(STOP);
	page.cut();
	page.join({ recording: 'held', heads: {}, forgotten: [{ writer: W1, lane: 'say' }] });
	await settle();
	page.cut();
	page.join({ recording: 'held', heads: {} });
	await settle();
	expect(outbox.entries).toEqual([]);
	expect(page.link.outbox().map(({ writer }) => writer)).toEqual([writerNamed('client', 2)]);
});

test('W3 before the choice, what the server says it does not have is sent again, of every stream', async () => {
	const left = { writer: EARLIER, lane: 'say', event: { n: 1, at: SERVER_START, body: STOP } } as const;
	const page = await openLink({ outbox: createHandOutbox([left], SERVER_START) });
	const wire = page.join({ recording: 'held', heads: {} });
	const sentOf = (of: string) => wire.of('events').filter(({ writer }) => writer === of).length;
	page.say({ kind: 'cue', cue: 'more' });
	const second = (accepted: Heads) => {
		page.pass(1_000);
		page.down(nowOf(page, { recording: 'held', heads: accepted, accepted }));
	};
	for (let i = 0; i < 7; i += 1) second({ [W1]: [1, 0] });
	expect([sentOf(EARLIER), sentOf(W1)]).toEqual([2, 1]);
	for (let i = 0; i < 7; i += 1) second({ [W1]: [1, 0], [EARLIER]: [1, 0] });
	expect([sentOf(EARLIER), sentOf(W1)]).toEqual([2, 1]);
});
