import { expect, test } from 'vitest';
import { createSessionLink } from '../../../client/link/session-link.ts';
import {
	bandToBeginWith,
	choiceOf,
	type PageState,
	phoneScreen,
	stepAfter,
} from '../../../client/phone/phone-model.ts';
import { isRinging, practicePanel, unansweredPractice } from '../../../client/phone/stop-panel.ts';
import { createScriptedServer } from './harness/scripted-server.ts';

const PAGE: PageState = {
	step: 'live',
	hasTouched: true,
	isAway: false,
	canStayAwake: true,
	hasAnsweredErase: false,
	answered: [],
};

/** A phone on a scripted line with a clock moved by hand; admitted and recorded unless said otherwise. */
function setUp({ isAdmitted = true, isRecorded = true } = {}) {
	let now = 1_000;
	let writers = 0;
	const link = createSessionLink({
		seat: 'client',
		token: 'T'.repeat(22),
		now: () => now,
		randomId: () => `test-writer-${String(writers++).padStart(10, '0')}`,
		outbox: null,
		secondRoad: () => Promise.reject(new Error('no second road')),
	});
	const server = createScriptedServer(link, () => 1_700_000_000_000 + now, { isAdmitted, words: 'amber harbour' });
	server.connect();
	if (isRecorded) link.append({ kind: 'consent', choice: 'recorded' });
	server.tick();
	const screen = (page: Partial<PageState> = {}) =>
		phoneScreen(link.view(), { ...PAGE, ...page }, link.serverNow(), link.pressedAgoMs);
	const stop = (options?: { practice: boolean }) => {
		const id = link.append({ kind: 'stop' }, options);
		if (!id) throw new Error('the phone has no pen');
		return id;
	};
	const pass = (ms: number, isHeard = true) => {
		const end = now + ms;
		while (now < end) {
			now = Math.min(end, now + 100);
			if (isHeard && now % 1_000 === 0) server.tick();
			link.handleTick();
		}
	};
	return { link, server, screen, stop, pass };
}

test('STOP1 STOP3 the panel goes from sending to not delivered at two seconds, and back when it is shown', () => {
	const { server, screen, stop, pass } = setUp();
	const id = stop();
	expect(screen().stop?.status).toBe('sending');
	pass(1_999);
	expect(screen().stop?.status).toBe('sending');
	pass(1);
	expect(screen().stop).toMatchObject({ status: 'not-delivered', reason: 'no-answer' });
	expect(screen().line).toBe('no-answer');
	server.say({ kind: 'shown', stops: [id] });
	expect(screen().stop?.status).toBe('shown');
	expect(screen().line).toBe('sees');
});

test.each([
	['hidden', { isConnected: true, inView: false }, 'not-in-view'],
	['gone', { isConnected: false, inView: false }, 'not-in-view'],
] as const)('STOP2 a therapist page that is %s: not delivered at once', (_name, presence, reason) => {
	const { server, screen, stop } = setUp();
	server.setTherapist(presence);
	stop();
	expect(screen().stop).toMatchObject({ status: 'not-delivered', reason });
});

test('STOP2 on a line that is cut it is not delivered at once', () => {
	const { server, screen, stop } = setUp();
	server.cut();
	stop();
	expect(screen().stop).toMatchObject({ status: 'not-delivered', reason: 'not-connected' });
});

test('STOP6 before the answer only a mistake can be said, after it how to go on; clearing takes the panel away', () => {
	const { link, server, screen, stop } = setUp();
	const id = stop();
	expect(screen().stop?.clearings).toEqual(['mistake']);
	server.say({ kind: 'shown', stops: [id] });
	expect(screen().stop?.clearings).toEqual(['mistake']);
	server.say({ kind: 'answered', stops: [id] });
	expect(screen().stop?.clearings).toEqual(['lighter', 'elsewhere', 'finish']);
	link.append({ kind: 'cleared', stops: [id], how: 'lighter' });
	expect(screen().stop).toBeNull();
});

test('STOP7 several STOPs are one panel, as the one that is worst off', () => {
	const { server, screen, stop, pass } = setUp();
	const first = stop();
	server.say({ kind: 'shown', stops: [first] });
	server.say({ kind: 'answered', stops: [first] });
	const second = stop();
	expect(screen().stop).toMatchObject({ status: 'sending', stops: [first, second], clearings: ['mistake'] });
	pass(2_000);
	expect(screen().stop?.status).toBe('not-delivered');
});

test('STOP4 the phone rings from the press until the answer, or until it was a mistake', () => {
	const { link, server, stop } = setUp();
	const first = stop();
	expect(isRinging(link.view())).toBe(true);
	server.say({ kind: 'answered', stops: [first] });
	expect(isRinging(link.view())).toBe(false);
	const second = stop();
	expect(isRinging(link.view())).toBe(true);
	link.append({ kind: 'cleared', stops: [second], how: 'mistake' });
	expect(isRinging(link.view())).toBe(false);
});

test('PRACTICE1 a practice STOP goes the whole way without noise and without a panel', () => {
	const { link, server, screen, stop } = setUp();
	const since = link.serverNow();
	const id = stop({ practice: true });
	const tried = () => practicePanel(link.view(), link.serverNow(), link.pressedAgoMs, since)?.status;
	expect(isRinging(link.view())).toBe(false);
	expect(screen({ step: 'practice' }).stop).toBeNull();
	expect(tried()).toBe('sending');
	server.say({ kind: 'shown', stops: [id] });
	expect(tried()).toBe('shown');
	expect(unansweredPractice(link.view().state)).toEqual([id]);
	server.say({ kind: 'answered', stops: [id] });
	expect(tried()).toBe('answered');
	expect(unansweredPractice(link.view().state)).toEqual([]);
});

test('PRACTICE2 once hands are at work nobody is kept in practice, and a STOP is real', () => {
	const { link, server, screen, stop, pass } = setUp();
	server.say({ kind: 'phase', phase: 'press', point: 1 });
	pass(100);
	expect(stepAfter(link.view(), 'practice')).toBe('live');
	stop({ practice: true });
	expect(screen({ step: 'practice' }).stop?.status).toBe('sending');
	expect(isRinging(link.view())).toBe(true);
});

test('PHONE11 until it is let in a phone shows two words and nothing else', () => {
	const { link, screen } = setUp({ isAdmitted: false, isRecorded: false });
	expect(screen({ step: null })).toMatchObject({ stage: 'waiting', hasStop: false, line: 'waiting' });
	expect(stepAfter(link.view(), null)).toBeNull();
});

test('PHONE12 the choice comes before the slider; where it was made already it is not asked again', () => {
	const fresh = setUp({ isRecorded: false });
	expect(stepAfter(fresh.link.view(), null)).toBe('choice');
	expect(stepAfter(fresh.link.view(), 'choice')).toBe('choice');
	const chosen = setUp();
	expect(stepAfter(chosen.link.view(), 'choice')).toBe('band');
	chosen.link.append({ kind: 'band', low: 30, high: 50, edge: 60 });
	expect(stepAfter(chosen.link.view(), 'choice')).toBe('live');
});

test('PHONE22 a choice that is gone is asked for again from wherever the phone is, and is not called starting', () => {
	const { link } = setUp();
	const view = { ...link.view(), recording: 'held', isChoiceLost: true } as const;
	expect(stepAfter(view, 'live')).toBe('choice');
	expect(stepAfter(view, 'choice')).toBe('choice');
	expect(phoneScreen(view, PAGE, link.serverNow(), link.pressedAgoMs).recording).toBe('nothing-stored-yet');
});

test('PHONE13 what is recorded is told as it stands', () => {
	const { link, server, screen, pass } = setUp();
	expect(screen().recording).toBe('being-recorded');
	server.setAcknowledging(false);
	link.append({ kind: 'cue', cue: 'ok' });
	expect(screen().recording).toBe('being-recorded');
	pass(3_000);
	expect(screen().recording).toBe('not-right-now');
	server.setAcknowledging(true);
	expect(screen().recording).toBe('being-recorded');
	server.setRecording('not-recording');
	expect(screen().recording).toBe('not-right-now');
	server.setRecording('recorded');
	server.cut();
	expect(screen().recording).toBe('not-right-now');
});

test('PHONE13 live only is not stored, and a withdrawal is told when the server has it', () => {
	const live = setUp({ isRecorded: false });
	expect(live.screen().recording).toBe('nothing-stored-yet');
	live.link.append({ kind: 'consent', choice: 'live-only' });
	expect(live.screen().recording).toBe('not-stored');

	const { link, server, screen } = setUp();
	link.append({ kind: 'withdrawn' });
	expect(screen()).toMatchObject({ recording: 'stopping', asksErase: false });
	server.tick();
	expect(screen()).toMatchObject({ recording: 'withdrawn', asksErase: true });
	expect(screen({ hasAnsweredErase: true }).asksErase).toBe(false);
});

test('PHONE14 a place taken by another device says so, and how to take it back', () => {
	const { link, server, screen } = setUp();
	server.movePen();
	expect(screen()).toMatchObject({ line: 'moved', notices: ['moved'] });
	expect(link.append({ kind: 'cue', cue: 'ok' })).toBeNull();
	link.touch();
	expect(screen()).toMatchObject({ line: 'sees', notices: [] });
});

test('PHONE15 the state of the line is told from what is known now, not from what was', () => {
	const { server, screen, pass } = setUp();
	expect(screen().line).toBe('sees');
	expect(screen({ hasTouched: false }).line).toBe('here');
	server.setTherapist({ isConnected: true, inView: false });
	expect(screen().line).toBe('therapist-hidden');
	server.setTherapist({ isConnected: false, inView: false });
	expect(screen().line).toBe('therapist-away');
	server.setTherapist({ isConnected: true, inView: true });
	pass(3_000, false);
	expect(screen().line).toBe('not-connected');
	server.tick();
	expect(screen().line).toBe('sees');
});

test('CLIENT9 a phone begins with the band of last time until a band was said in this session', () => {
	const { link } = setUp();
	const lastBand = { low: 30, high: 50, edge: 60 };
	expect(bandToBeginWith(link.view())).toBeNull();
	expect(bandToBeginWith({ ...link.view(), lastBand })).toEqual(lastBand);
	link.append({ kind: 'band', low: 40, high: 60, edge: 70 });
	expect(bandToBeginWith({ ...link.view(), lastBand })).toBeNull();
});

test('CONSENT6 the choice names the version that was shown, and that of words for recording alone', () => {
	const { link } = setUp({ isRecorded: false });
	const shown = { relay: { version: 4, words: 'r' }, recording: { version: 2, words: 'k' } };
	const of = (consentWords: object) => ({ ...link.view(), consentWords });
	expect(choiceOf('recorded', link.view())).toEqual({ kind: 'consent', choice: 'recorded' });
	expect(choiceOf('recorded', of({ relay: shown.relay }))).toEqual({ kind: 'consent', choice: 'recorded' });
	expect(choiceOf('recorded', of(shown))).toEqual({ kind: 'consent', choice: 'recorded', words: { version: 2 } });
	expect(choiceOf('live-only', of(shown))).toEqual({ kind: 'consent', choice: 'live-only' });
});

test('CONSENT6 words that stand before someone stay as they are, whatever a later welcome says', () => {
	const { link, server } = setUp({ isAdmitted: false, isRecorded: false });
	expect(link.view().consentWords).toEqual({});
	server.admit({ recording: { version: 1, words: 'first' } });
	server.cut();
	server.admit({ recording: { version: 2, words: 'second' } });
	server.connect();
	expect(link.view().consentWords).toEqual({ recording: { version: 1, words: 'first' } });
	const plain = setUp({ isAdmitted: false, isRecorded: false });
	plain.server.admit();
	plain.server.admit({ recording: { version: 1, words: 'later' } });
	expect(plain.link.view().consentWords).toEqual({});
});
