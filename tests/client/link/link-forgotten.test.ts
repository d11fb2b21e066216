import { expect, test } from 'vitest';
import { createHandOutbox } from '../../harness/hand-outbox.ts';
import { namesOf } from '../../harness/hand-wire.ts';
import { type LinkHarness, openLink, rate, relayed, STOP, writerNamed } from '../../harness/link-harness.ts';

const W1 = writerNamed('client', 1);
const W2 = writerNamed('client', 2);
const BOTH = [
	{ writer: W1, lane: 'say' },
	{ writer: W1, lane: 'flow' },
] as const;

/** Consent, band and a rating are acknowledged; a STOP and two ratings are not. */
async function openTold(options: Parameters<typeof openLink>[0] = {}): Promise<LinkHarness> {
	const page = await openLink(options);
	page.join();
	page.say({ kind: 'consent', choice: 'recorded' }, { kind: 'band', low: 10, high: 20, edge: 30 }, rate(10));
	page.down({ t: 'recorded', heads: { [W1]: [2, 1] } });
	page.cut();
	page.say(STOP, rate(20), rate(30));
	return page;
}

test('W7 a page whose streams are forgotten goes on as a new writer and tells its person', async () => {
	const page = await openTold();
	page.connect();
	page.welcome({ forgotten: BOTH });
	expect(page.link.writer).toBe(W2);
	expect(page.link.view().isPartLost).toBe(true);
});

test('W7 it says again what its seat may write, consent first, and what was unacknowledged, each with its time', async () => {
	const page = await openTold();
	const before = page.link.view().log;
	const wire = page.connect();
	page.welcome({ forgotten: BOTH });
	page.pass(200);
	const sent = wire.of('events');
	expect(new Set(sent.map(({ writer }) => writer))).toEqual(new Set([W2]));
	expect(namesOf(sent)).toEqual(['say 1 consent', 'say 2 band', 'say 3 stop', 'flow 1 rating', 'flow 2 rating']);
	const events = sent.flatMap(({ lane, events }) => events.map((event) => ({ lane, ...event })));
	expect(events.map(({ of }) => of)).toEqual([
		{ writer: W1, lane: 'say', n: 1 },
		{ writer: W1, lane: 'say', n: 2 },
		{ writer: W1, lane: 'say', n: 3 },
		{ writer: W1, lane: 'flow', n: 2 },
		{ writer: W1, lane: 'flow', n: 3 },
	]);
	for (const { of, at } of events) expect(at).toBe(of && before.get(of, of.n)?.at);
});

test('W7 a STOP said again is the same alarm, with the marks it had', async () => {
	const page = await openTold();
	page.join();
	page.down(relayed('therapist', [{ kind: 'answered', stops: [{ writer: W1, lane: 'say', n: 3 }] }]));
	page.cut();
	page.connect();
	page.welcome({ forgotten: BOTH });
	expect(page.link.view().state.stops).toHaveLength(1);
	expect(page.link.view().state.stops[0]).toMatchObject({ id: { writer: W1, n: 3 } });
	expect(page.link.view().state.stops[0]?.answeredAt).toBeDefined();
	expect(page.link.pressedAgoMs({ writer: W1, lane: 'say', n: 3 })).not.toBeNull();
});

test('W7 what was practice stays practice, and what was said again keeps its first identity', async () => {
	const page = await openLink();
	page.join();
	page.link.append(STOP, { practice: true });
	page.cut();
	page.connect();
	page.welcome({ forgotten: BOTH });
	page.cut();
	const wire = page.connect();
	page.welcome({ forgotten: [{ writer: W2, lane: 'say' }] });
	expect(page.link.writer).toBe(writerNamed('client', 3));
	expect(wire.of('events')).toMatchObject([
		{ writer: writerNamed('client', 3), events: [{ practice: true, of: { writer: W1, lane: 'say', n: 1 } }] },
	]);
});

test('W7 the stored outbox holds the new telling and no longer the old one', async () => {
	const outbox = createHandOutbox();
	const page = await openTold({ outbox });
	page.connect();
	page.welcome({ forgotten: BOTH });
	const held = outbox.entries.map(({ writer, event }) => `${writer === W2} ${event.body.kind}`);
	expect(held.sort()).toEqual(['true band', 'true consent', 'true rating', 'true rating', 'true stop']);
});

test('W7 a page that only joined is not concerned by streams that are not its own', async () => {
	const page = await openTold();
	page.connect();
	page.welcome({ forgotten: [{ writer: writerNamed('client', 77), lane: 'say' }] });
	expect(page.link.writer).toBe(W1);
	expect(page.link.view().isPartLost).toBe(false);
});

test('W7 it happens once: the next welcome finds nothing forgotten and nothing is said again', async () => {
	const page = await openTold();
	page.connect();
	page.welcome({ forgotten: BOTH });
	page.pass(200);
	page.down({ t: 'recorded', heads: { [W2]: [3, 2] } });
	expect(page.link.view().unacknowledged).toBe(0);
	page.cut();
	const wire = page.connect();
	page.welcome({ heads: { [W2]: [3, 2] } });
	page.pass(200);
	expect(namesOf(wire.sent)).toEqual([]);
	expect(wire.of('hello')[0]?.writer).toBe(W2);
});
