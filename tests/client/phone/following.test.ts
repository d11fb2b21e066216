import { expect, test } from 'vitest';
import type { LinkView } from '../../../client/link/link-view.ts';
import { createSessionLink } from '../../../client/link/session-link.ts';
import { isolated, mayFollow, type PageState, phoneScreen } from '../../../client/phone/phone-model.ts';
import { followSheet, followText, menuSheet } from '../../../client/phone/sheets.ts';
import { commonWords as common } from '../../../client/words/en/common-words.ts';
import { phone } from '../../../client/words/en/phone.ts';
import { createPlural } from '../../../client/words/language.ts';
import type { KnownBody, LoggedEvent } from '../../../shared/events.ts';
import { createSessionLog } from '../../../shared/session-log.ts';
import { foldSession } from '../../../shared/session-state.ts';
import { idNamed } from '../../harness/server-events.ts';

const NOW = 1_790_000_000_000;
const OLGA = { device: 'olga', words: 'Olga Example' };
const OTTO = { device: 'otto', words: 'Otto Example' };
const speech = { phone, common, plural: createPlural('en') };
const PAGE: PageState = {
	step: 'live',
	hasTouched: true,
	isAway: false,
	canStayAwake: true,
	hasAnsweredErase: false,
	answered: [],
};

const blank = createSessionLink({
	seat: 'client',
	token: idNamed('token'),
	now: () => 0,
	randomId: () => idNamed('writer'),
	outbox: null,
	secondRoad: () => Promise.reject(new Error('none')),
}).view();

/** A phone in its seat that knows of these events. */
function viewOf(bodies: readonly KnownBody[], change: Partial<LinkView> = {}): LinkView {
	const events = bodies.map(
		(body, i): LoggedEvent => ({
			writer: idNamed('phone'),
			lane: 'say',
			seat: 'client',
			n: i + 1,
			at: NOW + i,
			arrivedAt: NOW + i,
			body,
		}),
	);
	const log = createSessionLog(events);
	return { ...blank, line: { is: 'live' }, log, state: foldSession(log.ordered()), ...change };
}
const screenOf = (view: LinkView, page: Partial<PageState> = {}) =>
	phoneScreen(view, { ...PAGE, ...page }, NOW + 100, () => 100);

test('OBSERVE9 the question stands in practice, at the slider and while the phone is put away, one at a time', () => {
	const view = viewOf([], { asking: [OLGA, OTTO] });
	for (const page of [{ step: 'practice' }, { step: 'live' }, { isAway: true }] as const)
		expect(screenOf(view, page).asks).toBe(OLGA);
	expect(screenOf(view, { answered: ['olga'] }).asks).toBe(OTTO);
	expect(screenOf(view, { answered: ['olga', 'otto'] }).asks).toBeNull();
});

test('OBSERVE9 it waits for a STOP, for a choice, and for what is asked after withdrawing, and is not asked after the end', () => {
	const asking = [OLGA];
	expect(screenOf(viewOf([{ kind: 'stop' }], { asking })).asks).toBeNull();
	for (const step of ['choice', 'band', null] as const)
		expect(screenOf(viewOf([], { asking }), { step }).asks).toBeNull();
	expect(screenOf(viewOf([], { asking, recording: 'withdrawn' })).asks).toBeNull();
	expect(screenOf(viewOf([], { asking, line: { is: 'over', code: 'removed' } })).asks).toBeNull();
	expect(screenOf(viewOf([], { asking, line: { is: 'waiting', words: 'a b' } })).asks).toBeNull();
});

test('OBSERVE5 who follows stands on every stage, at a STOP too, each name set apart; only a line that is over ends it', () => {
	const following = [OLGA, OTTO];
	const names = ['\u2068Olga Example\u2069', '\u2068Otto Example\u2069'];
	for (const step of ['choice', 'band', 'practice', 'live'] as const)
		expect(screenOf(viewOf([], { following }), { step }).followers).toEqual(names);
	expect(screenOf(viewOf([{ kind: 'stop' }], { following })).followers).toEqual(names);
	expect(screenOf(viewOf([], { following, line: { is: 'weak', since: NOW } })).followers).toEqual(names);
	expect(screenOf(viewOf([], { following, line: { is: 'over', code: 'removed' } })).followers).toEqual([]);
	const said = (...those: readonly (typeof OLGA)[]) => followText(speech, screenOf(viewOf([], { following: those })));
	expect(said()).toBe('');
	expect(said(OLGA)).toBe(`${names[0]} is following.`);
	expect(said(OLGA, OTTO)).toBe(`${names.join(', ')} are following.`);
});

test('OBSERVE9 one act in the menu ends all: who has a line just now, and who was let in and is away', () => {
	const view = viewOf(
		[
			{ kind: 'observer-admitted', device: 'away' },
			{ kind: 'observer-admitted', device: 'ended' },
			{ kind: 'observer-removed', device: 'ended' },
		],
		{ following: [OLGA] },
	);
	expect(mayFollow(view)).toEqual(['olga', 'away']);
	const acts = (endFollowing: boolean) =>
		menuSheet(speech, { practise: true, withdraw: true, endFollowing }, 'dark').offers.map(({ act }) => act);
	expect(acts(true)).toContain('end-following');
	expect(acts(true)).toHaveLength(6);
	expect(acts(false)).not.toContain('end-following');
});

test('OBSERVE9 the question names who asks, says what they would see, and both answers weigh alike', () => {
	const sheet = followSheet(speech, OLGA);
	expect(sheet.title).toContain(isolated(OLGA.words));
	expect(sheet.text).toContain('ratings and signals');
	expect(sheet.offers.map(({ word, isPrimary }) => [word, isPrimary ?? false])).toEqual([
		['Let them follow', false],
		['No', false],
	]);
});
