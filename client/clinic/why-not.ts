import type { Code } from '../../shared/codes.ts';
import type { Outcome } from '../link/http-call.ts';
import type { CommonWords } from '../words/common.ts';

/** Why something was not done, in a sentence; null where it was. `instead` has words that fit the place better. */
export function whyNot(
	{ reasons, noAnswer }: Pick<CommonWords, 'reasons' | 'noAnswer'>,
	outcome: Outcome<unknown>,
	instead: Partial<Record<Code, string>> = {},
): string | null {
	if (outcome.is === 'ok') return null;
	return outcome.is === 'refused' ? (instead[outcome.code] ?? reasons[outcome.code]) : noAnswer;
}
