import { expect, test } from 'vitest';
import { muscleById } from '../../shared/body.ts';
import { LIVE_CLIENTS, PAST_SESSIONS, startOf } from '../../tools/demo/demo-sessions.ts';

const DAYS = Array.from({ length: 14 }, (_, day) => new Date(2026, 10, 1 + day, 17, 45).getTime());

test('DEMO2 a dozen past sessions or more, on weekdays of the last weeks, each at a time of its own', () => {
	expect(PAST_SESSIONS.length).toBeGreaterThanOrEqual(12);
	for (const now of DAYS) {
		const starts = PAST_SESSIONS.map((past) => startOf(past, now));
		expect(starts.every((at) => at < now && at > now - 30 * 24 * 60 * 60 * 1_000)).toBe(true);
		expect(starts.map((at) => new Date(at).getDay()).filter((day) => day === 0 || day === 6)).toEqual([]);
		const inOrder = starts.toSorted((a, b) => a - b);
		const apart = inOrder.slice(1).map((at, i) => at - (inOrder[i] ?? 0));
		expect(Math.min(...apart)).toBeGreaterThan(20 * 60 * 1_000);
	}
});

test('DEMO2 everybody is plainly invented, and every point is a muscle of the thirty', () => {
	const names = [...PAST_SESSIONS.map(({ clientName }) => clientName), ...LIVE_CLIENTS];
	for (const name of names) expect(name).toMatch(/^(Client [A-Z][a-z]+|Test client)$/);
	const muscles = PAST_SESSIONS.flatMap(({ points }) => points.map(([muscle]) => muscle));
	expect(muscles.filter((muscle) => !muscleById(muscle))).toEqual([]);
});

test('DEMO2 there is one of each kind: live only, without a phone, a test, with a gap', () => {
	const kinds = PAST_SESSIONS.map(({ choice, hasNoPhone, isTest, absences }) => ({
		isLiveOnly: choice === 'live-only',
		hasNoPhone: hasNoPhone === true,
		isTest: isTest === true,
		hasGap: absences !== undefined,
	}));
	for (const kind of ['isLiveOnly', 'hasNoPhone', 'isTest', 'hasGap'] as const)
		expect(kinds.some((each) => each[kind])).toBe(true);
});
