import { describe, expect, test } from 'vitest';
import type { FollowUpReply } from '../../shared/follow-up.ts';
import { factsOf, handOverOf } from '../../shared/hand-over.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { type Line, logOf, phase, rates, said, started } from './log-builder.ts';

const DAY = 24 * 60 * 60 * 1_000;
const ended = (s: number): Line => ({ s, body: { kind: 'ended' } });
const point = (n: number, muscle: string, place?: string): Line => ({
	s: 0,
	body: { kind: 'point', point: n, muscle, side: 'right', ...(place !== undefined && { place }) },
});
const factsFrom = (
	session: string,
	startedAt: number,
	lines: readonly Line[],
	replies: readonly FollowUpReply[] = [],
) => factsOf({ session, startedAt, replies, timeline: timelineOf(logOf(lines)) });

const stop = said('client', 2);
/** Two points: a press that fell from 7 to 4, and one over the edge with a STOP. */
const older = factsFrom(
	'older',
	DAY,
	[
		started,
		{ s: 0, body: { kind: 'band', low: 30, high: 50, edge: 65 } },
		point(1, 'infraspinatus', 'by the edge'),
		phase(0, 'press', 1),
		...rates([0, 50], [4, 60], [8, 60], [12, 30], [14, 30]),
		point(2, 'soleus'),
		phase(16, 'press', 2),
		...rates([16, 80], [19, 80]),
		{ s: 19, body: { kind: 'stop' } },
		{ s: 20, seat: 'therapist', body: { kind: 'answered', stops: [stop] } },
		{ s: 21, seat: 'client', body: { kind: 'cleared', stops: [stop], how: 'elsewhere' } },
		{ s: 22, body: { kind: 'cue', cue: 'more' } },
		ended(24),
	],
	[{ day: 1, soreness: 3, amount: 'right', at: 2 * DAY }],
);
const newer = factsFrom('newer', 5 * DAY, [
	started,
	point(1, 'infraspinatus'),
	phase(0, 'press', 1),
	...rates([0, 55], [3, 55], [6, 50], [9, 50]),
	{ s: 9, body: { kind: 'cue', cue: 'more' } },
	ended(10),
]);
const card = handOverOf([newer, older]);

describe('a card of two sessions', () => {
	test('HAND1 the band is the client’s own as it stood last, and never the proposed one', () => {
		expect(card.sessions).toBe(2);
		expect(card.band).toEqual({ session: 'older', startedAt: DAY, band: { low: 30, high: 50, edge: 65 } });
		expect(handOverOf([newer]).band).toBeNull();
	});

	test('HAND2 what helped is a press in which the rating fell by 2 or more, with its times', () => {
		expect(card.helped).toEqual([
			{
				session: 'older',
				startedAt: DAY,
				place: 'right infraspinatus',
				from: 60,
				to: 30,
				fallMs: 8_000,
				lengthMs: 16_000,
			},
		]);
	});

	test('HAND2 what was too much is a STOP with the clearing that was chosen, and every time over the edge', () => {
		expect(card.tooMuch).toEqual([
			{
				session: 'older',
				startedAt: DAY,
				is: 'stop',
				place: 'right soleus',
				phase: 'press',
				how: 'elsewhere',
			},
			{ session: 'older', startedAt: DAY, is: 'over', place: 'right soleus', peak: 80, ms: 3_000 },
		]);
	});

	test('HAND1 what was felt where puts one place of several sessions together', () => {
		expect(card.felt).toEqual([
			{
				session: 'newer',
				startedAt: 5 * DAY,
				place: 'right infraspinatus',
				detail: 'by the edge',
				presses: 2,
				peak: 60,
			},
			{ session: 'older', startedAt: DAY, place: 'right soleus', detail: null, presses: 1, peak: 80 },
		]);
		expect(card.cues).toEqual([{ cue: 'more', times: 2 }]);
	});

	test('FOLLOW5 the days after stand beside the highest rating of their session', () => {
		expect(card.nextDays).toEqual([
			{
				session: 'older',
				startedAt: DAY,
				peak: 80,
				replies: [{ day: 1, soreness: 3, amount: 'right', at: 2 * DAY }],
			},
		]);
	});
});

test('HAND1 without a session the card is empty, and a long history leaves its newest rows', () => {
	expect(handOverOf([])).toEqual({
		sessions: 0,
		band: null,
		helped: [],
		tooMuch: [],
		felt: [],
		cues: [],
		nextDays: [],
	});
	const many = handOverOf(Array.from({ length: 10 }, () => older));
	expect([many.helped.length, many.tooMuch.length, many.felt.length]).toEqual([4, 4, 2]);
});
