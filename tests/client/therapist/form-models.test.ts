import { describe, expect, test } from 'vitest';
import { choiceOf, clientOptions } from '../../../client/therapist/client-model.ts';
import { formatClock, formatTimer } from '../../../client/therapist/format.ts';
import { codeGroups, typedAddress } from '../../../client/therapist/invite-model.ts';
import { phaseTimer, targetOf, timesAtPoint } from '../../../client/therapist/phase-model.ts';
import {
	currentPoint,
	draftOfPoint,
	matchMuscles,
	muscleOfText,
	nextPointNumber,
	pointBody,
	pointHeading,
} from '../../../client/therapist/point-model.ts';
import { clampPressTarget, DEFAULT_SETTINGS, parseSettings } from '../../../client/therapist/settings-model.ts';
import { qrPicture } from '../../../client/ui/qr-picture.ts';
import { splitAge } from '../../../client/ui/split-age.ts';
import { MUSCLES } from '../../../shared/body.ts';
import { cueOfNow } from '../../../shared/cue-of-now.ts';
import { createSessionLog } from '../../../shared/session-log.ts';
import { T0, tellSession } from '../../shared/alarms-harness.ts';

describe('for whom', () => {
	const found = [
		{ id: 'c1', name: 'River Stone' },
		{ id: 'c2', name: 'Rika Sommer' },
	];
	const asNew = (name: string) => `New: ${name}`;

	test('THER1 typing offers those found and a new name; nothing typed offers nothing', () => {
		expect(clientOptions('  ', found, asNew)).toEqual([]);
		expect(clientOptions('ri', found, asNew).map(({ label }) => label)).toEqual([
			'New: ri',
			'River Stone',
			'Rika Sommer',
		]);
		expect(clientOptions('river', found, asNew).map(({ label }) => label)).toEqual(['New: river', 'River Stone']);
	});

	test('THER1 a name that exists comes first, and a namesake can still be new', () => {
		expect(clientOptions('river stone', found, asNew).map(({ id }) => id)).toEqual(['c1', 'new']);
	});

	test('THER1 the one chosen counts while the name stands as it is; otherwise the typed name', () => {
		const [river] = found;
		expect(choiceOf('River Stone', river ?? null)).toEqual({ id: 'c1' });
		expect(choiceOf(' River Stone ', river ?? null)).toEqual({ id: 'c1' });
		expect(choiceOf('River Stoner', river ?? null)).toEqual({ name: 'River Stoner' });
		expect(choiceOf('River Stone', null)).toEqual({ name: 'River Stone' });
		expect(choiceOf('\u202e  ', null)).toBeNull();
	});
});

describe('where', () => {
	test('THER2 all thirty muscles are offered, and found by the beginning of any word of their names', () => {
		expect(matchMuscles('')).toHaveLength(30);
		expect(matchMuscles('trap').map(({ id }) => id)).toEqual(['upper_trapezius', 'middle_lower_trapezius']);
		expect(matchMuscles('LOW trap').map(({ id }) => id)).toEqual(['middle_lower_trapezius']);
		expect(matchMuscles('pec').map(({ caution }) => caution)).toEqual([expect.stringContaining('seek medical advice')]);
		expect(matchMuscles('zzz')).toEqual([]);
		for (const muscle of MUSCLES) expect(muscleOfText(muscle.name.toUpperCase())).toBe(muscle);
	});

	test('THER2 names that begin with what was typed come first', () => {
		expect(matchMuscles('s')[0]?.name).toMatch(/^S/);
	});

	test('THER2 a point is a muscle’s id or free text, with its side and place', () => {
		expect(pointBody(2, { text: 'infraspinatus', side: 'right', place: ' by the spine ' })).toEqual({
			kind: 'point',
			point: 2,
			muscle: 'infraspinatus',
			side: 'right',
			place: 'by the spine',
		});
		expect(pointBody(1, { text: ' scar at the knee ', side: 'middle', place: '' })).toEqual({
			kind: 'point',
			point: 1,
			muscle: 'scar at the knee',
			side: 'middle',
		});
		expect(pointBody(1, { text: 'Masseter', side: null, place: '' })).toBeNull();
		expect(pointBody(1, { text: ' ', side: 'left', place: '' })).toBeNull();
	});

	test('THER2 points are counted on, changed in their own form and named', () => {
		const session = tellSession();
		expect(nextPointNumber(session.state())).toBe(1);
		session.tell(0, { kind: 'point', point: 3, muscle: 'masseter', side: 'left', place: 'low' });
		expect(nextPointNumber(session.state())).toBe(4);
		const point = currentPoint(session.state());
		expect(point && draftOfPoint(point)).toEqual({ text: 'Masseter', side: 'left', place: 'low' });
		expect(point && pointHeading(point)).toBe('Left masseter');
	});
});

describe('invitation', () => {
	test('THER3 the QR has a quiet zone of four modules on each side', () => {
		const { size, path } = qrPicture('https://192.168.1.20:8443/join#0123456789abcdefghijkl');
		const cells = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, x, y, length]) => [x, y, length].map(Number));
		const xs = cells.map(([x = 0]) => x);
		const ends = cells.map(([x = 0, , length = 0]) => x + length);
		const ys = cells.map(([, y = 0]) => y);
		expect([Math.min(...xs), Math.min(...ys)]).toEqual([4, 4]);
		expect([Math.max(...ends), Math.max(...ys) + 1]).toEqual([size - 4, size - 4]);
	});

	test('THER3 the code is read in two groups; the address to type carries no ticket', () => {
		expect(codeGroups('7KQ2MZ9X')).toEqual(['7KQ2', 'MZ9X']);
		expect(typedAddress('https://192.168.1.20:8443/join#secret')).toBe('192.168.1.20:8443/join');
	});
});

describe('phases and time', () => {
	test('THER13 press is timed against the therapist’s own target, stretch against 30 s', () => {
		expect([targetOf('press', 60_000), targetOf('stretch', 60_000), targetOf('locate', 60_000)]).toEqual([
			60_000,
			30_000,
			undefined,
		]);
		const press = { phase: 'press', point: 1, since: T0, targetMs: 45_000 } as const;
		expect(phaseTimer(press, T0 + 22_500)).toEqual({
			elapsedMs: 22_500,
			progress: 0.5,
			isPastTarget: false,
			reminderMs: null,
		});
		expect(phaseTimer(press, T0 + 44_999).isPastTarget).toBe(false);
		expect(phaseTimer(press, T0 + 45_000)).toMatchObject({ progress: 1, isPastTarget: true });
		expect(phaseTimer({ phase: 'rest', point: 1, since: T0 }, T0 + 5)).toMatchObject({ progress: null });
		expect(phaseTimer(press, T0 - 400).elapsedMs).toBe(0);
	});

	test('THER13 press reminds at 90 s and again at 120 s', () => {
		const press = { phase: 'press', point: 1, since: T0 } as const;
		const reminder = (ms: number) => phaseTimer(press, T0 + ms).reminderMs;
		expect([reminder(89_999), reminder(90_000), reminder(119_999), reminder(120_000)]).toEqual([
			null,
			90_000,
			90_000,
			120_000,
		]);
		expect(phaseTimer({ phase: 'stretch', point: 1, since: T0 }, T0 + 200_000).reminderMs).toBeNull();
	});

	test('THER13 times at a point are summed over its visits', () => {
		const at = (n: number, t: number, phase: 'locate' | 'press' | 'rest', point: number) => ({
			writer: 'w'.padEnd(22, 'w'),
			lane: 'say' as const,
			seat: 'therapist' as const,
			n,
			at: t,
			arrivedAt: t,
			body: { kind: 'phase' as const, phase, point },
		});
		const log = createSessionLog([
			at(1, 0, 'press', 1),
			at(2, 10, 'rest', 1),
			at(3, 15, 'press', 2),
			at(4, 40, 'press', 1),
			at(5, 47, 'locate', 1),
		]);
		expect(timesAtPoint(log.ordered(), 1)).toEqual({ press: 17, rest: 5 });
		expect(timesAtPoint(log.ordered(), null)).toEqual({});
	});

	test('THER13 the target is between 30 and 90 s in steps of 5, and kept settings that can’t be read are as at first', () => {
		expect([0, 33_000, 42_400, 500_000].map(clampPressTarget)).toEqual([30_000, 35_000, 40_000, 90_000]);
		expect(parseSettings('{"areKeysOn":false,"pressTargetMs":61000}')).toEqual({
			areKeysOn: false,
			pressTargetMs: 60_000,
		});
		for (const bad of [null, '', 'null', '[]', '{"areKeysOn":1,"pressTargetMs":"x"}']) {
			expect(parseSettings(bad)).toEqual(DEFAULT_SETTINGS);
		}
	});

	test('THER14 ages and clocks are said in one fitting unit', () => {
		expect([0, 240, 9_999, 10_000, 119_999, 120_000, 7_200_000].map((ms) => splitAge(ms))).toEqual([
			{ value: '0.0', unit: 's' },
			{ value: '0.2', unit: 's' },
			{ value: '9.9', unit: 's' },
			{ value: '10', unit: 's' },
			{ value: '119', unit: 's' },
			{ value: '2', unit: 'min' },
			{ value: '2', unit: 'h' },
		]);
		expect([38_400, 0, -5, 599_000, 3_723_000].map(formatTimer)).toEqual(['0:38', '0:00', '0:00', '9:59', '1:02:03']);
		expect(formatClock(Date.UTC(2026, 0, 5, 8, 4), 'en', 'Europe/Vienna')).toBe('09:04');
	});

	test('THER15 a cue stands for 8 s; one that came later than that does not', () => {
		const session = tellSession();
		session.tell(0, { kind: 'cue', cue: 'ease' });
		expect(cueOfNow(session.state(), T0 + 7_999)).toMatchObject({ cue: 'ease' });
		expect(cueOfNow(session.state(), T0 + 8_000)).toBeNull();
	});
});
