import type { WordsAtChoice } from '../../shared/consent-api.ts';
import type { FollowUpLinkAnswer } from '../../shared/notes-api.ts';
import type { AskingDevice } from '../../shared/protocol.ts';
import { formatRating } from '../../shared/scale.ts';
import type { LinkView } from '../link/link-view.ts';
import type { Theme } from '../ui/theme.ts';
import type { OwnCurve } from './own-curve.ts';
import { isolated, type PhoneScreen } from './phone-model.ts';
import type { PhoneSpeech } from './phone-words.ts';
import type { OwnClearing, StopPanel } from './stop-panel.ts';

/** What a person may do on a sheet. */
export type Act =
	| OwnClearing
	| 'recorded'
	| 'live-only'
	| 'begin'
	| 'band'
	| 'practise'
	| 'withdraw'
	| 'put-away'
	| 'look'
	| 'take-up'
	| 'let-follow'
	| 'refuse-follow'
	| 'end-following'
	| 'erase'
	| 'keep'
	| 'done'
	| 'ask-later'
	| 'open-link'
	| 'next-client'
	| 'wipe'
	| 'back'
	| 'reload';

export interface Offer {
	readonly act: Act;
	readonly word: string;
	/** One sentence under the word. */
	readonly hint?: string;
	readonly isPrimary?: boolean;
	readonly isDisabled?: boolean;
}

/** A title, sentences, and at most six things to do: what fills the middle where the slider does not. */
export interface Sheet {
	/** Names the sheet's look; `stop` and `not-delivered` carry the mark of STOP. */
	readonly look: 'plain' | 'centred' | 'stop' | 'not-delivered';
	readonly title: string;
	/** Set large: two words to compare, the one thing that helps now. */
	readonly large?: string;
	/** Sentences, each on a line of its own. */
	readonly text: string;
	/** The clinic's own words, however long: they scroll by themselves. */
	readonly reading?: string;
	readonly offers: readonly Offer[];
	/** Read aloud at once when it changes. */
	readonly isUrgent?: boolean;
	/** Small, its acts side by side: they stay in sight on a small phone. */
	readonly isCompact?: boolean;
}

const lines = (...sentences: readonly (string | null | undefined | false)[]): string =>
	sentences.filter(Boolean).join('\n');

export function waitingSheet({ phone }: PhoneSpeech, words: string | null): Sheet {
	if (words === null)
		return { look: 'centred', title: phone.waiting.connecting, text: phone.waiting.connectingLong, offers: [] };
	const { title, compare, letIn } = phone.waiting;
	return { look: 'centred', title, large: words, text: lines(compare, letIn), offers: [] };
}

/** In the clinic's words where it has its own, and else in the fixed sentences. */
export function choiceSheet({ phone }: PhoneSpeech, { relay, recording }: WordsAtChoice): Sheet {
	const { title, recorded, recordedSentence, liveOnly, liveOnlySentence } = phone.choice;
	return {
		look: 'plain',
		title,
		text: '',
		reading: [relay, recording].flatMap((own) => own?.words ?? []).join('\n\n'),
		offers: [
			{ act: 'recorded', word: recorded, ...(!recording && { hint: recordedSentence }) },
			{ act: 'live-only', word: liveOnly, hint: liveOnlySentence },
		],
	};
}

export function stopSheet({ phone: { stop } }: PhoneSpeech, panel: StopPanel, isSoundBlocked: boolean): Sheet {
	const isAlone = panel.status === 'not-delivered';
	const isAnswered = panel.status === 'answered';
	return {
		look: isAlone ? 'not-delivered' : 'stop',
		title: stop[panel.status],
		large: lines(isAlone && stop.speak, isAnswered && stop.whatNow, isSoundBlocked && stop.noSound),
		text: lines(
			isAlone && stop.reasons[panel.reason],
			!isAlone && !isAnswered && stop.wait,
			panel.stops.length > 1 && stop.often(panel.stops.length),
		),
		offers: panel.clearings.map((act) => ({ act, word: stop[act] })),
		isUrgent: true,
	};
}

export function practiceSheet({ phone }: PhoneSpeech, hasSlid: boolean, tried: StopPanel | null): Sheet {
	const { practice } = phone;
	const isDone = hasSlid && tried?.status === 'answered';
	const now = tried ? practice[tried.status] : practice.stop;
	return {
		look: 'plain',
		title: practice.title,
		text: lines(hasSlid ? now : practice.slide, isDone && practice.loud),
		offers: [{ act: 'begin', word: isDone ? practice.begin : practice.skip, ...(isDone && { isPrimary: true }) }],
	};
}

export function menuSheet(
	{ phone: { menu, follow }, common }: PhoneSpeech,
	can: { readonly practise: boolean; readonly withdraw: boolean; readonly endFollowing: boolean },
	theme: Theme,
): Sheet {
	const offers: readonly (Offer | false)[] = [
		{ act: 'band', word: menu.band },
		can.practise && { act: 'practise', word: menu.practice },
		can.withdraw && { act: 'withdraw', word: menu.withdraw, hint: menu.withdrawHint },
		can.endFollowing && { act: 'end-following', word: follow.end },
		{ act: 'put-away', word: menu.putAway },
		{ act: 'look', word: `${menu.look}: ${common.looks[theme]}` },
	];
	return { look: 'plain', title: menu.title, text: '', offers: offers.filter((offer) => offer !== false) };
}

/** Who follows; nothing where nobody does. */
export function followText({ phone: { follow } }: PhoneSpeech, { followers }: PhoneScreen): string {
	return followers.length > 0 ? follow.now(followers.join(', '), followers.length < 2) : '';
}

export function followSheet({ phone: { follow } }: PhoneSpeech, { words }: AskingDevice): Sheet {
	return {
		look: 'plain',
		title: follow.asks(isolated(words)),
		text: follow.what,
		isCompact: true,
		offers: [
			{ act: 'let-follow', word: follow.yes },
			{ act: 'refuse-follow', word: follow.no },
		],
	};
}

export function eraseSheet({ phone: { erase } }: PhoneSpeech, isConnected: boolean): Sheet {
	const isDisabled = !isConnected;
	return {
		look: 'plain',
		title: erase.question,
		text: isConnected ? '' : erase.whenConnected,
		offers: [
			{ act: 'erase', word: erase.delete, isPrimary: true, isDisabled },
			{ act: 'keep', word: erase.keep, isDisabled },
		],
	};
}

export function awaySheet({ phone: { away } }: PhoneSpeech): Sheet {
	return { look: 'centred', title: away.title, text: away.sentence, offers: [{ act: 'take-up', word: away.back }] };
}

/** What stands after the curve in words: read where it can't be seen. */
export function curveText({ phone: { end } }: PhoneSpeech, curve: OwnCurve): string {
	const minutes = end.minutes((curve.to - curve.from) / 60_000);
	return end.curveText(formatRating(curve.peak), formatRating(curve.last), minutes);
}

/** Being asked how it was: not spoken of yet, on its way, not possible just now, or the link to be asked by. */
export type FollowUp = 'none' | 'going' | 'not-possible' | FollowUpLinkAnswer;

/** How far the phone has come with leaving: goodbye said; asked whether to wipe what has not arrived. */
export interface Leaving {
	readonly hasSaidBye: boolean;
	readonly asksWipe: boolean;
	readonly followUp: FollowUp;
}

/** After the end: what has not arrived, what to expect, goodbye; or why the line is closed. */
export function endSheet(speech: PhoneSpeech, view: LinkView, screen: PhoneScreen, leaving: Leaving): Sheet {
	const { end, reasons } = speech.phone;
	const reason = screen.overCode && (reasons[screen.overCode] ?? reasons.internal);
	const isEnded = view.state.ended !== null || screen.overCode === 'session_sealed';
	const tomorrow = leaving.hasSaidBye || !isEnded ? null : lines(end.sore, end.care, end.ask);
	if (leaving.asksWipe) return wipeSheet(speech, view);
	return {
		look: 'plain',
		title: leaving.hasSaidBye ? end.goodbye : isEnded ? end.title : (reason ?? end.title),
		text: lines(isEnded && reason, notArrived(speech, view), tomorrow, followUpText(speech, leaving)),
		offers: [
			...followUpOffers(speech, view, screen, leaving),
			...endOffers(speech, screen, leaving, { isEnded, canWithdraw: canStillWithdraw(view) }),
		],
	};
}

function followUpText({ phone: { end } }: PhoneSpeech, { followUp }: Leaving): string | null {
	if (followUp === 'not-possible') return end.askLaterNot;
	return typeof followUp === 'string' ? null : lines(end.linkReady, !followUp.isPublic && end.linkHere);
}

/** Only who was recorded is asked, only who wants to be, and only while the session's line can still say so. */
function followUpOffers(
	{ phone: { end } }: PhoneSpeech,
	{ recording }: LinkView,
	{ overCode }: PhoneScreen,
	{ hasSaidBye, followUp }: Leaving,
): readonly Offer[] {
	if (typeof followUp !== 'string') return [{ act: 'open-link', word: end.openLink, hint: end.openLinkHint }];
	if (recording !== 'recorded' || hasSaidBye || overCode !== null) return [];
	return [{ act: 'ask-later', word: end.askLater, hint: end.askLaterHint, isDisabled: followUp === 'going' }];
}

/** Until the client has said goodbye, what was recorded is theirs to withdraw here, as in mid-session. */
function canStillWithdraw({ recording, line, state }: LinkView): boolean {
	return recording === 'recorded' && line.is === 'live' && state.consent === 'recorded';
}

function endOffers(
	{ phone: { end }, common }: PhoneSpeech,
	{ overCode }: PhoneScreen,
	leaving: Leaving,
	{ isEnded, canWithdraw }: { readonly isEnded: boolean; readonly canWithdraw: boolean },
): readonly Offer[] {
	const done: Offer = { act: 'done', word: end.done, isPrimary: true };
	const withdraw: Offer = { act: 'withdraw', word: end.withdraw, hint: end.withdrawHint };
	if (overCode === null && !leaving.hasSaidBye) return canWithdraw ? [done, withdraw] : [done];
	const next: Offer = isEnded
		? { act: 'next-client', word: end.nextClient, hint: end.nextClientHint }
		: { act: 'next-client', word: end.joinAgain };
	// What a fresh start of the page may mend.
	const canReload = overCode === 'page_too_old' || overCode === 'server_too_old';
	const reload: Offer = { act: 'reload', word: common.tryAgain, isPrimary: true };
	return canReload ? [reload, next] : [next];
}

function notArrived({ phone: { end }, plural }: PhoneSpeech, { unacknowledged, line }: LinkView): string | null {
	if (unacknowledged === 0) return null;
	return line.is === 'over'
		? end.notArrived(plural(unacknowledged, end.eventsPast))
		: end.onItsWay(plural(unacknowledged, end.events));
}

function wipeSheet(speech: PhoneSpeech, view: LinkView): Sheet {
	const { end } = speech.phone;
	return {
		look: 'plain',
		title: end.wipeQuestion,
		text: lines(notArrived(speech, view)),
		offers: [
			{ act: 'back', word: speech.common.back, isPrimary: true },
			{ act: 'wipe', word: end.wipe },
		],
	};
}
