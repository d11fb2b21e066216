import { describe, expect, test } from 'vitest';
import { type Alarm, alarmsAt } from '../../shared/alarms.ts';
import type { SessionState } from '../../shared/session-state.ts';
import { heard, PHONE_RELOADED, picture, T0, tellSession } from './alarms-harness.ts';

const at = (state: SessionState, now: number, signal = heard(now)): readonly Alarm[] =>
	alarmsAt(state, signal, T0 + now);
const kinds = (state: SessionState, now: number, signal = heard(now)) => at(state, now, signal).map(({ kind }) => kind);

/** Samples every second from 0 to `to`, at one value. */
function steady(value: number, to: number) {
	const session = tellSession();
	for (let t = 0; t <= to; t += 1_000) session.rate(t, value);
	return session;
}

describe('over the edge', () => {
	test('ALARM1 over the edge is an alarm from 2 s on, counted from the first sample above it', () => {
		const session = tellSession();
		session.rate(0, 60);
		session.rate(500, 71);
		session.rate(2_400, 71);
		const state = session.state();
		expect(kinds(state, 2_499)).toEqual([]);
		expect(at(state, 2_500)).toEqual([{ kind: 'over-edge', since: T0 + 500, until: null, value: 71 }]);
	});

	test('ALARM1 on the edge is not over it', () => {
		expect(kinds(steady(70, 6_000).state(), 6_000)).toEqual([]);
	});

	test('ALARM1 less than 2 s over the edge is none, also afterwards', () => {
		const session = tellSession();
		session.rate(0, 60);
		session.rate(1_000, 75);
		session.rate(2_999, 60);
		expect(kinds(session.state(), 2_999)).toEqual([]);
		expect(kinds(session.state(), 4_000)).toEqual([]);
	});

	test('ALARM1 the edge is the client’s own', () => {
		const session = steady(65, 5_000);
		expect(kinds(session.state(), 5_000)).toEqual([]);
		session.tell(5_100, { kind: 'band', low: 30, high: 50, edge: 60 });
		expect(kinds(session.state(), 5_200)).toEqual(['over-edge']);
	});

	test('ALARM3 it is gone 5 s after it is over', () => {
		const session = steady(80, 4_000);
		session.rate(4_500, 50);
		session.rate(6_500, 50);
		session.rate(8_500, 50);
		const state = session.state();
		expect(at(state, 4_500)).toEqual([{ kind: 'over-edge', since: T0, until: T0 + 4_500, value: 80 }]);
		expect(kinds(state, 9_499)).toEqual(['over-edge']);
		expect(kinds(state, 9_500)).toEqual([]);
	});

	test('ALARM4 what was over before its event arrived is no alarm; what still stands is', () => {
		const late = tellSession();
		for (const t of [0, 1_000, 2_000, 3_000]) late.rate(t, 90, { arrived: 6_000 });
		late.rate(4_000, 40, { arrived: 6_000 });
		late.rate(5_900, 40, { arrived: 6_000 });
		expect(kinds(late.state(), 6_000)).toEqual([]);
		const standing = tellSession();
		for (const t of [0, 1_000, 2_000, 4_000, 5_900]) standing.rate(t, 90, { arrived: 6_000 });
		expect(at(standing.state(), 6_000)).toEqual([{ kind: 'over-edge', since: T0, until: null, value: 90 }]);
	});

	test('ALARM4 a run whose samples arrived while it stood stays an alarm when it ends', () => {
		const session = tellSession();
		session.rate(0, 90, { arrived: 800 });
		session.rate(2_000, 90, { arrived: 2_800 });
		session.rate(3_000, 40, { arrived: 3_800 });
		expect(kinds(session.state(), 3_800)).toEqual(['over-edge']);
	});

	test('ALARM1 a gap of more than 5 s cuts a run in two', () => {
		const session = tellSession();
		session.rate(0, 90);
		session.rate(5_000, 90);
		expect(at(session.state(), 5_000)).toMatchObject([{ kind: 'over-edge', since: T0 }]);
		const cut = tellSession();
		cut.rate(0, 90);
		cut.rate(5_001, 90);
		expect(kinds(cut.state(), 5_001)).toEqual([]);
		expect(at(cut.state(), 7_001)).toEqual([{ kind: 'over-edge', since: T0 + 5_001, until: null, value: 90 }]);
	});

	test('ALARM1 W8 pictures of now sound where the log is still behind', () => {
		const session = steady(40, 1_000);
		const seen = [picture(60_000, 90), picture(61_000, 90), picture(62_000, 90)];
		expect(kinds(session.state(), 61_999, heard(61_999, seen.slice(0, 2)))).toEqual([]);
		expect(at(session.state(), 62_000, heard(62_000, seen))).toEqual([
			{ kind: 'over-edge', since: T0 + 60_000, until: null, value: 90 },
		]);
	});

	test('ALARM6 practice alarms nobody', () => {
		const session = tellSession();
		session.rate(0, 10, { practice: true });
		for (const t of [1_000, 2_000, 3_000, 4_000]) session.rate(t, 95, { practice: true });
		expect(kinds(session.state(), 4_000)).toEqual([]);
	});
});

describe('a rise', () => {
	test('ALARM2 a rise of 3 is an alarm, one of 2.9 is none', () => {
		const session = tellSession();
		session.rate(0, 20);
		session.rate(1_000, 49);
		expect(kinds(session.state(), 1_000)).toEqual([]);
		session.rate(1_001, 50);
		expect(at(session.state(), 1_001)).toEqual([{ kind: 'rise', since: T0 + 1_001, until: null, from: 20, to: 50 }]);
	});

	test('ALARM2 it counts what stood within the last 2 s', () => {
		const rise = (after: number) => {
			const session = tellSession();
			session.rate(-1_500, 20);
			session.rate(0, 25);
			session.rate(after, 50);
			return kinds(session.state(), after);
		};
		expect(rise(1_999)).toEqual(['rise']);
		expect(rise(2_000)).toEqual([]);
	});

	test('ALARM2 many small steps make a rise', () => {
		const session = tellSession();
		for (let i = 0; i <= 30; i++) session.rate(i * 60, 20 + i);
		expect(at(session.state(), 1_800)).toMatchObject([{ kind: 'rise', since: T0 + 1_800, from: 20, to: 50 }]);
	});

	test('ALARM2 ALARM3 it is true for 2 s or until the value falls back, and gone 5 s later', () => {
		const session = tellSession();
		session.rate(0, 20);
		session.rate(1_000, 60);
		session.rate(2_900, 60);
		expect(at(session.state(), 2_999)).toMatchObject([{ kind: 'rise', until: null }]);
		expect(at(session.state(), 3_000)).toMatchObject([{ kind: 'rise', until: T0 + 3_000 }]);
		expect(kinds(session.state(), 7_999, heard(7_899, [picture(7_800, 60)]))).toEqual(['rise']);
		expect(kinds(session.state(), 8_000, heard(7_899, [picture(7_800, 60)]))).toEqual([]);
		const fallen = tellSession();
		fallen.rate(0, 20);
		fallen.rate(1_000, 60);
		fallen.rate(1_500, 40);
		expect(at(fallen.state(), 1_500)).toMatchObject([{ kind: 'rise', until: T0 + 1_500 }]);
	});

	test('ALARM2 rises that run into each other are one, with its first start and its highest value', () => {
		const session = tellSession();
		session.rate(0, 10);
		session.rate(1_000, 40);
		session.rate(2_000, 65);
		expect(at(session.state(), 2_000)).toEqual([{ kind: 'rise', since: T0 + 1_000, until: null, from: 10, to: 65 }]);
	});

	test('ALARM5 the first touch is never a rise, nor the first after a reload of the phone', () => {
		const first = tellSession();
		first.rate(0, 60);
		expect(kinds(first.state(), 0)).toEqual([]);
		const reloaded = tellSession();
		reloaded.rate(0, 10);
		reloaded.rate(1_000, 60, { writer: PHONE_RELOADED });
		expect(kinds(reloaded.state(), 1_000)).toEqual([]);
		reloaded.rate(1_100, 20, { writer: PHONE_RELOADED });
		reloaded.rate(1_500, 50, { writer: PHONE_RELOADED });
		expect(kinds(reloaded.state(), 1_500)).toEqual(['rise']);
	});

	test('ALARM5 the first value after a gap is never a rise; at 5 s there is no gap yet', () => {
		const kindsAfter = (gap: number) => {
			const session = tellSession();
			session.rate(0, 10);
			session.rate(gap, 60);
			return kinds(session.state(), gap);
		};
		expect(kindsAfter(5_000)).toEqual(['rise']);
		expect(kindsAfter(5_001)).toEqual([]);
	});

	test('ALARM4 a rise that came late is no alarm', () => {
		const session = tellSession();
		session.rate(0, 10, { arrived: 4_000 });
		session.rate(500, 60, { arrived: 4_000 });
		session.rate(2_400, 60, { arrived: 4_000 });
		session.rate(4_000, 60);
		expect(kinds(session.state(), 4_000)).toEqual([]);
	});

	test('ALARM6 ALARM5 the first value after practice is never a rise', () => {
		const session = tellSession();
		session.rate(0, 10, { practice: true });
		session.rate(1_000, 60);
		expect(kinds(session.state(), 1_000)).toEqual([]);
	});
});

describe('no signal', () => {
	test('SILENCE1 no signal from 5 s after the last word, since that word', () => {
		const state = steady(50, 3_000).state();
		expect(kinds(state, 8_199, heard(3_200, [picture(3_200, 50)]))).toEqual([]);
		expect(at(state, 8_200, heard(3_200, [picture(3_200, 50)]))).toEqual([
			{ kind: 'no-signal', since: T0 + 3_200, until: null },
		]);
	});

	test('SILENCE1 a phone that is heard but rates no more is silent too', () => {
		const state = steady(50, 3_000).state();
		expect(kinds(state, 7_999, heard(7_900, [picture(3_000, 50)]))).toEqual([]);
		expect(at(state, 8_000, heard(7_900, [picture(3_000, 50)]))).toEqual([
			{ kind: 'no-signal', since: T0 + 3_000, until: null },
		]);
	});

	test('SILENCE1 a page that was never told of the phone goes by the last sample', () => {
		const state = steady(50, 3_000).state();
		expect(kinds(state, 7_999, { heardAt: null, pictures: [] })).toEqual([]);
		expect(kinds(state, 8_000, { heardAt: null, pictures: [] })).toEqual(['no-signal']);
	});

	test('SILENCE2 there is none before the first sample, after the leave or after the end', () => {
		const before = tellSession();
		before.tell(0, { kind: 'started' });
		expect(kinds(before.state(), 60_000, heard(0))).toEqual([]);
		const left = steady(50, 3_000);
		left.tell(3_500, { kind: 'left' });
		expect(kinds(left.state(), 60_000, heard(3_500))).toEqual([]);
		const ended = steady(50, 3_000);
		ended.tell(3_500, { kind: 'ended' });
		expect(kinds(ended.state(), 60_000, heard(3_500))).toEqual([]);
		ended.tell(4_000, { kind: 'end-undone' });
		expect(kinds(ended.state(), 60_000, heard(3_500))).toEqual(['no-signal']);
	});

	test('SILENCE2 a phone that left and rates again is expected again', () => {
		const session = steady(50, 3_000);
		session.tell(3_500, { kind: 'left' });
		session.rate(9_000, 50);
		expect(kinds(session.state(), 14_000, heard(9_000))).toEqual(['no-signal']);
	});

	test('SILENCE4 a reloaded phone that was not touched yet is not silent', () => {
		const state = steady(50, 3_000).state();
		const reloaded = [picture(9_000, null, PHONE_RELOADED)];
		expect(kinds(state, 13_999, heard(9_000, reloaded))).toEqual([]);
		expect(kinds(state, 14_000, heard(9_000, reloaded))).toEqual(['no-signal']);
	});

	test('ALARM3 no signal is gone 5 s after the signal is back', () => {
		const session = steady(50, 3_000);
		session.tell(8_000, { kind: 'signal', state: 'lost' });
		session.rate(20_000, 50);
		session.tell(20_100, { kind: 'signal', state: 'back' });
		session.rate(22_000, 50);
		session.rate(24_000, 50);
		const state = session.state();
		expect(at(state, 20_100)).toEqual([{ kind: 'no-signal', since: T0 + 8_000, until: T0 + 20_100 }]);
		expect(kinds(state, 25_099)).toEqual(['no-signal']);
		expect(kinds(state, 25_100)).toEqual([]);
	});

	test('SILENCE1 ALARM3 a run over the edge that silence ends gives way to no signal', () => {
		const state = steady(90, 3_000).state();
		expect(kinds(state, 7_999, heard(3_000))).toEqual(['over-edge']);
		expect(kinds(state, 8_000, heard(3_000))).toEqual(['no-signal']);
	});
});

describe('STOP', () => {
	test('ALARM7 it comes first and stands until answered, however late it came', () => {
		const session = steady(90, 4_000);
		const stop = session.tell(500, { kind: 'stop' }, { arrived: 3_900 });
		expect(at(session.state(), 4_000)).toMatchObject([
			{ kind: 'stop', since: T0 + 500, stops: [stop] },
			{ kind: 'over-edge' },
		]);
		expect(kinds(session.state(), 3_600_000)[0]).toBe('stop');
		session.tell(5_000, { kind: 'answered', stops: [stop] });
		expect(kinds(session.state(), 5_000)).toEqual(['over-edge']);
	});

	test('ALARM7 several are one alarm, since the oldest that is unanswered', () => {
		const session = tellSession();
		const first = session.tell(0, { kind: 'stop' });
		const second = session.tell(1_000, { kind: 'stop' });
		expect(at(session.state(), 2_000)).toEqual([{ kind: 'stop', since: T0, stops: [first, second] }]);
		session.tell(2_000, { kind: 'answered', stops: [first] });
		expect(at(session.state(), 2_000)).toEqual([{ kind: 'stop', since: T0 + 1_000, stops: [second] }]);
	});

	test('ALARM7 one taken back as pressed by mistake rings no more', () => {
		const session = tellSession();
		const stop = session.tell(0, { kind: 'stop' });
		session.tell(1_000, { kind: 'cleared', stops: [stop], how: 'mistake' }, { seat: 'client', writer: stop.writer });
		expect(kinds(session.state(), 1_000)).toEqual([]);
	});

	test('ALARM7 a late STOP rings in an ended session; nothing else does', () => {
		const session = steady(90, 4_000);
		session.tell(4_100, { kind: 'ended' });
		session.tell(4_200, { kind: 'stop' }, { arrived: 60_000 });
		expect(kinds(session.state(), 60_000, heard(4_000))).toEqual(['stop']);
	});

	test('ALARM6 a practice STOP comes last and goes when answered; in a phase of work it is a real one', () => {
		const session = steady(90, 4_000);
		const stop = session.tell(4_000, { kind: 'stop' }, { practice: true });
		expect(kinds(session.state(), 4_000)).toEqual(['over-edge', 'practice-stop']);
		session.tell(4_100, { kind: 'answered', stops: [stop] });
		expect(kinds(session.state(), 4_100)).toEqual(['over-edge']);
		session.tell(4_200, { kind: 'phase', phase: 'press', point: 1 });
		session.tell(4_300, { kind: 'stop' }, { practice: true });
		expect(kinds(session.state(), 4_300)[0]).toBe('stop');
	});

	test('ALARM8 a phase says nothing to an alarm', () => {
		const session = tellSession();
		session.tell(0, { kind: 'stop' });
		session.tell(100, { kind: 'phase', phase: 'rest', point: 1 });
		expect(kinds(session.state(), 200)).toEqual(['stop']);
	});
});

test('SILENCE2 a phone that was taken out is not missed, and one that rates again is', () => {
	const session = steady(50, 1_000);
	session.tell(1_100, { kind: 'admitted', device: 'a' });
	session.tell(1_200, { kind: 'removed', device: 'b' });
	expect(kinds(session.state(), 60_000, heard(1_000))).toEqual(['no-signal']);
	session.tell(1_300, { kind: 'removed', device: 'a' });
	expect(kinds(session.state(), 60_000, heard(1_000))).toEqual([]);
	session.rate(2_000, 50);
	expect(kinds(session.state(), 60_000, heard(2_000))).toEqual(['no-signal']);
});
