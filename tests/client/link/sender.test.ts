import { expect, test } from 'vitest';
import { createOwnStreams, type OwnStreams } from '../../../client/link/own-streams.ts';
import { createSender } from '../../../client/link/sender.ts';
import { CONNECTION_BUDGET } from '../../../server/live/limits.ts';
import { MAX_FRAME_BYTES, PAGE_FRAME_BYTES, type UpFrame, type UpFrameOf } from '../../../shared/protocol.ts';
import { namesOf } from '../../harness/hand-wire.ts';

const SAY = { writer: 'w'.repeat(22), lane: 'say' } as const;
const FLOW = { writer: 'w'.repeat(22), lane: 'flow' } as const;
const AT = 1_790_000_000_000;

const rateTimes = (own: OwnStreams, times: number) => {
	for (let i = 0; i < times; i += 1)
		own.append(FLOW, { at: AT + i, body: { kind: 'rating', value: i % 101, touched: true } });
};
const bytesOf = (frame: UpFrame) => new TextEncoder().encode(JSON.stringify(frame)).length;

function setUp() {
	let now = 0;
	const sent: UpFrameOf<'events'>[] = [];
	const own = createOwnStreams();
	const sender = createSender({ own, now: () => now });
	return {
		own,
		sender,
		sent,
		flush(afterMs = 0) {
			now += afterMs;
			sender.flush({ send: (frame) => sent.push(structuredClone(frame)) });
		},
	};
}

test('W9 say leaves before flow, whichever was there first', () => {
	const { own, sent, flush } = setUp();
	rateTimes(own, 3);
	own.append(SAY, { at: AT, body: { kind: 'cue', cue: 'ease' } });
	own.append(SAY, { at: AT, body: { kind: 'stop' } });
	flush();
	expect(namesOf(sent)).toEqual(['say 1 cue', 'say 2 stop', 'flow 1 rating', 'flow 2 rating', 'flow 3 rating']);
});

test('W9 all of say leaves at once, in frames that fit, and one frame of flow', () => {
	const { own, sent, flush } = setUp();
	rateTimes(own, 500);
	for (let i = 0; i < 300; i += 1) own.append(SAY, { at: AT, body: { kind: 'note', text: 'ü'.repeat(100) } });
	own.append(SAY, { at: AT, body: { kind: 'stop' } });
	flush();
	const say = sent.filter(({ lane }) => lane === 'say');
	expect(say.flatMap(({ events }) => events.map(({ n }) => n))).toEqual(Array.from({ length: 301 }, (_, i) => i + 1));
	expect(say.length).toBeGreaterThan(1);
	for (const frame of sent) expect(bytesOf(frame)).toBeLessThanOrEqual(PAGE_FRAME_BYTES);
	expect(PAGE_FRAME_BYTES).toBeLessThan(MAX_FRAME_BYTES);
	expect(sent.slice(say.length).map(({ lane }) => lane)).toEqual(['flow']);
});

test('W9 a STOP waits behind no flow: with a 20-minute backlog it is the next frame', () => {
	const { own, sent, flush } = setUp();
	rateTimes(own, 24_000);
	for (let i = 0; i < 10; i += 1) flush(100);
	expect(sent).toHaveLength(10);
	own.append(SAY, { at: AT, body: { kind: 'stop' } });
	flush();
	expect(namesOf(sent.slice(10))).toEqual(['say 1 stop']);
	flush(100);
	expect(sent.at(-1)?.lane).toBe('flow');
});

test('W9 flow leaves at most ten times a second, each frame once and in order, below what a connection may send', () => {
	const { own, sent, flush } = setUp();
	rateTimes(own, 2_000);
	for (let i = 0; i < 100; i += 1) flush(10);
	expect(sent).toHaveLength(10);
	const bytes = sent.reduce((sum, frame) => sum + bytesOf(frame), 0);
	expect(bytes).toBeLessThan(CONNECTION_BUDGET.bytesPerSecond);
	const numbers = sent.flatMap(({ events }) => events.map(({ n }) => n));
	expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => i + 1));
	expect(numbers.length).toBeGreaterThan(450);
});

test('W9 what is sent is not sent again, and goes on where it stopped', () => {
	const { own, sent, flush } = setUp();
	own.append(SAY, { at: AT, body: { kind: 'stop' } });
	flush();
	flush(1_000);
	expect(sent).toHaveLength(1);
	own.append(SAY, { at: AT, body: { kind: 'left' } });
	flush();
	expect(namesOf(sent)).toEqual(['say 1 stop', 'say 2 left']);
});

test('W1 W9 what earlier loads left goes before what is new of the same lane', () => {
	const { own, sent, flush } = setUp();
	own.adopt([{ writer: 'earlier', lane: 'say', event: { n: 4, at: AT, body: { kind: 'stop' } } }]);
	own.append(SAY, { at: AT, body: { kind: 'left' } });
	flush();
	expect(sent.map(({ writer }) => writer)).toEqual(['earlier', SAY.writer]);
	expect(namesOf(sent)).toEqual(['say 4 stop', 'say 1 left']);
});

test('W9 the second road carries every unacknowledged event of say, sent or not, and nothing of flow', () => {
	const { own, sender, flush } = setUp();
	rateTimes(own, 3);
	own.adopt([{ writer: 'earlier', lane: 'say', event: { n: 4, at: AT, body: { kind: 'cue', cue: 'ok' } } }]);
	for (const kind of ['left', 'stop'] as const) own.append(SAY, { at: AT, body: { kind } });
	flush();
	expect(namesOf(sender.framesOfSay())).toEqual(['say 4 cue', 'say 1 left', 'say 2 stop']);
	own.acknowledge({ earlier: [4, 0], [SAY.writer]: [1, 3] });
	expect(namesOf(sender.framesOfSay())).toEqual(['say 2 stop']);
});

test('W3 after the server asked for n it comes from there on', () => {
	const { own, sent, flush } = setUp();
	for (const at of [1, 2, 3]) own.append(SAY, { at: AT + at, body: { kind: 'stop' } });
	flush();
	own.rewind(SAY, 2);
	flush();
	expect(namesOf(sent)).toEqual(['say 1 stop', 'say 2 stop', 'say 3 stop', 'say 2 stop', 'say 3 stop']);
});
