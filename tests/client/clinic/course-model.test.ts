import { describe, expect, test } from 'vitest';
import { bodyMarks, feltNumbers } from '../../../client/clinic/body/body-model.ts';
import {
	curvePaths,
	peakSpot,
	sayChange,
	sayFigures,
	shownMs,
	trendsOf,
} from '../../../client/clinic/course/course-model.ts';
import { overShare, periodOf, sayResponses, sayWhole } from '../../../client/clinic/insight/insight-model.ts';
import { placeNames } from '../../../client/clinic/place-names.ts';
import { sayRow } from '../../../client/clinic/row-words.ts';
import { tableRows } from '../../../client/clinic/session/table-model.ts';
import type { RegionId } from '../../../shared/body-regions.ts';
import { placeCourses } from '../../../shared/course.ts';
import { insightOf } from '../../../shared/insight.ts';
import { timelineOf } from '../../../shared/timeline.ts';
import { type Line, logOf, started } from '../../shared/log-builder.ts';
import { manyDigests, SESSIONS } from './course-fixture.ts';
import { speech } from './speech.ts';

const courses = placeCourses(SESSIONS);
const [infraspinatus] = courses;
const visits = infraspinatus?.visits ?? [];

describe('a place over its visits', () => {
	test('COURSE6 all pictures of a place show the same time, in quarters of a minute, and never less than half', () => {
		expect(shownMs(visits)).toBe(45_000);
		expect(shownMs([])).toBe(30_000);
	});

	test('COURSE6 a curve breaks where nothing is known, and its highest value is found where it first stood', () => {
		const frame = { view: { from: 0, to: 45_000 }, width: 450, top: 0, height: 100 };
		const paths = visits.map(({ presses }) => curvePaths(presses[0]?.curve ?? null, frame).length);
		expect(paths, 'the third has a gap').toEqual([1, 1, 2, 1, 1]);
		expect(visits.map(peakSpot).map((spot) => [spot?.ms, spot?.value])).toEqual([
			[9_000, 88],
			[8_000, 82],
			[10_000, 78],
			[8_000, 66],
			[9_000, 58],
		]);
	});

	test('COURSE3 COURSE6 the first and last visit are said in one sentence, or that it is not enough', () => {
		const say = (i: number) => {
			const own = courses[i]?.visits ?? [];
			return sayChange(speech, own[0]?.figures, own.at(-1)?.figures);
		};
		expect(say(0)).toBe('Highest in press: 8.8 at first, 5.8 last. 3.0 lower.');
		expect(say(1)).toBe('Highest in press: 7.4 at first, 6.4 last. Not enough to say.');
		expect(say(3)).toBe('Worked in one visit so far.');
		const [a, b] = [visits[3]?.figures, visits[4]?.figures];
		expect(sayChange(speech, a, b, 'pair')).toBe('Highest in press: 6.6 last time, 5.8 now. Not enough to say.');
	});

	test('COURSE6 CLINIC6 what is not known is a dash, what did not happen is said, and less than a second is not none', () => {
		const figures = { knownMs: 9_000, peak: 60, fallMs: null, overMs: 300 };
		expect(sayFigures(speech, figures)).toEqual({ highest: '6.0', fall: 'no fall of 2', over: '1 s' });
		expect(sayFigures(speech, { ...figures, overMs: 0 }).over).toBe('0 s');
		const unknown = { knownMs: 0, peak: null, fallMs: null, overMs: 0 };
		expect(sayFigures(speech, unknown)).toEqual({ highest: '–', fall: '–', over: '–' });
		const [visit] = visits;
		expect(visit && trendsOf([{ ...visit, figures: unknown }]).map(({ values }) => values)).toEqual([
			[null],
			[null],
			[null],
		]);
	});
});

describe('the body chart', () => {
	test('BODY4 over all visits each place counts its visits and where it was felt, most often first', () => {
		const [first, ...others] = bodyMarks(SESSIONS, null);
		expect(first).toMatchObject({ number: 1, muscle: 'infraspinatus', side: 'right', sessions: 5, caution: null });
		expect(first?.felt).toEqual([
			{ region: 'shoulder-front-right', sessions: 3 },
			{ region: 'arm-front-right', sessions: 1 },
		]);
		expect(others.map(({ number, muscle }) => [number, muscle])).toEqual([
			[2, 'levator_scapulae'],
			[3, 'upper_trapezius'],
			[4, 'pectorals'],
		]);
	});

	test('BODY4 BODY5 of one visit only its own places stand, under the same numbers', () => {
		const marks = bodyMarks(SESSIONS, SESSIONS[2]?.session ?? '');
		expect(marks.map(({ number, sessions }) => [number, sessions])).toEqual([
			[1, 1],
			[4, 1],
		]);
		expect(marks[1]?.caution).toContain('stop and seek medical advice');
		expect([...feltNumbers(marks)]).toEqual([
			['shoulder-front-right', [1]],
			['chest-left', [4]],
			['arm-front-left', [4]],
		]);
	});
});

describe('insight in words', () => {
	test('INSIGHT4 the whole is said in a sentence, or that the sessions are too few', () => {
		const insight = insightOf(manyDigests('soleus', 6, 84));
		expect(sayWhole(speech, insight)).toMatch(
			/^In press, \d+ % of the rated time .* Half of the STOPs .* within 1\.8 s\.$/,
		);
		expect(sayWhole(speech, insightOf(manyDigests('soleus', 4, 84)))).toBeNull();
	});

	test('INSIGHT4 responses say how many there were and how many had none', () => {
		expect(sayResponses(speech, { times: 3, answered: 2, medianMs: 2_340 })).toBe('2.3 s (2), 1 without an answer');
		expect(sayResponses(speech, { times: 0, answered: 0, medianMs: null })).toBe('none');
		expect(sayResponses(speech, { times: 1, answered: 1, medianMs: 75_000 })).toBe('1:15 min (1)');
		const none = { times: 0, answered: 0, medianMs: null };
		expect(overShare({ knownMs: 0, overMs: 0, stops: none, over: none })).toBe(0);
	});

	test('INSIGHT4 a period ends now and begins its days before', () => {
		const now = Date.UTC(2026, 10, 26);
		expect(periodOf('month', now)).toEqual({ from: Date.UTC(2026, 9, 27), to: now });
	});
});

test('BODY4 in the session’s table it stands where a point was said to be felt, and where that was taken back', () => {
	const felt = (at: number, ...regions: readonly RegionId[]): Line => ({
		s: at,
		body: { kind: 'felt', point: 1, regions: [...regions] },
	});
	const point = { s: 1, body: { kind: 'point', point: 1, muscle: 'soleus', side: 'left' } } as const;
	const timeline = timelineOf(logOf([started, point, felt(2, 'heel-left', 'calf-left'), felt(3)]));
	const rows = tableRows(timeline).filter(({ what }) => what.is === 'felt');
	expect(rows.map((row) => sayRow(speech, row, placeNames(timeline.points)))).toEqual([
		'1 · left soleus is felt in: left heel, left calf',
		'1 · left soleus is felt nowhere else',
	]);
});
