import { describe, expect, test } from 'vitest';
import { courseAfter, courseOf, LATELY_MS, lookAt, viewNow } from '../../../../client/clinic/follow/live-course.ts';
import { createSessionLog } from '../../../../shared/session-log.ts';
import { logOf, phase, rates, START, sec, started } from '../../../shared/log-builder.ts';

const at = (s: number) => START + s * 1_000;
const point = { s: 1, body: { kind: 'point', point: 1, muscle: 'soleus', side: 'left' } } as const;
const logAfter = (lines: Parameters<typeof logOf>[0]) => createSessionLog(logOf(lines));

describe('the course so far', () => {
	test('WATCH5 nothing is drawn before anything is known', () => {
		expect(courseOf(createSessionLog(), START)).toBeNull();
	});

	test('WATCH5 what stands goes on until now, and silence until now is a gap', () => {
		const log = logAfter([started, point, phase(2, 'press'), ...rates([3, 40], [4, 50])]);
		const soon = courseOf(log, at(6));
		expect(soon?.timeline.phases.at(-1)).toMatchObject({ phase: 'press', to: at(6) });
		expect(soon?.timeline.bands.at(-1)).toMatchObject({ to: at(6) });
		expect(soon?.timeline.gaps).toEqual([]);
		const late = courseOf(log, at(20));
		expect(late?.timeline.gaps.map(({ from, to }) => [sec(from), sec(to)])).toEqual([[4, 20]]);
		// The value itself is drawn no further than it was known.
		expect(late?.runs.map(({ to }) => sec(to))).toEqual([4]);
		expect(late?.bounds).toEqual({ from: START, to: at(20) });
	});

	test('WATCH5 WATCH8 after the end nothing goes on', () => {
		const log = logAfter([started, ...rates([3, 40]), { s: 5, body: { kind: 'ended' } }]);
		expect(courseOf(log, at(60))?.timeline).toMatchObject({ isEnded: true, to: at(5), lastAt: at(5), gaps: [] });
	});

	test('WATCH5 the picture has some width from the first moment', () => {
		const bounds = courseOf(logAfter([started]), at(0))?.bounds;
		expect((bounds?.to ?? 0) - (bounds?.from ?? 0)).toBe(10_000);
	});
});

test('WATCH5 it is worked out once a second, and less often where it would take more than a twentieth of the time', () => {
	expect([0, 12, 50, 200].map(courseAfter)).toEqual([1_000, 1_000, 1_000, 4_000]);
});

describe('what is in view', () => {
	const bounds = (s: number) => ({ from: START, to: at(s) });

	test('WATCH5 at first the last five minutes, going on with the present', () => {
		expect(viewNow(null, bounds(60))).toEqual(bounds(60));
		expect(viewNow(null, bounds(4_000))).toEqual({ from: at(4_000) - LATELY_MS, to: at(4_000) });
	});

	test('WATCH5 a view that reached to the present goes on with it, the whole stays the whole, and an earlier one stays', () => {
		const last = lookAt({ from: at(500), to: at(600) }, bounds(600));
		expect(viewNow(last, bounds(660))).toEqual({ from: at(560), to: at(660) });
		const whole = lookAt(bounds(600), bounds(600));
		expect(viewNow(whole, bounds(660))).toEqual(bounds(660));
		const earlier = lookAt({ from: at(100), to: at(200) }, bounds(600));
		expect(viewNow(earlier, bounds(660))).toEqual({ from: at(100), to: at(200) });
	});
});
