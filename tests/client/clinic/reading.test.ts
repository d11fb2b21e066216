import { describe, expect, test } from 'vitest';
import { sayLength, sayMinutes } from '../../../client/clinic/clinic-parts.ts';
import { placeNames } from '../../../client/clinic/place-names.ts';
import { ratingOfRow, sayRow } from '../../../client/clinic/row-words.ts';
import { runsOf } from '../../../client/clinic/session/curve-model.ts';
import { actOfKey } from '../../../client/clinic/session/keys-model.ts';
import {
	comfortShares,
	numberCells,
	percentOf,
	realStops,
	sayRemark,
} from '../../../client/clinic/session/numbers-model.ts';
import { landmarks, nextLandmark, readoutAt } from '../../../client/clinic/session/readout-model.ts';
import { nothingWords } from '../../../client/clinic/session/session-model.ts';
import { stopFacts } from '../../../client/clinic/session/stop-words.ts';
import { tableRows } from '../../../client/clinic/session/table-model.ts';
import { summaryOf } from '../../../shared/summary.ts';
import { timelineOf } from '../../../shared/timeline.ts';
import { type Line, logOf, phase, practiced, rates, START, said, started } from '../../shared/log-builder.ts';
import { speech } from './speech.ts';

const stops = [said('client', 3)];
const LINES: readonly Line[] = [
	started,
	{ s: 1, body: { kind: 'spoken-consent', choice: 'recorded', member: 'Ada' } },
	{ s: 2, body: { kind: 'band', low: 40, high: 60, edge: 70 } },
	...practiced(rates([3, 90], [4, 90])),
	{ s: 5, body: { kind: 'point', point: 1, muscle: 'infraspinatus', side: 'right' } },
	phase(10, 'press'),
	...rates([10, 50], [14, 80], [18, 75], [19, 45], [22, 45]),
	{ s: 15, body: { kind: 'cue', cue: 'ease' } },
	{ s: 16, body: { kind: 'stop' }, late: 0.2 },
	{ s: 16.5, body: { kind: 'shown', stops } },
	{ s: 18, body: { kind: 'answered', stops } },
	{ s: 20, body: { kind: 'note', text: 'breathes' } },
	{ s: 21, body: { kind: 'spoken-rating', value: 55 } },
	{ s: 24, body: { kind: 'signal', state: 'lost' } },
	...rates([40, 30], [52, 30], [53, 30]),
	{ s: 60, body: { kind: 'ended' } },
	...rates([61, 20]),
];
const timeline = timelineOf(logOf(LINES));
const summary = summaryOf(timeline);
const names = placeNames(timeline.points);
const runs = runsOf(timeline);

describe('at the cursor', () => {
	test('CLINIC5 rating, comfort, phase and time into it are read at any instant', () => {
		expect(readoutAt(timeline, runs, START + 14_500)).toMatchObject({
			value: 80,
			comfort: 'over',
			intoMs: 4_500,
			visit: { phase: 'press' },
		});
		expect(readoutAt(timeline, runs, START + 30_000)).toMatchObject({
			value: null,
			comfort: null,
			visit: { phase: 'rest' },
		});
		expect(readoutAt(timeline, runs, START + 3_500)).toMatchObject({ value: 90, standing: 'practice', visit: null });
	});

	test('CLINIC5 keys walk along the curve, from event to event, closer and wider', () => {
		const bounds = { from: timeline.from, to: timeline.lastAt };
		const standpoint = { view: bounds, bounds, at: START + 10_000, marks: landmarks(timeline) };
		const press = (key: string, shiftKey = false) =>
			actOfKey({ key, shiftKey, ctrlKey: false, metaKey: false, altKey: false }, standpoint);
		expect(press('ArrowRight')?.cursor).toBeCloseTo(START + 10_610, 0);
		expect(press('ArrowLeft', true)?.cursor).toBeCloseTo(START + 3_900, 0);
		expect(press('PageDown')?.cursor).toBe(START + 14_000);
		expect(press('PageUp')?.cursor).toBe(START + 2_000 - 1_000);
		expect(press('Home')?.cursor).toBe(bounds.from);
		expect(press('End')?.cursor).toBe(bounds.to);
		expect(press('0')?.view).toEqual(bounds);
		const closer = press('+')?.view;
		expect((closer?.to ?? 0) - (closer?.from ?? 0)).toBeCloseTo((bounds.to - bounds.from) / 1.5, 2);
		expect(press('-')?.view).toEqual(bounds);
		expect(press('Tab')).toBeNull();
		expect(
			actOfKey({ key: '0', shiftKey: false, ctrlKey: true, metaKey: false, altKey: false }, standpoint),
		).toBeNull();
		expect(nextLandmark(standpoint.marks, bounds.to + 1, 1)).toBeUndefined();
	});
});

describe('the table', () => {
	const rows = tableRows(timeline);
	const said = rows.map((row) => sayRow(speech, row, names));

	test('CLINIC5 everything in the picture stands in the table, in order of time', () => {
		expect(rows.map(({ t }) => t)).toEqual(rows.map(({ t }) => t).toSorted((a, b) => a - b));
		for (const wanted of [
			'Session started',
			'Client chose: recorded, said aloud to Ada',
			'Band 4.0 to 6.0, edge 7.0',
			'Press, 1 · right infraspinatus',
			'Over the edge for 5 s, up to 8.0',
			'Cue: Ease off',
			'Rest, 1 · right infraspinatus, after STOP',
			'Note: breathes',
			'Said aloud',
			'No signal, not back',
			'Nothing known for 18 s',
			'Session ended',
		]) {
			expect(said).toContain(wanted);
		}
		expect(said.find((each) => each.startsWith('STOP'))).toContain('answered after 2.0 s');
	});

	test('CLINIC5 the curve is told in pieces of 10 s with the lowest and highest value of each', () => {
		const long = tableRows(timelineOf(logOf(rates([0, 10], [4, 30], [8, 50], [12, 20], [16, 60], [20, 90]))));
		expect(long.map((row) => [(row.t - START) / 1000, sayRow(speech, row, names), ratingOfRow(speech, row)])).toEqual([
			[0, 'Rating, 10 s', '1.0 to 5.0'],
			[10, 'Rating, 10 s', '2.0 to 9.0'],
		]);
		const lone = tableRows(timelineOf(logOf(rates([0, 70]))));
		expect(lone.map((row) => ratingOfRow(speech, row))).toEqual(['7.0']);
	});

	test('CLINIC5 practice and what came after the end are marked', () => {
		const standings = new Set(rows.map(({ standing }) => standing));
		expect([...standings].sort()).toEqual(['late', 'practice', 'session']);
	});
});

describe('numbers in words', () => {
	test('CLINIC6 what is not known is a dash and never 0', () => {
		const nothing = summaryOf(timelineOf(logOf([started, phase(1, 'press'), { s: 31, body: { kind: 'ended' } }])));
		expect(numberCells(speech, nothing.visits[0]?.numbers ?? nothing.session)).toEqual({
			length: '30 s',
			known: '0 s',
			gaps: '30 s',
			mean: '–',
			peak: '–',
			end: '–',
			inBand: '–',
			over: '–',
			area: '–',
			fall: '–',
		});
		expect(sayRemark(speech, nothing.session)).toBeNull();
	});

	test('CLINIC6 what is known is said with its unit', () => {
		expect(numberCells(speech, summary.visits[0]?.numbers ?? summary.session)).toMatchObject({
			length: '8 s',
			mean: '6.5',
			peak: '8.0',
			end: '8.0',
			inBand: '4 s (50 %)',
			over: '4 s (50 %)',
			area: '52',
		});
		expect(sayRemark(speech, summary.session)).toBe('Rating fell from 8.0 to 4.5 in 5 s.');
		expect([sayLength(speech, 65_000), sayLength(speech, 120_000), sayLength(speech, 3_840_000)]).toEqual([
			'1:05 min',
			'2 min',
			'1 h 04 min',
		]);
		expect(sayMinutes(speech, 3_110_000)).toBe('52 min');
	});

	test('CLINIC6 a share is 0 only for none and 100 only for all', () => {
		expect([0, 0.001, 0.5, 0.999, 1].map(percentOf)).toEqual([0, 1, 50, 99, 100]);
		const shares = comfortShares(summary.session);
		expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
		expect(shares.map(({ zone }) => zone)).toEqual(['light', 'good', 'over', 'unknown']);
	});
});

describe('STOP', () => {
	test('CLINIC9 every mark is said with its time, and one that is missing is said to be', () => {
		const [stop] = realStops(timeline);
		if (!stop) throw new Error('a STOP');
		expect(stopFacts(speech, stop, names)).toEqual([
			{ text: 'in Press, right infraspinatus', isMissing: false },
			{ text: 'with the clinic after 0.2 s', isMissing: false },
			{ text: 'on the therapist’s screen after 0.5 s', isMissing: false },
			{ text: 'answered after 2.0 s', isMissing: false },
			{ text: 'not cleared', isMissing: true },
		]);
		const [late] = timelineOf(
			logOf([started, { s: 1, body: { kind: 'ended' } }, { s: 2, body: { kind: 'stop' } }]),
		).stops;
		expect(late && stopFacts(speech, late, names).map(({ text }) => text)).toEqual([
			'after the end',
			'outside a phase',
			'with the clinic after 0.0 s',
			'never on the therapist’s screen',
			'not answered',
			'not cleared',
		]);
	});

	test('CLINIC9 practice is not among the real ones', () => {
		const tried = timelineOf(logOf([started, ...practiced([{ s: 1, body: { kind: 'stop' } }])]));
		expect([tried.stops.length, realStops(tried).length]).toEqual([1, 0]);
	});
});

describe('a session without a record', () => {
	test('CLINIC10 it says why there is nothing to see', () => {
		const words = speech.clinic.session;
		const row = {
			session: '',
			startedAt: 0,
			endedAt: 1,
			isTest: false,
			client: null,
			therapist: '',
			points: [],
			peak: null,
			stops: 0,
		};
		expect(nothingWords(words, { ...row, recording: 'live-only' })).toBe(words.nothingLiveOnly);
		expect(nothingWords(words, { ...row, recording: 'withdrawn' })).toBe(words.nothingWithdrawn);
		expect(nothingWords(words, { ...row, recording: 'recorded' })).toBe(words.nothing);
		expect(nothingWords(words, { ...row, recording: 'recorded', endedAt: null })).toBe(words.nothingLive);
	});
});
