import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alarmsAt } from '../../shared/alarms.ts';
import { idOf, type LoggedEvent, refused } from '../../shared/events.ts';
import { createLiveFold } from '../../shared/live-fold.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { EMPTY_STATE, foldEvent, foldSession } from '../../shared/session-state.ts';
import { summaryOf } from '../../shared/summary.ts';
import { timelineOf } from '../../shared/timeline.ts';
import { logOf, phase, rates, said } from './log-builder.ts';
import { mixed, randomLog } from './random-log.ts';

const picks = fc.array(fc.nat(7), { minLength: 1, maxLength: 12 });

test('W12 W15 whatever arrives in whatever order, the state after each step is the fold of what is there', () => {
	fc.assert(
		fc.property(randomLog({ stops: true, most: 24 }), picks, (events, order) => {
			const fold = createLiveFold(createSessionLog());
			const held: LoggedEvent[] = [];
			for (const event of mixed(events, order)) {
				fold.add(event);
				held.push(event);
				expect(fold.state()).toEqual(foldSession(createSessionLog(held).ordered()));
			}
		}),
		{ numRuns: 150, seed: 15 },
	);
});

test('W12 the end is the same for any order of arrival, read on the way or not', () => {
	fc.assert(
		fc.property(randomLog({ stops: true, most: 30 }), picks, fc.boolean(), (events, order, isRead) => {
			const fold = createLiveFold(createSessionLog());
			for (const event of mixed(events, order)) {
				fold.add(event);
				if (isRead) fold.state();
			}
			expect(fold.state()).toEqual(foldSession(createSessionLog(events).ordered()));
		}),
		{ numRuns: 300, seed: 12 },
	);
});

/** Makes everything in it impossible to change. */
function frozen<T>(value: T): T {
	// Columns can't be frozen; that they stand is seen by answering the same again.
	if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
	Object.freeze(value);
	for (const inner of Object.values(value)) frozen(inner);
	return value;
}

test('W15 state, alarms, timeline and summary change nothing they are given, and answer the same again', () => {
	frozen(EMPTY_STATE);
	fc.assert(
		fc.property(randomLog({ stops: true, most: 24 }), fc.nat(60_000), (events, later) => {
			const ordered = frozen([...createSessionLog(events).ordered()]);
			const all = () => {
				const state = frozen(foldSession(ordered));
				const now = state.t + later;
				const timeline = frozen(timelineOf(ordered));
				return [state, alarmsAt(state, { heardAt: state.t, pictures: [] }, now), timeline, summaryOf(timeline)];
			};
			let step = EMPTY_STATE;
			for (const event of ordered) step = frozen(foldEvent(step, event));
			const first = all();
			expect(all()).toEqual(first);
			expect(step).toEqual(first[0]);
		}),
		{ numRuns: 150, seed: 16 },
	);
});

test('W3 what a crash cut off is gone from the state, and there again when it is said again', () => {
	const events = logOf([...rates([1, 50]), phase(2, 'press'), { s: 3, body: { kind: 'stop' } }]);
	const fold = createLiveFold(createSessionLog(events));
	const before = fold.state();
	const stop = events[2] as LoggedEvent;
	fold.cutBack(stop, 0);
	expect(fold.state().stops).toEqual([]);
	expect(fold.state().phase?.phase).toBe('press');
	fold.add(stop);
	expect(fold.state()).toEqual(before);
});

test('W7 what was said again counts once also when it comes step by step', () => {
	const [stop] = logOf([{ s: 1, body: { kind: 'stop' } }]) as [LoggedEvent];
	const fold = createLiveFold(createSessionLog());
	fold.add(stop);
	expect(fold.state().stops).toHaveLength(1);
	fold.add({ ...stop, writer: 'phone-after-the-loss-00', arrivedAt: stop.arrivedAt + 5_000, of: said('client', 1) });
	expect(fold.state().stops).toHaveLength(1);
});

test('W4 an event that turns out refused loses its content and keeps its number, its time and what follows', () => {
	const events = logOf([
		{ s: 1, body: { kind: 'band', low: 10, high: 20, edge: 30 } },
		{ s: 2, body: { kind: 'stop' } },
		{ s: 3, body: { kind: 'cue', cue: 'ease' } },
	]);
	const fold = createLiveFold(createSessionLog(events));
	const stop = events[1] as LoggedEvent;
	fold.refuse(idOf(stop), 'forbidden');
	expect(fold.log.head(stop)).toBe(3);
	expect(fold.log.get(stop, 2)).toMatchObject({ at: stop.at, body: refused('forbidden') });
	expect(fold.state()).toMatchObject({ stops: [], band: { low: 10, high: 20, edge: 30 } });
	expect(fold.state().cues).toHaveLength(1);
	const first = fold.state();
	fold.refuse(idOf(stop), 'internal');
	fold.refuse({ ...idOf(stop), n: 9 }, 'internal');
	expect(fold.log.get(stop, 2)?.body).toEqual(refused('forbidden'));
	expect(fold.state()).toEqual(first);
});
