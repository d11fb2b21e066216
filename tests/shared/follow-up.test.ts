import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FOLLOW_UP_DAYS, type FollowUpDay, followUpAt } from '../../shared/follow-up.ts';

const END = 1_790_000_000_000;
const HOUR = 60 * 60 * 1_000;
const at = (hours: number, answered: readonly FollowUpDay[] = []) => followUpAt(END, answered, END + hours * HOUR);

test('FOLLOW2 the first day is asked about from 20 to 36 hours, the second from 44 to 72, and then no more', () => {
	expect(at(0)).toEqual({ is: 'early', day: 1, opensAt: END + 20 * HOUR });
	expect(at(19.999)).toMatchObject({ is: 'early', day: 1 });
	expect(at(20)).toEqual({ is: 'open', day: 1, closesAt: END + 36 * HOUR });
	expect(at(24)).toMatchObject({ is: 'open', day: 1 });
	expect(at(35.999)).toMatchObject({ is: 'open', day: 1 });
	expect(at(36)).toEqual({ is: 'early', day: 2, opensAt: END + 44 * HOUR });
	expect(at(44)).toMatchObject({ is: 'open', day: 2 });
	expect(at(48)).toMatchObject({ is: 'open', day: 2 });
	expect(at(71.999)).toMatchObject({ is: 'open', day: 2 });
	expect(at(72)).toEqual({ is: 'over' });
});

test('FOLLOW2 a day that is answered is not asked about again; with both answered it is over', () => {
	expect(at(24, [1])).toEqual({ is: 'early', day: 2, opensAt: END + 44 * HOUR });
	expect(at(48, [1])).toMatchObject({ is: 'open', day: 2 });
	expect(at(48, [2])).toEqual({ is: 'over' });
	expect(at(50, [1, 2])).toEqual({ is: 'over' });
});

test('FOLLOW2 whatever the hour, only an unanswered day in its own time is open', () => {
	fc.assert(
		fc.property(fc.integer({ min: -100, max: 200 }), fc.subarray([...FOLLOW_UP_DAYS]), (hours, answered) => {
			const stand = at(hours, answered);
			const now = END + hours * HOUR;
			if (stand.is === 'over') expect(hours >= 72 || answered.includes(2)).toBe(true);
			else expect(answered).not.toContain(stand.day);
			if (stand.is === 'early') expect(stand.opensAt).toBeGreaterThan(now);
			if (stand.is !== 'open') return;
			expect(stand.closesAt).toBeGreaterThan(now);
			expect(Math.abs(hours - 24 * stand.day)).toBeLessThan(24);
		}),
	);
});
