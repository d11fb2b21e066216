import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { soapWords } from '../../client/clinic/notes/soap-words.ts';
import { createTimeFormat } from '../../client/clinic/time-format.ts';
import { plainRating, type SoapFacts, soapDraft } from '../../shared/soap.ts';
import { summaryOf } from '../../shared/summary.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { speech } from '../client/clinic/speech.ts';
import { type Line, logOf, phase, practiced, rates, said, started } from './log-builder.ts';
import { randomLog } from './random-log.ts';

const NOTHING: SoapFacts = { masking: [], plan: null, isFollowUpWanted: false };
const words = soapWords(speech, createTimeFormat('en-GB', 'UTC'));
const draftOf = (events: ReturnType<typeof logOf>, facts: SoapFacts = NOTHING) => {
	const timeline = timelineOf(events);
	return soapDraft(timeline, summaryOf(timeline), facts, words);
};
const of = (...lines: readonly (Line | readonly Line[])[]) => draftOf(logOf(lines.flat()));
const ended = (s: number): Line => ({ s, body: { kind: 'ended' } });
const point = (n: number, muscle: string, side: 'left' | 'right' | 'middle'): Line => ({
	s: 0,
	body: { kind: 'point', point: n, muscle, side },
});
/** A value that stands, said again often enough to be known. */
const held = (from: number, to: number, value: number) =>
	rates(...Array.from({ length: Math.floor((to - from) / 2) + 1 }, (_, i) => [from + i * 2, value] as const));

test('NOTE1 a press is one plain sentence: where, how long, and how the rating went', () => {
	const { objective } = of(
		started,
		point(1, 'infraspinatus', 'right'),
		phase(0, 'press'),
		held(0, 10, 50),
		held(12, 48, 70),
		rates([50, 40], [52, 40]),
		phase(52, 'rest'),
		ended(52),
	);
	expect(objective).toContain('Right infraspinatus, press 52 s: rating fell from 7 to 4 in 38 s.');
});

describe('a session by hand', () => {
	const stop = said('client', 3);
	const draft = draftOf(
		logOf([
			started,
			point(1, 'soleus', 'left'),
			{ s: 0, body: { kind: 'band', low: 30, high: 55, edge: 60 } },
			phase(0, 'locate'),
			...held(0, 8, 20),
			phase(10, 'press'),
			...held(10, 18, 50),
			{ s: 12, body: { kind: 'cue', cue: 'ease' } },
			{ s: 19, body: { kind: 'stop' } },
			{ s: 20, seat: 'therapist', body: { kind: 'answered', stops: [stop] } },
			{ s: 22, seat: 'client', body: { kind: 'cleared', stops: [stop], how: 'lighter' } },
			{ s: 23, body: { kind: 'note', text: '<img src=x> tender by the heel' } },
			phase(24, 'press'),
			...held(24, 30, 80),
			...held(32, 34, 75),
			phase(36, 'stretch'),
			{ s: 40, body: { kind: 'spoken-rating', value: 35 } },
			ended(46),
		]),
		{
			masking: ['painkiller'],
			plan: { goal: 'Look back when driving', reviewOn: '2027-01-31' },
			isFollowUpWanted: true,
		},
	);

	test('NOTE1 subjective: band, highest and where, what was said aloud, cues, STOP and what masks', () => {
		expect(draft.subjective.split('\n')).toEqual([
			'The client’s own band 3 to 5.5, edge 6.',
			'Highest rating 8, at left soleus.',
			'Said aloud: 3.5.',
			'Cues: ease off once.',
			'STOP at left soleus: then lighter.',
			'Ratings of that day may be masked: Painkiller.',
		]);
	});

	test('NOTE1 objective: what was done at each point, what is not known, and the therapist’s notes as written', () => {
		expect(draft.objective.split('\n')).toEqual([
			'Session of 46 s, 1 point worked.',
			expect.stringMatching(/^Left soleus, press 10 s: rating in the band for \d+ s of \d+ s\.$/),
			expect.stringMatching(/^Left soleus, press 12 s: rating reached 8, over the edge for \d+ s in all\.$/),
			'Left soleus, also: locate 10 s, stretch 10 s.',
			expect.stringMatching(/^Nothing is known for \d+ s of it\.$/),
			expect.stringMatching(/^\d\d:\d\d <img src=x> tender by the heel$/),
		]);
	});

	test('NOTE1 assessment and plan: what can be counted, the plan in force, and that the client wants to be asked', () => {
		expect(draft.assessment).toContain('Left soleus: highest 5 in the first press, 8 in the last.');
		expect(draft.assessment).toMatch(/Over the edge once, for \d+ s\./);
		expect(draft.plan.split('\n')).toEqual([
			'Plan in force: Look back when driving (review on 31 January 2027)',
			'The client wants to be asked after 24 and 48 hours.',
		]);
	});
});

test('NOTE2 a difference under 2 points is not called a change', () => {
	const press = (from: number, value: number, last: number) => [
		phase(from, 'press'),
		...held(from, from + 10, value),
		...rates([from + 12, last], [from + 14, last]),
		phase(from + 16, 'rest'),
		...rates([from + 16, last]),
	];
	const { objective, assessment } = of(
		started,
		point(1, 'soleus', 'left'),
		press(0, 69, 50),
		press(20, 66, 51),
		ended(40),
	);
	expect(objective).not.toContain('fell');
	expect(assessment.split('\n')).toEqual([
		'No press in which the rating fell by 2 points or more: not enough to say.',
		'Left soleus: highest 6.9 in the first press, 6.6 in the last; a difference under 2 is not enough to say.',
	]);
	expect(of(started, point(1, 'soleus', 'left'), press(0, 70, 50), ended(20)).assessment).toBe(
		'In the one press the rating fell by 2 points or more.',
	);
});

test('NOTE2 where nothing is known nothing is made up', () => {
	const empty = of(started, ended(60));
	expect(empty).toEqual({
		subjective: 'Band 4 to 6 and edge 7, as proposed.\nNothing was rated.',
		objective: 'Session of 1 min, 0 points worked.',
		assessment: 'No press in which the rating fell by 2 points or more: not enough to say.',
		plan: '',
	});
	const { objective } = of(started, point(1, 'soleus', 'left'), phase(0, 'press'), ended(30));
	expect(objective).toContain('Left soleus, press 30 s: nothing was rated.');
	const practice = of(started, practiced(rates([0, 100], [2, 100])), rates([4, 30], [6, 30]), ended(6));
	expect(practice.subjective).toContain('Highest rating 3.');
});

/** What a filled-in note must never say: that a rating means something. */
const CLAIM =
	/\b(releas(e|ed)\b(?! \d)|reliev|improv|better|worse|heal|cur(e|ed)\b|diagnos|detect|resolv|tension|inflam|success)/i;

test('NOTE2 on random sessions every sentence is plain, and none claims what a rating means', () => {
	fc.assert(
		fc.property(randomLog({ stops: true, most: 80 }), (events) => {
			const draft = draftOf(events);
			const text = Object.values(draft).join('\n');
			const own = text.replaceAll(/release \d/g, '');
			const written = timelineOf(events).notes.map((note) => note.text);
			expect(written.reduce((rest, note) => rest.replaceAll(note, ''), own)).not.toMatch(CLAIM);
			expect(text).not.toMatch(/undefined|null|NaN|Infinity|\[object/);
			for (const [, from, to] of text.matchAll(/rating fell from ([\d.]+) to ([\d.]+)/g))
				expect(Math.round((Number(from) - Number(to)) * 10)).toBeGreaterThanOrEqual(20);
		}),
		{ numRuns: 200 },
	);
});

test('NOTE1 a rating is written as people say it', () => {
	expect([0, 40, 55, 100].map(plainRating)).toEqual(['0', '4', '5.5', '10']);
});
