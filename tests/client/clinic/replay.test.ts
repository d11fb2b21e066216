import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alarmCells, alarmMark, alarmSpan, slowestAnswer } from '../../../client/clinic/session/alarm-words.ts';
import { actOfKey } from '../../../client/clinic/session/keys-model.ts';
import { placeNotes, smallMarks } from '../../../client/clinic/session/lanes-model.ts';
import { landmarks } from '../../../client/clinic/session/readout-model.ts';
import { Replaying } from '../../../client/clinic/session/replay.svelte.ts';
import { advance, replayFrom, SPEEDS, scrub, toggle } from '../../../client/clinic/session/replay-model.ts';
import { screenAt } from '../../../client/clinic/session/screen-model.ts';
import { alarmRecords } from '../../../shared/alarm-record.ts';
import { timelineOf } from '../../../shared/timeline.ts';
import { logOf, phase, START, said, sec, started } from '../../shared/log-builder.ts';
import { HARD, stands } from './hard-log.ts';
import { speech } from './speech.ts';

const BOUNDS = { from: 1_000, to: 61_000 };

/** Frames that come when they are told to. */
function handFrames() {
	let now = 0;
	let onFrame: ((now: number) => void) | null = null;
	return {
		frames: (act: (now: number) => void) => {
			onFrame = act;
			return () => {
				onFrame = null;
			};
		},
		pass: (ms: number) => {
			now += ms;
			onFrame?.(now);
		},
		isRunning: () => onFrame !== null,
	};
}

describe('the running cursor', () => {
	const playing = (speed: (typeof SPEEDS)[number]) => ({ ...toggle(replayFrom(BOUNDS.from), BOUNDS), speed });

	test('REVIEW2 it runs as fast as it is told, and ends where the session does', () => {
		for (const speed of SPEEDS) expect(advance(playing(speed), 100, BOUNDS, false).at).toBe(1_000 + 100 * speed);
		const over = advance({ ...playing(16), at: 60_900 }, 100, BOUNDS, false);
		expect([over.at, over.isPlaying]).toEqual([61_000, false]);
		expect(toggle(over, BOUNDS)).toMatchObject({ at: 1_000, isPlaying: true });
		expect(advance(replayFrom(5_000), 100, BOUNDS, false).at).toBe(5_000);
	});

	test('REVIEW2 with less motion it goes from second to second and loses no time', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 250 }), { maxLength: 100 }), (frames) => {
				let [calm, gliding] = [playing(1), playing(1)];
				for (const ms of frames) {
					calm = advance(calm, ms, BOUNDS, true);
					gliding = advance(gliding, ms, BOUNDS, false);
					expect((calm.at - BOUNDS.from) % 1_000).toBe(0);
					expect(gliding.at - calm.at).toBeGreaterThanOrEqual(0);
					expect(gliding.at - calm.at).toBeLessThan(1_000);
				}
			}),
			{ seed: 6 },
		);
	});

	test('REVIEW2 a page that was out of view does not leap on, and scrubbing keeps to the session', () => {
		expect(advance(playing(1), 60_000, BOUNDS, false).at).toBe(1_250);
		expect([scrub(playing(1), -5, BOUNDS).at, scrub(playing(1), 99_000, BOUNDS).at]).toEqual([1_000, 61_000]);
	});

	test('REVIEW2 it takes frames only while it plays, and what is read aloud stands until it stands', () => {
		const hand = handFrames();
		const replay = new Replaying({ frames: hand.frames, bounds: () => BOUNDS, isCalm: () => false });
		expect([replay.at, hand.isRunning()]).toEqual([1_000, false]);
		replay.toggle();
		replay.setSpeed(4);
		hand.pass(16);
		hand.pass(100);
		expect([replay.at, replay.settledAt, replay.isPlaying]).toEqual([1_400, 1_000, true]);
		replay.go(30_000);
		hand.pass(100);
		expect(replay.at).toBe(30_400);
		replay.toggle();
		expect([replay.settledAt, hand.isRunning()]).toEqual([30_400, false]);
		replay.toggle();
		replay.close();
		expect(hand.isRunning()).toBe(false);
	});

	test('REVIEW2 Space plays and pauses, 1 to 4 are the speeds', () => {
		const standpoint = { view: BOUNDS, bounds: BOUNDS, at: 1_000, marks: [] };
		const press = (key: string) =>
			actOfKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }, standpoint);
		expect(press(' ')).toEqual({ toggles: true });
		expect(['1', '2', '3', '4', '5'].map((key) => press(key)?.speed)).toEqual([1, 2, 4, 16, undefined]);
	});
});

describe('the therapist’s screen, as it was', () => {
	const stops = [said('client', 1)];
	const timeline = timelineOf(
		logOf([
			started,
			phase(1, 'press'),
			...stands(2, 10, 50),
			{ s: 10, body: { kind: 'stop' } },
			{ s: 10.5, body: { kind: 'shown', stops } },
			{ s: 13, body: { kind: 'answered', stops } },
			...stands(11, 20, 40),
			{ s: 25, body: { kind: 'signal', state: 'lost' } },
			...stands(21, 30, 66, 20),
			{ s: 41, body: { kind: 'signal', state: 'back' } },
			...stands(41, 50, 30),
			{ s: 51, body: { kind: 'ended' } },
		]),
	);
	const alarms = alarmRecords(timeline);
	const at = (s: number) => {
		const { alarms: standing, value, isBehind } = screenAt(timeline, alarms, START + s * 1_000);
		return [standing.map(({ kind }) => kind), value, isBehind];
	};

	test('REVIEW3 a STOP and "no signal" appear when they did, and go when they did', () => {
		expect(at(10.2)).toEqual([[], 50, false]);
		expect(at(10.6)).toEqual([['stop'], 50, false]);
		expect(at(12.9)).toEqual([['stop'], 40, false]);
		expect(at(13)).toEqual([[], 40, false]);
		expect(at(26)).toEqual([['no-signal'], null, true]);
		expect(at(45)).toEqual([[], 30, false]);
	});

	test('REVIEW3 what was felt and came later was not on the screen, which stood at what it had', () => {
		expect(at(22)).toEqual([[], 40, true]);
		expect(at(30)).toEqual([['no-signal'], null, true]);
	});
});

describe('alarms in words', () => {
	const timeline = timelineOf(logOf(HARD));
	const alarms = alarmRecords(timeline);
	const rows = alarms.map((alarm) => {
		const { felt, shown, act, eased } = alarmCells(speech, alarm);
		return [sec(alarm.t), alarm.kind, felt, shown, act, eased];
	});

	test('REVIEW4 each says what was felt, what was on the screen and what followed, and what did not', () => {
		expect(rows.filter(([, kind]) => kind === 'stop')).toEqual([
			[75, 'stop', '7.6', 'after 0.4 s', 'answered after 2.1 s', 'after 2.0 s'],
			[250, 'stop', '5.5', 'after 0.4 s', 'not answered', 'was in it'],
			[370, 'stop', '4.0', 'never', 'not answered', 'was in it'],
			[630, 'stop', '4.5', 'after 0.4 s', 'answered after 2.1 s', 'was in it'],
			[862, 'stop', '–', 'never', 'not answered', 'not again'],
		]);
		const missing = alarms.flatMap((alarm) => {
			const { isMissing } = alarmCells(speech, alarm);
			return isMissing.act || isMissing.shown ? [sec(alarm.t)] : [];
		});
		expect(missing, 'a late one is told, but nobody could have answered it').toEqual([250, 370]);
		expect(rows.filter(([, kind]) => kind === 'no-signal')).toContainEqual([
			199.75,
			'no-signal',
			'4.1',
			'after 5.3 s',
			'Rest after 18.3 s',
			'–',
		]);
		expect(rows, 'felt, but it came later').toContainEqual([
			305,
			'no-signal',
			'7.8',
			'after 0.0 s',
			'Rest after 13.0 s',
			'–',
		]);
		expect(alarms.map(alarmMark)).toContain('unknown');
	});

	test('REVIEW4 the slowest answer and those that never came', () => {
		expect(slowestAnswer(alarms)).toEqual({ ms: 2_100, open: 2 });
		expect(slowestAnswer(alarms.filter(({ kind }) => kind !== 'stop'))).toBeNull();
	});

	test('REVIEW6 every alarm is a place to go to, with what led to it in view, and stands in the picture', () => {
		const marks = landmarks(timeline, alarms);
		for (const alarm of alarms) {
			expect(marks).toContain(alarm.t);
			const { from, to } = alarmSpan(alarm);
			expect(from).toBeLessThan(alarm.t);
			expect(to).toBeGreaterThan(alarm.shown?.to ?? alarm.t);
		}
		const drawn = smallMarks(timeline, alarms).filter(({ is }) => is === 'alarm');
		expect(drawn.length).toBe(alarms.filter(({ kind }) => kind !== 'stop').length);
	});

	test('REVIEW6 a note stands where it was written, with room until the next; close ones are together', () => {
		const frame = { view: { from: START, to: START + 840_000 }, width: 840, top: 0, height: 100 };
		expect(placeNotes(timeline.notes, frame, 20).map(({ x, width, texts }) => [x, width, texts.length])).toEqual([
			[90, 284, 1],
			[374, 446, 2],
			[820, 20, 1],
		]);
	});
});
