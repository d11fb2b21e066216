import { expect, test } from 'vitest';
import { PROTOCOL_VERSION } from '../../../shared/protocol.ts';
import { createHandOutbox } from '../../harness/hand-outbox.ts';
import { namesOf, settle } from '../../harness/hand-wire.ts';
import { openLink, rate, relayed, STOP, TOKEN, writerNamed } from '../../harness/link-harness.ts';

const W1 = writerNamed('client', 1);
const W2 = writerNamed('client', 2);

test('W6 a page’s first frame on every connection is hello: its token, its streams, its heads', async () => {
	const page = await openLink();
	const wire = page.connect();
	expect(wire.sent).toEqual([
		{
			t: 'hello',
			v: PROTOCOL_VERSION,
			token: TOKEN,
			sentAt: page.now(),
			writer: W1,
			streams: [
				{ writer: W1, lane: 'say', first: 1, next: 1 },
				{ writer: W1, lane: 'flow', first: 1, next: 1 },
			],
			heads: {},
			pen: true,
			inView: true,
		},
	]);
});

test('W6 nothing else leaves before the welcome, however long it takes', async () => {
	const page = await openLink();
	page.join();
	page.cut();
	page.say(rate(10), STOP);
	const wire = page.connect();
	page.pass(1_500);
	page.say(STOP);
	expect(wire.sent.map(({ t }) => t)).toEqual(['hello']);
	page.welcome();
	expect(namesOf(wire.sent)).toEqual(['say 1 stop', 'say 2 stop', 'flow 1 rating']);
});

test('W6 a reconnect says the first and the next n it holds, and what it has of the log', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP, STOP, STOP, rate(1));
	page.down({ t: 'recorded', heads: { [W1]: [1, 0] } });
	page.down(relayed('therapist', [{ kind: 'started' }, { kind: 'phase', phase: 'press', point: 1 }]));
	page.cut();
	const [hello] = page.connect().of('hello');
	expect(hello?.streams).toEqual([
		{ writer: W1, lane: 'say', first: 2, next: 4 },
		{ writer: W1, lane: 'flow', first: 1, next: 2 },
	]);
	expect(hello?.heads).toEqual({ [W1]: [3, 1], [writerNamed('therapist', 9)]: [2, 0] });
});

test('W6 with nothing held the first n is the next one', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP);
	page.down({ t: 'recorded', heads: { [W1]: [1, 0] } });
	page.cut();
	expect(page.connect().of('hello')[0]?.streams[0]).toEqual({ writer: W1, lane: 'say', first: 2, next: 2 });
});

test('W6 what the server already has is not sent again after the welcome', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP, STOP, STOP);
	page.cut();
	const wire = page.connect();
	page.welcome({ heads: { [W1]: [2, 0] } });
	expect(namesOf(wire.sent)).toEqual(['say 3 stop']);
	expect(page.link.view().unacknowledged).toBe(1);
});

test('W6 frames of a connection that is gone mean nothing', async () => {
	const page = await openLink();
	const former = page.join();
	page.connect();
	page.link.handleFrame(former, { t: 'over', code: 'session_sealed' });
	page.link.handleFrame(former, { t: 'moved' });
	page.link.handleClose(former);
	expect(page.link.view()).toMatchObject({ line: { is: 'live' }, hasPen: true });
	expect(page.link.append(STOP)).not.toBeNull();
	page.welcome();
	expect(page.link.view()).toMatchObject({ line: { is: 'live' }, hasPen: true });
});

test('W6 a therapist’s page says whom the session is for', async () => {
	const page = await openLink({ seat: 'therapist', client: { name: 'Client Amber' } });
	expect(page.connect().of('hello')[0]?.client).toEqual({ name: 'Client Amber' });
	page.welcome({ clientName: 'Client Amber' });
	expect(page.link.view().clientName).toBe('Client Amber');
});

test('W6 a device that waits is told its words, and learns the server’s clock meanwhile', async () => {
	const page = await openLink();
	page.connect();
	page.down({ t: 'waiting', words: 'maple river', echo: page.now(), serverAt: page.serverNow() });
	expect(page.link.view().line).toEqual({ is: 'waiting', words: 'maple river' });
	page.pass(700);
	expect(page.link.serverNow()).toBe(page.serverNow());
});

test('W6 who is in does not wait by an old word of the same connection', async () => {
	const page = await openLink();
	page.join();
	page.down({ t: 'waiting', words: 'maple river', echo: page.now(), serverAt: page.serverNow() });
	expect(page.link.view().line).toEqual({ is: 'live' });
	page.cut();
	page.connect();
	page.down({ t: 'waiting', words: 'maple river', echo: page.now(), serverAt: page.serverNow() });
	expect(page.link.view().line).toEqual({ is: 'waiting', words: 'maple river' });
});

test('W1 what an earlier load left goes under its own identity, and the new load begins at 1', async () => {
	const outbox = createHandOutbox();
	const first = await openLink({ outbox });
	first.join();
	first.say(STOP, { kind: 'left' });
	first.down({ t: 'recorded', heads: { [W1]: [1, 0] } });
	await settle();

	const second = await openLink({ outbox, firstWriter: 2 });
	const wire = second.connect();
	expect(wire.of('hello')[0]?.streams).toContainEqual({ writer: W1, lane: 'say', first: 2, next: 3 });
	expect(wire.of('hello')[0]?.streams).toContainEqual({ writer: W2, lane: 'say', first: 1, next: 1 });
	second.welcome({ heads: { [W1]: [1, 0] } });
	second.say(STOP);
	const sent = wire.of('events');
	expect(sent.map(({ writer }) => writer)).toEqual([W1, W2]);
	expect(namesOf(sent)).toEqual(['say 2 left', 'say 1 stop']);
});

test('W1 what an earlier load left goes out of the stored outbox when it is acknowledged', async () => {
	const event = { n: 7, at: 5, body: STOP };
	const outbox = createHandOutbox([{ writer: W1, lane: 'say', event }], 5);
	const page = await openLink({ outbox, firstWriter: 2 });
	page.join();
	expect(page.link.view().unacknowledged).toBe(1);
	page.down({ t: 'recorded', heads: { [W1]: [7, 0] } });
	expect(outbox.entries).toEqual([]);
	expect(page.link.view().unacknowledged).toBe(0);
});

test('W1 what a closed tab of this browser left meanwhile is brought by the one that is still there', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox, firstWriter: 2 });
	page.join();
	await outbox.put([{ writer: W1, lane: 'say', event: { n: 1, at: 5, body: STOP } }], 5);
	page.cut();
	const wire = page.join();
	await settle();
	expect(wire.of('events').map(({ writer }) => writer)).toEqual([W1]);
});

test('W2 an event is in the state and on the wire before any store has answered', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	const wire = page.join();
	outbox.setMood('silent');
	page.say(STOP);
	expect(page.link.view().state.stops).toHaveLength(1);
	expect(namesOf(wire.sent)).toEqual(['say 1 stop']);
	expect(outbox.asked).toContain('put say 1');
	page.say(STOP);
	expect(namesOf(wire.sent)).toEqual(['say 1 stop', 'say 2 stop']);
});

test('W2 where the browser refuses to store, signals flow on and the page says so', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	let changes = 0;
	page.link.onChange(() => {
		changes += 1;
	});
	const wire = page.join();
	outbox.setMood('refuses');
	page.say(STOP, STOP);
	changes = 0;
	await settle();
	expect(page.link.view().isStoreRefused).toBe(true);
	expect(changes).toBe(1);
	expect(namesOf(wire.sent)).toEqual(['say 1 stop', 'say 2 stop']);
});

test('W2 an event written while offline is in the state at once, with the server’s time as estimated', async () => {
	const page = await openLink();
	page.join();
	page.cut();
	page.pass(2_000);
	expect(page.link.append(STOP)).toEqual({ writer: W1, lane: 'say', n: 1 });
	expect(page.link.view().state.stops[0]?.t).toBe(page.serverNow());
	expect(page.link.outbox()).toHaveLength(1);
});

test('W12 before the server’s clock is known nothing is written', async () => {
	const page = await openLink();
	expect(page.link.append(STOP)).toBeNull();
	page.connect();
	expect(page.link.append(STOP)).toBeNull();
	page.welcome();
	expect(page.link.append(STOP)).not.toBeNull();
});

test('W12 what is written once is sent as it was, whatever is learnt of the clock later', async () => {
	const page = await openLink();
	page.connect();
	const sentAt = page.now();
	page.pass(800);
	page.welcome({ echo: sentAt, serverAt: page.serverNow() - 300 });
	page.say(STOP);
	const { at } = page.wire.of('events')[0]?.events[0] ?? {};
	page.cut();
	const wire = page.join();
	expect(page.link.serverNow()).toBe(page.serverNow());
	expect(page.link.serverNow()).not.toBe(at);
	expect(wire.of('events')[0]?.events[0]?.at).toBe(at);
});
