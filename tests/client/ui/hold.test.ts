import { expect, test } from 'vitest';
import { holdProgress, isHeldLongEnough } from '../../../client/ui/hold.ts';

test('UI6 what is grave is held for a second, and no less', () => {
	expect(isHeldLongEnough(null, 1e9)).toBe(false);
	expect(isHeldLongEnough(1_000, 1_999)).toBe(false);
	expect(isHeldLongEnough(1_000, 2_000)).toBe(true);
	expect(holdProgress(null, 5_000)).toBe(0);
	expect(holdProgress(1_000, 1_500)).toBe(0.5);
	expect(holdProgress(1_000, 9_000)).toBe(1);
});
