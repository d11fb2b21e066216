import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoggedEvent } from '../../shared/events.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { foldSession } from '../../shared/session-state.ts';
import { summaryOf } from '../../shared/summary.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { mixed, randomLog } from './random-log.ts';

function derived(events: readonly LoggedEvent[]): string {
	const ordered = createSessionLog(events).ordered();
	const timeline = timelineOf(ordered);
	const { steps, segments, ...tracks } = timeline;
	const columns = [steps, ...segments.map(({ samples }) => samples)].map((each) => Object.values(each).join());
	const spans = segments.map(({ standing, from, to }) => [standing, from, to]);
	return JSON.stringify([foldSession(ordered), tracks, columns, spans, summaryOf(timeline)]);
}

test('TIME1 state, timeline and summary are equal for any order of arrival, in 10,000 random cases', () => {
	let moved = 0;
	fc.assert(
		fc.property(
			randomLog({ stops: true, most: 24 }),
			fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 24 }),
			(events, picks) => {
				const other = mixed(events, picks);
				moved += Number(other.some((event, i) => event !== events[i]));
				return derived(other) === derived(events);
			},
		),
		{ numRuns: 10_000, seed: 32 },
	);
	expect(moved, 'the order really was another').toBeGreaterThan(5_000);
}, 60_000);
