import { describe, expect, test } from 'vitest';
import type { LinkView } from '../../../client/link/link-view.ts';
import type { PhoneScreen } from '../../../client/phone/phone-model.ts';
import {
	choiceSheet,
	endSheet,
	eraseSheet,
	type Leaving,
	menuSheet,
	practiceSheet,
	type Sheet,
	stopSheet,
	waitingSheet,
} from '../../../client/phone/sheets.ts';
import type { StopPanel } from '../../../client/phone/stop-panel.ts';
import { common } from '../../../client/words/en/common.ts';
import { phone } from '../../../client/words/en/phone.ts';
import { createPlural } from '../../../client/words/language.ts';
import type { Code } from '../../../shared/codes.ts';
import { LINE_CODES } from '../../../shared/line-codes.ts';

const speech = { phone, common, plural: createPlural('en') };
const offered = ({ offers }: Sheet) => offers.map(({ act }) => act);

function ending(unacknowledged: number, code: Code | null, isEnded: boolean) {
	const line = code ? { is: 'over', code } : { is: 'live' };
	const view = { unacknowledged, line, state: { ended: isEnded ? { at: 1, by: 'therapist' } : null } };
	return { view: view as unknown as LinkView, screen: { overCode: code } as PhoneScreen };
}
const STAYING = { hasSaidBye: false, asksWipe: false, followUp: 'none' } as const;

test('PHONE12 the choice is two equal offers, each with one sentence, and neither is set before the other', () => {
	const { offers } = choiceSheet(speech, {});
	expect(offers.map(({ act, isPrimary }) => [act, isPrimary])).toEqual([
		['recorded', undefined],
		['live-only', undefined],
	]);
	for (const { hint } of offers) expect(hint?.match(/[.]/g)).toHaveLength(1);
});

test('CONSENT5 the clinic’s own words stand above the choice, in the place of the fixed sentence they speak of', () => {
	const relay = { version: 1, words: 'Your therapist sees it.' };
	const recording = { version: 3, words: 'We keep it for three years.' };
	expect(choiceSheet(speech, {}).reading).toBe('');
	const both = choiceSheet(speech, { relay, recording });
	expect(both.reading).toBe('Your therapist sees it.\n\nWe keep it for three years.');
	expect(both.offers.map(({ hint }) => hint)).toEqual([undefined, phone.choice.liveOnlySentence]);
	const half = choiceSheet(speech, { relay });
	expect(half.reading).toBe('Your therapist sees it.');
	expect(half.offers[0]?.hint).toBe(phone.choice.recordedSentence);
});

test('PHONE11 the two words stand large; without an answer there are none', () => {
	expect(waitingSheet(speech, 'amber harbour').large).toBe('amber harbour');
	expect(waitingSheet(speech, null).large).toBeUndefined();
	expect(waitingSheet(speech, null).title).toBe(phone.waiting.connecting);
});

describe('STOP', () => {
	const panel = (change: Partial<StopPanel>): StopPanel => ({
		status: 'sending',
		stops: [{ writer: 'w', lane: 'say', n: 1 }],
		since: 0,
		reason: 'no-answer',
		clearings: ['mistake'],
		...change,
	});

	test('STOP5 STOP11 not delivered says large what helps now, and that the phone is mute where it is', () => {
		const sheet = stopSheet(speech, panel({ status: 'not-delivered', reason: 'not-in-view' }), true);
		expect(sheet.title).toBe('NOT DELIVERED');
		expect(sheet.large).toContain(phone.stop.speak);
		expect(sheet.large).toContain(phone.stop.noSound);
		expect(sheet.text).toContain(phone.stop.reasons['not-in-view']);
		expect(sheet.isUrgent).toBe(true);
	});

	test('STOP3 no other status says that it is delivered or not', () => {
		for (const status of ['sending', 'shown', 'answered'] as const) {
			const { title, large, text } = stopSheet(speech, panel({ status }), false);
			expect(`${title} ${large} ${text}`.toLowerCase()).not.toContain('delivered');
		}
	});
});

test('PRACTICE1 practice leads from the field to STOP to the answer', () => {
	const tried = (status: StopPanel['status']) => ({ status }) as StopPanel;
	expect(practiceSheet(speech, false, null).text).toBe(phone.practice.slide);
	expect(practiceSheet(speech, true, null).text).toBe(phone.practice.stop);
	expect(practiceSheet(speech, true, tried('shown')).text).toBe(phone.practice.shown);
	expect(practiceSheet(speech, true, tried('answered')).offers[0]).toMatchObject({
		word: 'I am ready',
		isPrimary: true,
	});
	expect(practiceSheet(speech, true, tried('shown')).offers[0]).toMatchObject({ act: 'begin', word: 'Skip' });
});

test('PHONE17 withdrawing stands in the menu while something is recorded; deleting is what is offered first', () => {
	const acts = (withdraw: boolean) =>
		offered(menuSheet(speech, { practise: false, endFollowing: false, withdraw }, 'dark'));
	expect(acts(true)).toContain('withdraw');
	expect(acts(false)).not.toContain('withdraw');
	const { offers } = eraseSheet(speech, true);
	expect(offers[0]).toMatchObject({ act: 'erase', isPrimary: true });
	expect(eraseSheet(speech, false).offers.every(({ isDisabled }) => isDisabled)).toBe(true);
});

test('PHONE20 after the end it is said what has not arrived, and what is lost is never wiped without asking', () => {
	const { view, screen } = ending(3, null, true);
	const sheet = endSheet(speech, view, screen, STAYING);
	expect(sheet.title).toBe(phone.end.title);
	expect(sheet.text).toContain('3 things are on the way');
	expect(offered(sheet)).toEqual(['done']);
	expect(offered(endSheet(speech, view, screen, { ...STAYING, hasSaidBye: true }))).toEqual(['next-client']);
	const asked = endSheet(speech, view, screen, { ...STAYING, hasSaidBye: true, asksWipe: true });
	expect(asked.offers.map(({ act, isPrimary }) => [act, isPrimary])).toEqual([
		['back', true],
		['wipe', undefined],
	]);
	expect(
		endSheet(speech, ending(1, 'session_sealed', true).view, ending(1, 'session_sealed', true).screen, STAYING).text,
	).toContain('1 thing did not arrive');
});

test('FOLLOW1 only who was recorded is offered to be asked how it was, and only before the goodbye', () => {
	const { view, screen } = ending(0, null, true);
	const acts = (recording: string, change: Partial<Leaving> = {}) =>
		offered(endSheet(speech, { ...view, recording } as LinkView, screen, { ...STAYING, ...change }));
	expect(acts('recorded')).toEqual(['ask-later', 'done']);
	for (const recording of ['live-only', 'withdrawn', 'held', 'not-recording'])
		expect(acts(recording)).toEqual(['done']);
	expect(acts('recorded', { hasSaidBye: true })).toEqual(['next-client']);
	expect(acts('recorded', { followUp: 'not-possible' })).toEqual(['ask-later', 'done']);
	const link = { link: 'https://clinic.example.org/follow-up#x', isPublic: false };
	expect(acts('recorded', { followUp: link })).toEqual(['open-link', 'done']);
	expect(acts('recorded', { followUp: link, hasSaidBye: true })).toEqual(['open-link', 'next-client']);
	const text = (followUp: Leaving['followUp']) => endSheet(speech, view, screen, { ...STAYING, followUp }).text;
	expect(text(link)).toContain(phone.end.linkHere);
	expect(text({ ...link, isPublic: true })).not.toContain(phone.end.linkHere);
	expect(text('not-possible')).toContain(phone.end.askLaterNot);
});

test.each(Object.keys(LINE_CODES) as Code[])('PHONE21 a line closed for %s says why and leaves a way on', (code) => {
	const { view, screen } = ending(0, code, false);
	const sheet = endSheet(speech, view, screen, STAYING);
	expect(`${sheet.title} ${sheet.text}`).toContain(common.reasons[code]);
	expect(offered(sheet)).toContain('next-client');
	expect(offered(sheet).includes('reload')).toBe(code === 'page_too_old' || code === 'server_too_old');
});

test('CONSENT4 after the end, until goodbye, withdrawing is offered where the session was recorded, over a line that lives', () => {
	const { view, screen } = ending(0, null, true);
	const of = (change: object) => offered(endSheet(speech, { ...view, ...change } as LinkView, screen, STAYING));
	const recorded = { recording: 'recorded', line: { is: 'live' }, state: { ...view.state, consent: 'recorded' } };
	expect(of(recorded)).toEqual(['ask-later', 'done', 'withdraw']);
	expect(of({ ...recorded, line: { is: 'weak', since: 0 } })).toEqual(['ask-later', 'done']);
	expect(of({ ...recorded, recording: 'live-only' })).toEqual(['done']);
	expect(of({ ...recorded, state: { ...view.state, consent: 'withdrawn' } })).toEqual(['ask-later', 'done']);
	const gone = { ...STAYING, hasSaidBye: true };
	expect(offered(endSheet(speech, { ...view, ...recorded } as LinkView, screen, gone))).toEqual(['next-client']);
});
