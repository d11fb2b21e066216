import { expect, test } from 'vitest';
import { createRelay } from '../../../server/live/relay.ts';
import type { Line } from '../../../server/live/seats.ts';
import type { LoggedEvent, Seat } from '../../../shared/events.ts';
import { type DownFrame, type EventsFrame, MAX_FRAME_BYTES } from '../../../shared/protocol.ts';
import { createSessionLog, type SessionLog } from '../../../shared/session-log.ts';
import { idNamed, NINE } from '../../harness/server-events.ts';

const PHONE = idNamed('phone');
const PAGE = idNamed('page');
const SEATS: Readonly<Record<string, Seat>> = { [PHONE]: 'client', [PAGE]: 'therapist' };

function setUp(seat: Seat, change: Partial<Line> = {}) {
	const log = createSessionLog();
	const relay = createRelay(log, (writer) => SEATS[writer]);
	const sent: DownFrame[] = [];
	const line: Line = {
		connection: { send: (frame) => sent.push(frame), close: () => undefined },
		device: 'device',
		seat,
		writer: 'writer',
		sent: {},
		inView: true,
		heardAt: 0,
		isDraining: false,
		isPassing: false,
		...change,
	};
	return {
		log,
		relay,
		line,
		sent: sent as readonly EventsFrame[],
		pump: () => relay.pump(line),
		tick: () => relay.pumpAll([line]),
	};
}

function add(log: SessionLog, writer: string, body: LoggedEvent['body'], times = 1): void {
	const lane = body.kind === 'rating' ? 'flow' : 'say';
	for (let i = 0; i < times; i += 1) {
		const n = log.head({ writer, lane }) + 1;
		log.add({ writer, lane, seat: SEATS[writer] ?? 'server', n, at: NINE + n, arrivedAt: NINE + n, body });
	}
}
const spans = (frames: readonly EventsFrame[]) => frames.map(({ lane, from, to }) => `${lane} ${from}–${to}`);
const RATING = { kind: 'rating', value: 50, touched: true } as const;

test('W6 a page is sent what it lacks, once, and then each new event', () => {
	const { log, sent, pump } = setUp('therapist', { sent: { [PHONE]: [1, 0] } });
	add(log, PHONE, { kind: 'stop' }, 3);
	pump();
	expect(sent).toMatchObject([{ writer: PHONE, lane: 'say', seat: 'client', from: 2, to: 3 }]);
	expect(sent[0]?.events.map(({ n, at, arrivedAt }) => [n, at, arrivedAt])).toEqual([
		[2, NINE + 2, NINE + 2],
		[3, NINE + 3, NINE + 3],
	]);
	pump();
	add(log, PHONE, { kind: 'stop' });
	pump();
	expect(spans(sent)).toEqual(['say 2–3', 'say 4–4']);
});

test('W9 say of every writer goes before flow of any', () => {
	const { log, sent, pump } = setUp('therapist');
	add(log, PHONE, RATING, 10);
	add(log, PHONE, { kind: 'stop' });
	add(log, PAGE, { kind: 'started' });
	pump();
	expect(sent.map(({ lane }) => lane)).toEqual(['say', 'say', 'flow']);
});

test('W9 say is never held back by a backlog of flow, which comes in parts with each tick', () => {
	const { log, sent, pump, tick } = setUp('therapist');
	add(log, PHONE, RATING, 2_500);
	pump();
	expect(sent.at(-1)?.to).toBe(1_000);
	add(log, PHONE, { kind: 'stop' });
	const before = sent.length;
	pump();
	expect(spans(sent.slice(before))).toEqual(['say 1–1']);
	tick();
	expect(sent.at(-1)?.to).toBe(2_000);
	tick();
	expect(sent.at(-1)?.to).toBe(2_500);
	const count = sent.length;
	tick();
	expect(sent).toHaveLength(count);
	const numbers = sent.filter(({ lane }) => lane === 'flow').flatMap(({ events }) => events.map(({ n }) => n));
	expect(numbers).toEqual(Array.from({ length: 2_500 }, (_, i) => i + 1));
});

test('W9 many pages far behind share what a session sends of each lane', () => {
	const { log, relay, line } = setUp('therapist');
	add(log, PHONE, RATING, 5_000);
	add(log, PHONE, { kind: 'cue', cue: 'more' }, 300);
	const pages = Array.from({ length: 20 }, () => ({ ...line, sent: {} as Line['sent'] }));
	relay.pumpAll(pages);
	expect(pages.map(({ sent }) => sent[PHONE])).toEqual(pages.map(() => [100, 100]));
	for (let i = 0; i < 49; i += 1) relay.pumpAll(pages);
	expect(pages.map(({ sent }) => sent[PHONE])).toEqual(pages.map(() => [300, 5_000]));
});

test('W6 a page that lacks something gets it with the next tick, once, however often it says so', () => {
	const { log, relay, line, sent, pump, tick } = setUp('therapist');
	add(log, PHONE, { kind: 'stop' }, 3);
	pump();
	for (let i = 0; i < 5; i += 1) relay.rewind(line, { [PHONE]: [1, 0] });
	expect(spans(sent)).toEqual(['say 1–3']);
	tick();
	tick();
	expect(spans(sent)).toEqual(['say 1–3', 'say 2–3']);
});

test('W9 a long run leaves in frames that fit, each where the one before ended', () => {
	const { log, sent, pump } = setUp('therapist');
	add(log, PAGE, { kind: 'note', text: 'ü'.repeat(500) }, 100);
	pump();
	expect(sent.length).toBeGreaterThan(1);
	let next = 1;
	for (const frame of sent) {
		expect(frame.from).toBe(next);
		next = frame.to + 1;
		expect(JSON.stringify(frame).length).toBeLessThanOrEqual(MAX_FRAME_BYTES);
	}
	expect(next).toBe(101);
});

test('W14 what a seat may not see is passed over by number', () => {
	const { log, sent, pump } = setUp('client');
	add(log, PAGE, { kind: 'note', text: 'canary' });
	add(log, PAGE, { kind: 'started' });
	add(log, PAGE, { kind: 'note', text: 'canary' }, 2);
	pump();
	add(log, PAGE, { kind: 'signal', state: 'lost' });
	pump();
	add(log, PAGE, { kind: 'mood' } as never);
	pump();
	expect(spans(sent)).toEqual(['say 1–4', 'say 5–5', 'say 6–6']);
	expect(sent.flatMap(({ events }) => events.map(({ n, body }) => `${n} ${body.kind}`))).toEqual(['2 started']);
	expect(JSON.stringify(sent)).not.toContain('canary');
});

test('W10 a line that drains or passes is sent nothing', () => {
	for (const change of [{ isDraining: true }, { isPassing: true }]) {
		const { log, sent, pump } = setUp('client', change);
		add(log, PAGE, { kind: 'started' });
		pump();
		expect(sent).toEqual([]);
	}
});

test('W9 W14 the whole of a stream for one seat is that seat’s part of it', () => {
	const { log, relay } = setUp('client');
	add(log, PAGE, { kind: 'started' });
	add(log, PAGE, { kind: 'note', text: 'canary' });
	const stream = { writer: PAGE, lane: 'say' } as const;
	expect(relay.wholeStream('client', stream)).toMatchObject([{ from: 1, to: 2, events: [{ n: 1 }] }]);
	expect(relay.wholeStream('therapist', stream)[0]?.events).toHaveLength(2);
});
