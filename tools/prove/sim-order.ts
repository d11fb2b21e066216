import fc from 'fast-check';
import type { LoggedEvent } from '../../shared/events.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { foldSession } from '../../shared/session-state.ts';
import { summaryOf } from '../../shared/summary.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { mixed, randomLog } from '../../tests/shared/random-log.ts';
import type { Row } from './row.ts';

const CASES = { small: 10_000, full: 100_000 } as const;
/** Another seed than the tests have. */
const SEED = 3_232;
const MOST_EVENTS = 24;

function derived(events: readonly LoggedEvent[]): string {
	const ordered = createSessionLog(events).ordered();
	const timeline = timelineOf(ordered);
	return JSON.stringify([foldSession(ordered), timeline, summaryOf(timeline)]);
}

/** Row 32. */
export const orderRow: Row = {
	row: 32,
	promise: 'order of arrival does not matter',
	async try(size) {
		const picks = fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: MOST_EVENTS });
		let tried = 0;
		let moved = 0;
		let unequal = 0;
		const look = (events: readonly LoggedEvent[], order: readonly number[]) => {
			const other = mixed(events, order);
			tried += 1;
			if (other.some((event, i) => event !== events[i])) moved += 1;
			if (derived(other) !== derived(events)) unequal += 1;
		};
		const logs = randomLog({ stops: true, most: MOST_EVENTS });
		fc.assert(fc.property(logs, picks, look), { numRuns: CASES[size], seed: SEED });
		return [
			{
				what: 'logs whose state, timeline and summary are equal in another order of arrival',
				asked: `${CASES[size]}`,
				seen: `${tried - unequal} of ${tried}`,
				holds: unequal === 0 && tried === CASES[size],
			},
			{ what: 'of them really in another order', asked: '', seen: `${moved}`, holds: null },
		];
	},
};
