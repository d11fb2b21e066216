import { CODES, type Code } from '../../../shared/codes.ts';
import { commonWords } from './common-words.ts';

const reasons: Record<Code, string> = CODES;

/** What all pages of the desk say alike. */
export const common = {
	...commonWords,
	/** Why something was not taken, one sentence for each code. */
	reasons,
};
