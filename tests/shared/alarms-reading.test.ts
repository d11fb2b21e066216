import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentRating, withPicture } from '../../shared/readings.ts';
import type { SessionState } from '../../shared/session-state.ts';
import { heard, PHONE, PHONE_RELOADED, picture, T0, tellSession } from './alarms-harness.ts';

const reading = (state: SessionState, now: number, signal = heard(now)) => currentRating(state, signal, T0 + now);
const standing = (state: SessionState, now: number, signal = heard(now)) => reading(state, now, signal).standing;

function rated(...samples: readonly (readonly [t: number, value: number])[]) {
	const session = tellSession();
	for (const [t, value] of samples) session.rate(t, value);
	return session;
}

describe('the rating as it stands', () => {
	test('READ1 before the first sample there is no value', () => {
		expect(reading(tellSession().state(), 100)).toMatchObject({
			standing: 'none',
			value: null,
			comfort: null,
			trend: null,
		});
	});

	test('READ1 the later of the log’s last sample and the picture of now is the value', () => {
		const state = rated([0, 40], [1_000, 50]).state();
		expect(reading(state, 1_500, heard(1_500, [picture(500, 44)]))).toMatchObject({ value: 50, comfort: 'good' });
		expect(reading(state, 1_500, heard(1_500, [picture(1_400, 66)]))).toMatchObject({ value: 66, comfort: 'strong' });
	});

	test('SILENCE1 weak from 3 s, lost from 5 s, by the age of the line', () => {
		const state = rated([0, 50]).state();
		const signal = heard(0, [picture(0, 50)]);
		const seen = [2_999, 3_000, 4_999, 5_000].map((now) => standing(state, now, signal));
		expect(seen).toEqual(['fresh', 'weak', 'weak', 'lost']);
	});

	test('SILENCE1 weak and lost also by the age of the value on a line that is heard', () => {
		const state = rated([0, 50]).state();
		const seen = [2_999, 3_000, 4_999, 5_000].map((now) => standing(state, now, heard(now)));
		expect(seen).toEqual(['fresh', 'weak', 'weak', 'lost']);
	});

	test('SILENCE3 a lost value has neither zone nor trend, and keeps its ages', () => {
		const state = rated([0, 50], [1_000, 60]).state();
		expect(reading(state, 9_000, heard(1_200))).toEqual({
			standing: 'lost',
			value: 60,
			comfort: null,
			trend: null,
			isPractice: false,
			lineAgeMs: 7_800,
			touchAgeMs: 8_000,
		});
	});

	test('SILENCE3 a value older than 5 s is never current, whatever comes', () => {
		const step = fc.record({ wait: fc.integer({ min: 0, max: 9_000 }), value: fc.integer({ min: 0, max: 100 }) });
		fc.assert(
			fc.property(
				fc.array(step, { minLength: 1, maxLength: 20 }),
				fc.integer({ min: 0, max: 20_000 }),
				(steps, after) => {
					const session = tellSession();
					let t = 0;
					for (const { wait, value } of steps) {
						t += wait;
						session.rate(t, value);
					}
					const { standing: is, comfort } = reading(session.state(), t + after);
					expect(is === 'lost').toBe(after >= 5_000);
					expect(comfort === null).toBe(after >= 5_000);
				},
			),
		);
	});

	test('SILENCE4 after a reload of the phone the value stands as before until touched', () => {
		const session = rated([0, 50]);
		const reloaded = heard(2_000, [picture(0, 50), picture(2_000, null, PHONE_RELOADED)]);
		expect(reading(session.state(), 2_000, reloaded)).toMatchObject({ standing: 'before', value: 50, comfort: null });
		expect(standing(session.state(), 6_900, reloaded)).toBe('before');
		expect(standing(session.state(), 7_000, reloaded)).toBe('lost');
		session.rate(3_000, 30, { writer: PHONE_RELOADED });
		expect(reading(session.state(), 3_000, reloaded)).toMatchObject({ standing: 'fresh', value: 30 });
	});

	test('SILENCE4 after practice, with the phone heard and not touched again, the value stands as before and is no lost signal', () => {
		const session = tellSession();
		session.rate(0, 50, { practice: true });
		const cleared = heard(8_000, [picture(0, 50), picture(1_000, null)]);
		expect(reading(session.state(), 8_000, cleared)).toMatchObject({ standing: 'before', comfort: null });
		expect(standing(session.state(), 13_000, cleared)).toBe('lost');
	});

	test('SILENCE5 untouched for 30 s in press the number goes hollow; a touch fills it', () => {
		const session = tellSession();
		session.tell(0, { kind: 'phase', phase: 'press', point: 1 });
		for (let t = 1_000; t <= 31_000; t += 1_000) session.rate(t, 50, { touched: t === 1_000 });
		expect(standing(session.state(), 30_999)).toBe('fresh');
		expect(standing(session.state(), 31_000)).toBe('hollow');
		session.rate(31_100, 50);
		expect(standing(session.state(), 31_100)).toBe('fresh');
	});

	test('SILENCE5 outside press the number does not go hollow, and press counts from its start', () => {
		const session = tellSession();
		for (let t = 0; t <= 60_000; t += 1_000) session.rate(t, 50, { touched: t === 0 });
		expect(standing(session.state(), 60_000)).toBe('fresh');
		session.tell(60_000, { kind: 'phase', phase: 'press', point: 1 });
		for (let t = 61_000; t <= 90_000; t += 1_000) session.rate(t, 50, { touched: false });
		expect(standing(session.state(), 89_999)).toBe('fresh');
		expect(standing(session.state(), 90_000)).toBe('hollow');
	});

	test('SILENCE5 a touch that only the picture of now tells of counts', () => {
		const session = tellSession();
		session.tell(0, { kind: 'phase', phase: 'press', point: 1 });
		session.rate(1_000, 50);
		const signal = heard(40_000, [picture(40_000, 50, PHONE, 39_000)]);
		expect(reading(session.state(), 40_000, signal)).toMatchObject({ standing: 'fresh', touchAgeMs: 1_000 });
	});

	test('READ2 a phone whose person left says so', () => {
		const session = rated([0, 50]);
		session.tell(100, { kind: 'left' });
		expect(reading(session.state(), 200)).toMatchObject({ standing: 'left', comfort: null });
	});

	test('READ3 the trend compares with 3 s ago; less than half a point is steady', () => {
		const trend = (value: number) => reading(rated([0, 50], [1_000, 50], [3_500, value]).state(), 4_000).trend;
		expect([trend(54), trend(55), trend(46), trend(45)]).toEqual(['steady', 'rising', 'steady', 'falling']);
	});

	test('READ3 the trend does not look across a gap or a reload', () => {
		expect(reading(rated([0, 10], [5_001, 60]).state(), 5_001).trend).toBe('steady');
		const session = rated([0, 10]);
		session.rate(1_000, 60, { writer: PHONE_RELOADED });
		expect(reading(session.state(), 1_000).trend).toBe('steady');
	});

	test('READ1 practice is marked', () => {
		const session = tellSession();
		session.rate(0, 50, { practice: true });
		expect(reading(session.state(), 0).isPractice).toBe(true);
	});

	test('READ1 instants a little ahead of the page’s clock have no negative age', () => {
		expect(reading(rated([300, 50]).state(), 0, heard(200))).toMatchObject({ lineAgeMs: 0, touchAgeMs: 0 });
	});
});

describe('pictures seen', () => {
	test('W8 only pictures that say something new are kept, and those of the last two minutes', () => {
		let signal = withPicture(heard(0), T0, picture(0, 10));
		signal = withPicture(signal, T0 + 900, picture(0, 10));
		expect(signal).toEqual({ heardAt: T0 + 900, pictures: [picture(0, 10)] });
		expect(withPicture(signal, T0 + 900, null)).toBe(signal);
		signal = withPicture(signal, T0 + 120_000, picture(120_000, 20));
		expect(signal.pictures).toHaveLength(2);
		signal = withPicture(signal, T0 + 120_001, picture(120_001, 30));
		expect(signal.pictures).toEqual([picture(120_000, 20), picture(120_001, 30)]);
	});
});
