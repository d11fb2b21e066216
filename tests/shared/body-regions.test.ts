import { expect, test } from 'vitest';
import { MUSCLES } from '../../shared/body.ts';
import {
	cautionOfFelt,
	partsOf,
	REGION_IDS,
	REGION_KINDS,
	REGIONS,
	type RegionId,
	regionOfMuscle,
} from '../../shared/body-regions.ts';
import { digestOf } from '../../shared/course.ts';
import { acceptBody, refused } from '../../shared/events.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { type Line, logOf, phase, sec, started } from './log-builder.ts';

test('BODY2 there are thirty regions, fifteen in each view, and every muscle lies in one', () => {
	expect(REGION_KINDS.length).toBe(30);
	expect(REGION_KINDS.filter((kind) => REGIONS[kind].view === 'front').length).toBe(15);
	expect(MUSCLES.filter(({ id }) => regionOfMuscle(id) === undefined)).toEqual([]);
	expect([regionOfMuscle('old scar'), regionOfMuscle('constructor')]).toEqual([undefined, undefined]);
});

test('BODY2 an id names one region and whose side; each side is there once, what lies across the middle has none', () => {
	expect(new Set(REGION_IDS).size).toBe(REGION_IDS.length);
	for (const id of REGION_IDS) {
		const { kind, side } = partsOf(id);
		expect([kind in REGIONS, side !== 'middle']).toEqual([true, REGIONS[kind].isSided]);
	}
	expect(partsOf('arm-front-left')).toEqual({ kind: 'arm-front', side: 'left' });
	expect(partsOf('sacrum')).toEqual({ kind: 'sacrum', side: 'middle' });
});

test('BODY3 only a region of the list is taken, and only from the therapist’s seat', () => {
	const felt = (regions: readonly string[]) => ({ kind: 'felt', point: 1, regions });
	const body = felt(['calf-left', 'heel-left']);
	expect(acceptBody('therapist', 'say', body)).toEqual(body);
	expect(acceptBody('therapist', 'say', felt([]))).toEqual(felt([]));
	expect(acceptBody('therapist', 'say', felt(['calf']))).toEqual(refused('bad_request'));
	expect(acceptBody('therapist', 'say', felt(REGION_IDS))).toEqual(refused('bad_request'));
	expect(acceptBody('client', 'say', body)).toEqual(refused('forbidden'));
	expect(acceptBody('owner', 'say', body)).toEqual(refused('forbidden'));
});

test('BODY3 STATE1 of where a point is felt the last word stands, and an empty one takes it back', () => {
	const felt = (s: number, point: number, ...regions: readonly RegionId[]): Line => ({
		s,
		body: { kind: 'felt', point, regions: [...regions] },
	});
	const events = logOf([
		started,
		{ s: 1, body: { kind: 'point', point: 1, muscle: 'soleus', side: 'left' } },
		phase(2, 'press'),
		felt(3, 1, 'heel-left'),
		felt(4, 2, 'calf-left'),
		felt(5, 1, 'heel-left', 'calf-left', 'heel-left'),
		felt(6, 2),
		phase(7, 'press', 2),
		{ s: 9, body: { kind: 'ended' } },
	]);
	const timeline = timelineOf(events);
	expect(timeline.felt.map(({ t, point, regions }) => [sec(t), point, regions.length])).toEqual([
		[3, 1, 1],
		[4, 2, 1],
		[5, 1, 2],
		[6, 2, 0],
	]);
	expect(digestOf(events).points.map(({ point, felt: regions }) => [point, regions])).toEqual([
		[1, ['heel-left', 'calf-left']],
		[2, []],
	]);
});

test('BODY5 the left chest or arm while working the pectorals brings the fixed sentence, nothing else does', () => {
	expect(cautionOfFelt('pectorals', ['forearm-back-left'])).toContain('stop and seek medical advice');
	expect(cautionOfFelt('pectorals', ['abdomen', 'chest-left'])).not.toBeNull();
	expect(cautionOfFelt('pectorals', ['chest-right', 'arm-front-right', 'thigh-front-left'])).toBeNull();
	expect(cautionOfFelt('soleus', ['chest-left'])).toBeNull();
});
