import { describe, expect, test } from 'vitest';
import { learnSignal } from '../../../client/link/learn-signal.ts';
import {
	bannerStops,
	placeAlarm,
	practising,
	ringing,
	stopsToAnswer,
	stopsToShow,
	tickStep,
} from '../../../client/therapist/alarm-model.ts';
import { signalChange } from '../../../client/therapist/signal-model.ts';
import type { Alarm } from '../../../shared/alarms.ts';
import { NO_SIGNAL_YET } from '../../../shared/readings.ts';
import { picture, tellSession } from '../../shared/alarms-harness.ts';

const over: Alarm = { kind: 'over-edge', since: 1_000, until: null, value: 80 };
const rise: Alarm = { kind: 'rise', since: 2_000, until: null, from: 20, to: 60 };
const lost: Alarm = { kind: 'no-signal', since: 3_000, until: null };
const stop: Alarm = { kind: 'stop', since: 500, stops: [] };
const NONE = new Set<string>();

describe('alarms on the screen', () => {
	test('THER6 the most urgent alarm that was not set aside stands in the rating’s place', () => {
		expect(placeAlarm([stop, lost, over], NONE)).toBe(lost);
		expect(placeAlarm([stop, lost, over], new Set(['no-signal@3000']))).toBe(over);
		expect(placeAlarm([stop], NONE)).toBeNull();
		expect(placeAlarm([{ ...lost, since: 9_000 }], new Set(['no-signal@3000']))).toMatchObject({ since: 9_000 });
	});

	test('ALARM3 a tick when an alarm appears, and every 10 s while it is true', () => {
		let ticks = {};
		const due = (alarms: readonly Alarm[], now: number, aside = NONE) => {
			const step = tickStep(ticks, alarms, aside, now);
			ticks = step.ticks;
			return step.isDue;
		};
		expect([due([over], 3_000), due([over], 12_999), due([over], 13_000), due([over], 13_100)]).toEqual([
			true,
			false,
			true,
			false,
		]);
		expect(due([over, rise], 13_200)).toBe(true);
		expect(due([{ ...over, until: 20_000 }], 60_000)).toBe(false);
		expect(due([lost], 60_000, new Set(['no-signal@3000']))).toBe(false);
		expect(due([stop], 60_000)).toBe(false);
	});

	test('THER7 STOPs not yet marked are to be shown, the real and the practice ones apart, also after a reload', () => {
		const session = tellSession();
		const practice = session.tell(0, { kind: 'stop' }, { practice: true });
		const real = session.tell(100, { kind: 'stop' });
		expect(stopsToShow(session.state())).toEqual([
			{ stops: [real], practice: false },
			{ stops: [practice], practice: true },
		]);
		session.tell(200, { kind: 'shown', stops: [real, practice] });
		expect(stopsToShow(session.state())).toEqual([]);
	});

	test('THER7 a STOP that was taken back before it was painted is not called shown', () => {
		const session = tellSession();
		const id = session.tell(0, { kind: 'stop' });
		session.tell(50, { kind: 'cleared', stops: [id], how: 'mistake' }, { seat: 'client', writer: id.writer });
		expect(stopsToShow(session.state())).toEqual([]);
	});

	test('THER8 an answer lists what rings; then the banner stands until cleared; practice goes when answered', () => {
		const session = tellSession();
		const real = session.tell(0, { kind: 'stop' });
		const practice = session.tell(10, { kind: 'stop' }, { practice: true });
		expect(stopsToAnswer(session.state(), false)).toEqual([real]);
		expect(stopsToAnswer(session.state(), true)).toEqual([practice]);
		expect(bannerStops(session.state())).toEqual([]);
		session.tell(20, { kind: 'answered', stops: [real] });
		session.tell(30, { kind: 'answered', stops: [practice] });
		expect(bannerStops(session.state()).map(({ id }) => id)).toEqual([real]);
		session.tell(40, { kind: 'cleared', stops: [real], how: 'said-aloud' });
		expect(bannerStops(session.state())).toEqual([]);
	});

	test('THER8 what rings and what is practised are told apart', () => {
		const trying: Alarm = { kind: 'practice-stop', since: 1, stops: [] };
		expect([ringing([lost, trying]), practising([lost, trying])]).toEqual([null, trying]);
		expect([ringing([stop]), practising([stop])]).toEqual([stop, null]);
	});
});

describe('the signal as it was on the screen', () => {
	const phone = (heardAt: number, at: number) => ({
		client: {
			seat: 'client' as const,
			isConnected: true,
			inView: true,
			heardAgoMs: 0,
			heardAt,
			picture: picture(at, 50),
		},
	});

	test('THER9 lost is written when it appears, back when it goes, each once', () => {
		const session = tellSession();
		session.rate(0, 50);
		expect(signalChange([over], session.state())).toBeNull();
		expect(signalChange([lost], session.state())).toEqual({ kind: 'signal', state: 'lost' });
		session.tell(100, { kind: 'signal', state: 'lost' });
		expect(signalChange([lost], session.state())).toBeNull();
		expect(signalChange([{ ...lost, until: 9_000 }], session.state())).toEqual({ kind: 'signal', state: 'back' });
		session.tell(200, { kind: 'signal', state: 'back' });
		expect(signalChange([], session.state())).toBeNull();
	});

	test('THER9 nothing is written after the end', () => {
		const session = tellSession();
		session.tell(0, { kind: 'signal', state: 'lost' });
		session.tell(1, { kind: 'ended' });
		expect(signalChange([], session.state())).toBeNull();
	});

	test('W8 pictures are gathered as they come; never heard is null', () => {
		expect(learnSignal(NO_SIGNAL_YET, { others: {} })).toBe(NO_SIGNAL_YET);
		const first = learnSignal(NO_SIGNAL_YET, { others: phone(1_000, 0) });
		expect(learnSignal(first, { others: phone(2_000, 900) })).toEqual({
			heardAt: 2_000,
			pictures: [picture(0, 50), picture(900, 50)],
		});
		expect(learnSignal(NO_SIGNAL_YET, { others: phone(Number.NEGATIVE_INFINITY, 0) }).heardAt).toBeNull();
	});
});
