import { describe, expect, test } from 'vitest';
import { firstOf, inShort, phaseLine, workedPlaces } from '../../../client/clinic/paper/paper-model.ts';
import { placeNames } from '../../../client/clinic/place-names.ts';
import { summaryOf } from '../../../shared/summary.ts';
import { timelineOf } from '../../../shared/timeline.ts';
import { type Line, logOf, phase, rates, started } from '../../shared/log-builder.ts';
import { speech } from './speech.ts';

function read(...lines: readonly (Line | readonly Line[])[]) {
	const timeline = timelineOf(logOf(lines.flat()));
	return { timeline, summary: summaryOf(timeline), names: placeNames(timeline.points) };
}

const point = (s: number, muscle: string): Line => ({ s, body: { kind: 'point', point: 1, muscle, side: 'right' } });

describe('the page for the client', () => {
	test('PAPER1 a place says how often it was pressed and how what was felt came down', () => {
		const { timeline, summary, names } = read(
			started,
			point(1, 'infraspinatus'),
			phase(2, 'press'),
			rates([2, 70], [5, 72], [9, 40], [12, 40]),
			phase(12, 'rest'),
		);
		expect(workedPlaces(speech, timeline, summary, names)).toEqual([
			{
				name: 'Right infraspinatus',
				sentences: ['Pressed once.', 'What you felt went from 7.2 down to 4.0 in 4 s.'],
				caution: null,
			},
		]);
	});

	test('PAPER1 where little moved it says the strongest and the last, and where nothing was rated that', () => {
		const some = read(started, point(1, 'soleus'), phase(2, 'press'), rates([2, 40], [5, 50]), phase(8, 'rest'));
		expect(workedPlaces(speech, some.timeline, some.summary, some.names)[0]?.sentences[1]).toBe(
			'It felt 5.0 at its strongest and 5.0 at the end.',
		);
		const none = read(started, phase(2, 'stretch'), phase(8, 'rest'));
		expect(workedPlaces(speech, none.timeline, none.summary, none.names)).toEqual([
			{ name: 'A place without a name', sentences: ['You gave no rating here.'], caution: null },
		]);
	});

	test('PAPER1 where the pectorals were worked the fixed sentence stands', () => {
		const { timeline, summary, names } = read(started, point(1, 'pectorals'), phase(2, 'press'), phase(9, 'rest'));
		expect(workedPlaces(speech, timeline, summary, names)[0]?.caution).toContain('seek medical advice');
	});

	test('PAPER1 in short: the time in the client’s own band, the edge, and STOP', () => {
		const { timeline, summary } = read(started, rates([1, 50], [5, 80], [6, 50], [9, 50]), {
			s: 7,
			body: { kind: 'stop' },
		});
		expect(inShort(speech, timeline, summary)).toEqual([
			'For 88 % of the time you rated, it felt the way you wanted it: between 4.0 and 6.0.',
			'It was stronger than your own limit of 7.0 for 1 s.',
			'You pressed STOP once.',
		]);
		const calm = read(started, rates([1, 50], [5, 50]));
		expect(inShort(speech, calm.timeline, calm.summary).slice(1)).toEqual([
			'It never went past your own limit of 7.0.',
			'You did not need STOP.',
		]);
		const silent = read(started);
		expect(inShort(speech, silent.timeline, silent.summary)).toEqual(['You did not need STOP.']);
	});
});

describe('the page for the chart', () => {
	test('PAPER1 a point’s phases stand in a line, those that came twice together, without rest', () => {
		const { summary } = read(
			started,
			phase(2, 'locate'),
			phase(10, 'press'),
			phase(40, 'rest'),
			phase(50, 'press'),
			phase(60, 'rest'),
		);
		expect(summary.points.map((each) => phaseLine(speech, each))).toEqual(['Locate 8 s, Press 40 s']);
	});

	test('PAPER1 what does not fit on the page is counted', () => {
		expect(firstOf([1, 2, 3], 2)).toEqual({ shown: [1, 2], more: 1 });
		expect(firstOf([1], 2)).toEqual({ shown: [1], more: 0 });
	});
});
