import { expect, test } from 'vitest';
import { createHandOutbox } from '../../harness/hand-outbox.ts';
import { namesOf } from '../../harness/hand-wire.ts';
import { type LinkHarness, nowOf, openLink, rate, relayed, STOP, writerNamed } from '../../harness/link-harness.ts';

const W1 = writerNamed('client', 1);
const W2 = writerNamed('client', 2);
const THERAPIST = writerNamed('therapist', 9);
const recordedUpTo = (page: LinkHarness, say: number, flow = 0) =>
	page.down({ t: 'recorded', heads: { [W1]: [say, flow] } });

test('W3 a page that is asked for n sends from there on, once', async () => {
	const page = await openLink();
	const wire = page.join();
	page.say(STOP, STOP, STOP);
	wire.take();
	page.down({ t: 'expect', writer: W1, lane: 'say', n: 2 });
	expect(namesOf(wire.take())).toEqual(['say 2 stop', 'say 3 stop']);
	page.pass(300);
	expect(namesOf(wire.take())).toEqual([]);
});

test('W3 asked for what it no longer holds, it says hello again and all is looked at anew', async () => {
	const page = await openLink();
	const wire = page.join();
	page.say(STOP, STOP);
	recordedUpTo(page, 2);
	wire.take();
	page.down({ t: 'expect', writer: W1, lane: 'say', n: 1 });
	expect(wire.take()).toMatchObject([{ t: 'hello', streams: [{ first: 3, next: 3 }, {}] }]);
});

test('W3 on a conflict the first stands: the page goes on as a new writer with what came after it', async () => {
	const page = await openLink();
	const wire = page.join();
	page.say(STOP, { kind: 'cue', cue: 'ease' }, { kind: 'cue', cue: 'ok' });
	recordedUpTo(page, 1);
	wire.take();
	page.down({ t: 'conflict', writer: W1, lane: 'say', n: 2 });
	expect(page.link.writer).toBe(W2);
	const sent = wire.take();
	expect(sent).toMatchObject([
		{ t: 'want', heads: { [W1]: [1, 0] } },
		{ t: 'events', writer: W2 },
	]);
	expect(namesOf(sent)).toEqual(['say 1 cue', 'say 2 cue']);
	expect(page.link.view().isPartLost).toBe(false);
	page.down(relayed('client', [{ kind: 'left' }], { writer: W1, from: 2, to: 2 }));
	expect(page.link.view().log.get({ writer: W1, lane: 'say' }, 2)?.body.kind).toBe('left');
	expect(page.link.view().state.cues).toHaveLength(2);
});

test('W3 what is told twice is in the log once', async () => {
	const page = await openLink();
	page.join();
	const told = relayed('therapist', [{ kind: 'started' }, { kind: 'phase', phase: 'press', point: 1 }]);
	page.down(told);
	page.down(told);
	page.down(relayed('therapist', [{ kind: 'phase', phase: 'release', point: 1 }], { from: 2 }));
	expect(page.link.view().log.size()).toBe(2);
	expect(page.link.view().state.phase?.phase).toBe('press');
});

test('W3 a page that sees a later n asks for the rest and keeps nothing of it', async () => {
	const page = await openLink();
	const wire = page.join();
	wire.take();
	page.down(relayed('therapist', [{ kind: 'note', text: 'late' }], { from: 3 }));
	expect(wire.take()).toEqual([{ t: 'want', heads: {} }]);
	expect(page.link.view().log.size()).toBe(0);
});

test('W14 what lies hidden between from and to is passed over by number', async () => {
	const page = await openLink();
	const wire = page.join();
	page.down(relayed('therapist', [{ kind: 'started' }], { from: 1, to: 4 }));
	page.down(relayed('therapist', [], { from: 5, to: 9 }));
	page.down(relayed('therapist', [{ kind: 'ended' }], { from: 10, to: 10 }));
	expect(page.link.view().log.heads()).toEqual({ [THERAPIST]: [10, 0] });
	expect(page.link.view().state.ended).not.toBeNull();
	expect(wire.of('want')).toEqual([]);
});

test('W4 a page is told what could not be kept, and shows it no longer', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP, { kind: 'cue', cue: 'ok' });
	page.down({ t: 'refused', code: 'forbidden', event: { writer: W1, lane: 'say', n: 1 } });
	expect(page.link.view().refusals).toEqual(['forbidden']);
	expect(page.link.view().state.stops).toEqual([]);
	recordedUpTo(page, 2);
	expect(page.link.view().unacknowledged).toBe(0);
});

test('W4 the newest ten reasons are kept, the newest last', async () => {
	const page = await openLink();
	page.join();
	for (let i = 0; i < 10; i += 1) page.down({ t: 'refused', code: 'bad_request' });
	page.down({ t: 'refused', code: 'out_of_range' });
	expect(page.link.view().refusals).toHaveLength(10);
	expect(page.link.view().refusals.at(-1)).toBe('out_of_range');
});

test('W5 only an acknowledgement takes an event out, and never one before its turn', async () => {
	const outbox = createHandOutbox();
	const page = await openLink({ outbox });
	page.join();
	const first = page.link.append(STOP);
	const second = page.link.append(STOP);
	page.pass(1_000);
	page.down(nowOf(page, { accepted: { [W1]: [2, 0] } }));
	expect(page.link.view().unacknowledged).toBe(2);
	recordedUpTo(page, 1);
	expect([first, second].map((id) => id && page.link.isAcknowledged(id))).toEqual([true, false]);
	expect(outbox.entries.map(({ event }) => event.n)).toEqual([2]);
	recordedUpTo(page, 2);
	expect(page.link.view()).toMatchObject({ unacknowledged: 0, recordedHeads: { [W1]: [2, 0] } });
	expect(outbox.entries).toEqual([]);
});

test('W5 in a recorded session what is only held in memory is no acknowledgement', async () => {
	const page = await openLink();
	page.join({ recording: 'recorded' });
	page.say(STOP);
	page.down({ t: 'held', heads: { [W1]: [1, 0] } });
	expect(page.link.view().unacknowledged).toBe(1);
});

test('W5 a store that fails is said on the screen, and signals flow on', async () => {
	const page = await openLink();
	const wire = page.join();
	page.down(nowOf(page, { recording: 'not-recording' }));
	expect(page.link.view().recording).toBe('not-recording');
	page.say(STOP, rate(50));
	expect(namesOf(wire.sent)).toEqual(['say 1 stop', 'flow 1 rating']);
	page.down(nowOf(page, { recording: 'recorded', heads: { [W1]: [1, 1] } }));
	expect(page.link.view()).toMatchObject({ recording: 'recorded', unacknowledged: 0 });
});

test('W5 a lost acknowledgement heals with the next picture of now', async () => {
	const page = await openLink();
	page.join();
	page.say(STOP);
	page.down(nowOf(page, { heads: { [W1]: [1, 0] } }));
	expect(page.link.view().unacknowledged).toBe(0);
});

test('W5 what brought no acknowledgement for 5 s is sent again, and only then', async () => {
	const page = await openLink();
	const wire = page.join();
	page.say({ kind: 'left' });
	wire.take();
	const hear = (ms: number) => {
		for (let left = ms; left > 0; left -= 1_000) {
			page.pass(1_000);
			page.down(nowOf(page));
		}
	};
	hear(4_000);
	expect(namesOf(wire.take())).toEqual([]);
	hear(2_000);
	expect(namesOf(wire.take())).toEqual(['say 1 left']);
	hear(3_000);
	expect(namesOf(wire.take())).toEqual([]);
});
