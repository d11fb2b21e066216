import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoggedEvent } from '../../shared/events.ts';
import { eventKey } from '../../shared/events.ts';
import { packFlow, unpackFlow } from '../../shared/packed-flow.ts';
import { summaryOf } from '../../shared/summary.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { randomLog } from './random-log.ts';

const byKey = (events: readonly LoggedEvent[]) =>
	[...events].sort((a, b) => (eventKey(a) < eventKey(b) ? -1 : 1)).map((event) => ({ ...event }));

/** As it comes over the wire. */
const sent = (events: readonly LoggedEvent[]) =>
	JSON.parse(JSON.stringify(packFlow(events))) as ReturnType<typeof packFlow>;

test('REVIEW1 ratings packed as columns come out as they went in, with nothing else touched, on 1,000 random logs', () => {
	let packed = 0;
	fc.assert(
		fc.property(randomLog({ stops: true, most: 60 }), (log) => {
			const { events, flow } = sent(log);
			expect(byKey([...events, ...unpackFlow(flow)])).toEqual(byKey(log));
			packed += flow.reduce((sum, { values }) => sum + values.length, 0);
		}),
		{ numRuns: 1_000, seed: 4 },
	);
	expect(packed, 'something was packed').toBeGreaterThan(5_000);
}, 60_000);

test('REVIEW1 the timeline and numbers of a packed session are those of its events, two phones and late arrivals included', () => {
	fc.assert(
		fc.property(randomLog({ stops: true, most: 60 }), (log) => {
			const { events, flow } = sent(log);
			const [whole, packed] = [timelineOf(log), timelineOf(events, flow)];
			expect(packed).toEqual(whole);
			expect(summaryOf(packed)).toEqual(summaryOf(whole));
		}),
		{ numRuns: 1_000, seed: 5 },
	);
}, 60_000);

test('REVIEW1 what was said again or refused is not packed, and counts as in the log beside what is', () => {
	const writer = 'phone'.padEnd(22, '0');
	const rating = (n: number, at: number, more: Partial<LoggedEvent> = {}): LoggedEvent => ({
		...{ writer, lane: 'flow', seat: 'client', n, at, arrivedAt: at + 10 },
		body: { kind: 'rating', value: n, touched: true },
		...more,
	});
	const log = [
		rating(1, 1_000),
		rating(2, 9_000, { body: { kind: 'refused', code: 'out_of_range' } }),
		rating(3, 2_000),
		rating(1, 12_000, { writer: 'later'.padEnd(22, '0'), of: { writer, lane: 'flow', n: 3 } }),
		rating(2, 13_000, { writer: 'later'.padEnd(22, '0') }),
	];
	const { events, flow } = sent(log);
	expect(events.map(({ body, of }) => of?.n ?? body.kind)).toEqual(['refused', 3]);
	expect(flow.map(({ n, values }) => [n, values.length])).toEqual([
		[1, 1],
		[3, 1],
		[2, 1],
	]);
	expect(timelineOf(events, flow)).toEqual(timelineOf(log));
});
