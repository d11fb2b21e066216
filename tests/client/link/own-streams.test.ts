import { expect, test } from 'vitest';
import type { OutboxEntry } from '../../../client/link/outbox.ts';
import { createOwnStreams } from '../../../client/link/own-streams.ts';
import type { KnownBody } from '../../../shared/events.ts';

const SAY = { writer: 'mine', lane: 'say' } as const;
const FLOW = { writer: 'mine', lane: 'flow' } as const;
const EARLIER = { writer: 'earlier', lane: 'say' } as const;
const said = (at: number, body: KnownBody = { kind: 'stop' }) => ({ at, body });
const left = (n: number): OutboxEntry => ({ ...EARLIER, event: { n, ...said(n) } });
const numbers = (of: { readonly held: readonly { readonly n: number }[] } | undefined) => of?.held.map(({ n }) => n);

function filled() {
	const own = createOwnStreams();
	for (const at of [1, 2, 3]) own.append(SAY, said(at));
	return own;
}

test('W1 n starts at 1 in each lane and leaves nothing out', () => {
	const own = createOwnStreams();
	expect([1, 2, 3].map((at) => own.append(SAY, said(at)).n)).toEqual([1, 2, 3]);
	expect(own.append(FLOW, said(4, { kind: 'rating', value: 5, touched: true })).n).toBe(1);
	expect(own.append(SAY, said(5)).n).toBe(4);
	expect(own.count()).toBe(5);
});

test('W1 acknowledging takes events out and no number back', () => {
	const own = filled();
	expect(own.acknowledge({ mine: [2, 0] }).map(({ lane }) => lane)).toEqual(['say']);
	expect(numbers(own.get(SAY))).toEqual([3]);
	own.acknowledge({ mine: [3, 0] });
	expect(own.append(SAY, said(9)).n).toBe(4);
});

test('W3 an old or a foreign acknowledgement takes nothing out', () => {
	const own = filled();
	own.acknowledge({ mine: [2, 0] });
	expect(own.acknowledge({ mine: [1, 9], other: [9, 9] })).toEqual([]);
	expect(numbers(own.get(SAY))).toEqual([3]);
});

test('W1 what an earlier load left stays under its old identity, in order', () => {
	const own = filled();
	own.adopt([left(8), left(7), left(9)]);
	expect(numbers(own.get(EARLIER))).toEqual([7, 8, 9]);
	expect(own.get(EARLIER)).toMatchObject({ next: 10, sent: 6 });
	expect(own.entries().map(({ writer, event }) => `${writer} ${event.n}`)).toEqual([
		'mine 1',
		'mine 2',
		'mine 3',
		'earlier 7',
		'earlier 8',
		'earlier 9',
	]);
});

test('W1 an outbox with a missing n is taken up to it, and what is there twice once', () => {
	const own = createOwnStreams();
	own.adopt([left(7), left(8), left(8), left(10)]);
	expect(numbers(own.get(EARLIER))).toEqual([7, 8]);
});

test('W6 a new connection has sent nothing beyond what the server said it has', () => {
	const own = filled();
	own.markSent(SAY, 3);
	own.restart({ mine: [1, 0] });
	expect(own.get(SAY)?.sent).toBe(1);
	own.markSent(SAY, 3);
	own.restart({});
	expect(own.get(SAY)?.sent).toBe(0);
});

test('W6 what is acknowledged is not sent again on a new connection, whatever the server has', () => {
	const own = filled();
	own.acknowledge({ mine: [2, 0] });
	own.restart({});
	expect(own.get(SAY)?.sent).toBe(2);
});

test('W3 the server says from which n to send again', () => {
	const own = filled();
	own.markSent(SAY, 3);
	expect(own.rewind(SAY, 2)).toBe(true);
	expect(own.get(SAY)?.sent).toBe(1);
	expect(own.rewind(SAY, 3)).toBe(true);
	expect(own.get(SAY)?.sent).toBe(1);
});

test('W3 what the page no longer holds it can’t send again; what was never written is not asked for', () => {
	const own = filled();
	own.acknowledge({ mine: [2, 0] });
	expect(own.rewind(SAY, 2)).toBe(false);
	expect(own.rewind(SAY, 4)).toBe(true);
	expect(own.rewind({ writer: 'nobody', lane: 'say' }, 1)).toBe(true);
});

test('W3 a stream that is let go hands over its events from n on', () => {
	const own = filled();
	expect(own.release(SAY, 2).map(({ n }) => n)).toEqual([2, 3]);
	expect(own.get(SAY)?.held.map(({ n }) => n)).toEqual([1]);
	expect(own.release(SAY).map(({ n }) => n)).toEqual([1]);
	expect(own.get(SAY)).toBeUndefined();
	expect(own.release(SAY)).toEqual([]);
	expect(own.count()).toBe(0);
});
