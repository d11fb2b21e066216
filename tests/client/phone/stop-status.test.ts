import { expect, test } from 'vitest';
import type { StopState } from '../../../shared/session-state.ts';
import { NOT_DELIVERED_MS, stopStatus } from '../../../shared/stop-status.ts';

const PRESSED_AT = 1_000_000;
const stop = (marks: Partial<StopState> = {}) => ({ t: PRESSED_AT, ...marks });

test('STOP1 two seconds without shown is not delivered, to the millisecond', () => {
	expect(NOT_DELIVERED_MS).toBe(2_000);
	expect(stopStatus(stop(), PRESSED_AT, true)).toBe('sending');
	expect(stopStatus(stop(), PRESSED_AT + 1_999, true)).toBe('sending');
	expect(stopStatus(stop(), PRESSED_AT + 2_000, true)).toBe('not-delivered');
});

test('STOP2 without a therapist page in view it is not delivered at once', () => {
	expect(stopStatus(stop(), PRESSED_AT, false)).toBe('not-delivered');
});

test.each([true, false])('STOP3 only shown is called delivered, however late and whoever is in view (%s)', (inView) => {
	const now = PRESSED_AT + 60_000;
	expect(stopStatus(stop({ shownAt: now - 1 }), now, inView)).toBe('shown');
	expect(stopStatus(stop({ answeredAt: now - 1 }), now, inView)).toBe('answered');
	expect(stopStatus(stop({ shownAt: 1, answeredAt: 2 }), now, inView)).toBe('answered');
	expect(stopStatus(stop({ cleared: { at: now, how: 'mistake' } }), now, inView)).toBe('cleared');
});
