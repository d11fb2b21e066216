import type { Cue, KnownBody } from '../../shared/events.ts';
import type { AskingDevice } from '../../shared/protocol.ts';
import type { Band, Rating } from '../../shared/scale.ts';
import { applyTheme, keepTheme, readTheme, type Theme } from '../ui/theme.ts';
import { askLater } from './ask-later.ts';
import { createFlow } from './flow.ts';
import {
	bandToBeginWith,
	choiceOf,
	cueStatus,
	type GivenCue,
	mayFollow,
	phoneScreen,
	stepAfter,
} from './phone-model.ts';
import type { PhoneParts } from './phone-parts.ts';
import type { KeptSeat, Step } from './seat-store.ts';
import type { Act, FollowUp } from './sheets.ts';
import { isRinging, type OwnClearing, practicePanel, unansweredPractice } from './stop-panel.ts';
import { createStopSound } from './stop-sound.ts';
import { createWakeLock } from './wake-lock.ts';

export interface SeatSessionParts extends PhoneParts {
	/** The seat as it is kept now; reactive. */
	readonly seat: () => KeptSeat;
	readonly onSeat: (seat: KeptSeat) => void;
	readonly onNextClient: () => void;
}

const timer = (ms: number, act: () => void) => {
	const id = setTimeout(act, ms);
	return () => clearTimeout(id);
};
const repeat = (ms: number, act: () => void) => {
	const id = setInterval(act, ms);
	return () => clearInterval(id);
};
/** So long a question stands still after a finger, whose click is still to come, and after the one before it, ms. */
const STILL_MS = 1_000;
const NEXT_THEME: Readonly<Record<Theme, Theme>> = { dark: 'light', light: 'device', device: 'dark' };

/** One phone in its seat: what it knows beside the line, and what each act of its person does. */
export function openSeatSession(parts: SeatSessionParts) {
	const { seat, onSeat } = parts;
	const { session, token } = seat();
	const live = parts.openLive({ session, token });
	const { link } = live;

	let value = $state<Rating | null>(null);
	let given = $state.raw<GivenCue | null>(null);
	let open = $state<'menu' | 'band' | null>(null);
	let isAway = $state(false);
	let hasSaidBye = $state(false);
	let asksWipe = $state(false);
	let followUp = $state.raw<FollowUp>('none');
	let practiceSince = $state(link.serverNow());
	let hasSlid = $state(false);
	let hasLastBand = $state(false);
	let isSoundBlocked = $state(false);
	let canStayAwake = $state(parts.wakeLock !== undefined);
	let theme = $state<Theme>(readTheme('phone', 'dark'));
	let isInView = true;
	/** A finger is down: what it may be about to hit stays. */
	let isHeld = $state(false);
	let release = () => {};
	/** The act under way began after a pause: it is meant for what is on the screen. */
	let isMeant = false;
	let answered = $state.raw<readonly string[]>([]);
	let asks = $state.raw<AskingDevice | null>(null);
	/** From the first that followed on, their line keeps its place: what stands below does not move as they come and go. */
	let hasFollowers = $state(false);

	const screen = $derived(
		phoneScreen(
			live.view,
			{
				step: seat().step,
				hasTouched: value !== null,
				isAway,
				canStayAwake,
				hasAnsweredErase: seat().hasAnsweredErase,
				answered,
			},
			live.now,
			link.pressedAgoMs,
		),
	);
	const isPractice = $derived(screen.stage === 'practice');
	const isEnded = $derived(screen.stage === 'ended');
	const flow = createFlow({ link, now: parts.now, after: timer, isPractice: () => isPractice });
	const wakeLock = createWakeLock(parts.wakeLock, (isHeld) => {
		canStayAwake = isHeld;
	});
	const sound = createStopSound({
		openAudio: parts.openAudio,
		vibrate: parts.vibrate,
		every: repeat,
		onBlocked: (isBlocked) => {
			isSoundBlocked = isBlocked;
		},
	});

	/** An act of the person: takes the pen first, if it has moved. */
	const say = (body: KnownBody, practice = false) => {
		link.touch();
		return link.append(body, { practice });
	};

	const goTo = (step: Step) => {
		if (seat().step === 'practice' && step !== 'practice') leavePractice();
		if (step === 'band') beginWithLastBand();
		if (step === 'practice') practiceSince = link.serverNow();
		onSeat({ ...seat(), step });
		open = null;
	};
	/** Once chosen, and never by a page that has lost its place: no touch of the client's stands behind it. */
	const beginWithLastBand = () => {
		const band = bandToBeginWith(link.view());
		if (band) hasLastBand = link.append({ kind: 'band', ...band }) !== null;
	};
	const leavePractice = () => {
		const stops = unansweredPractice(link.view().state);
		if (stops.length > 0) link.append({ kind: 'cleared', stops: [...stops], how: 'mistake' }, { practice: true });
		forgetRating();
	};
	const forgetRating = () => {
		value = null;
		hasSlid = false;
		flow.reset();
	};
	const choose = (choice: 'recorded' | 'live-only') => () => {
		say(choiceOf(choice, live.view));
		goTo('band');
	};
	const clear = (how: OwnClearing) => () => {
		const stops = screen.stop?.stops;
		if (stops) say({ kind: 'cleared', stops: [...stops], how });
	};
	/** Leaves the question as it is: for a moment, or until the finger is up. */
	const hold = (isDown = false) => {
		release();
		isHeld = true;
		if (!isDown) {
			release = timer(STILL_MS, () => {
				isHeld = false;
			});
		}
	};
	const answerAsk = (kind: 'observer-admitted' | 'observer-removed') => () => {
		if (!asks || !isMeant) return;
		const { device } = asks;
		say({ kind, device });
		answered = [...answered, device];
		asks = null;
		hasFollowers ||= kind === 'observer-admitted';
	};
	const answerErase = (erase: boolean) => () => {
		link.answerErase(erase);
		onSeat({ ...seat(), hasAnsweredErase: true });
	};

	const acts: Readonly<Record<Act, () => void>> = {
		recorded: choose('recorded'),
		'live-only': choose('live-only'),
		mistake: clear('mistake'),
		lighter: clear('lighter'),
		elsewhere: clear('elsewhere'),
		finish: clear('finish'),
		begin: () => goTo('live'),
		band: () => {
			open = 'band';
		},
		practise() {
			forgetRating();
			goTo('practice');
		},
		withdraw() {
			say({ kind: 'withdrawn' });
			open = null;
		},
		'put-away'() {
			say({ kind: 'left' });
			forgetRating();
			isAway = true;
			open = null;
		},
		look() {
			theme = NEXT_THEME[theme];
			applyTheme(theme);
			keepTheme('phone', theme);
		},
		'take-up': () => {
			isAway = false;
		},
		'let-follow': answerAsk('observer-admitted'),
		'refuse-follow': answerAsk('observer-removed'),
		'end-following'() {
			for (const device of mayFollow(link.view())) say({ kind: 'observer-removed', device });
			open = null;
		},
		erase: answerErase(true),
		keep: answerErase(false),
		done() {
			hasSaidBye = true;
			link.leave();
		},
		async 'ask-later'() {
			followUp = 'going';
			followUp = await askLater(parts.send, token);
		},
		'open-link'() {
			if (typeof followUp !== 'string') window.open(followUp.link, '_blank', 'noopener');
		},
		'next-client'() {
			if (live.view.unacknowledged > 0) asksWipe = true;
			else parts.onNextClient();
		},
		wipe: parts.onNextClient,
		back: () => {
			asksWipe = false;
		},
		reload: () => location.reload(),
	};

	return {
		link,
		acts,
		get view() {
			return live.view;
		},
		get screen() {
			return screen;
		},
		get value() {
			return value;
		},
		/** What stood before a reload. */
		get before() {
			return isPractice ? null : (live.view.state.samples.findLast(({ practice }) => !practice)?.value ?? null);
		},
		/** Who asks to follow, while nothing else is open. */
		get asks() {
			return open ? null : asks;
		},
		get hasFollowers() {
			return hasFollowers;
		},
		get open() {
			return open;
		},
		get theme() {
			return theme;
		},
		/** The band that stands is the client's own of last time. */
		get hasLastBand() {
			return hasLastBand;
		},
		get hasSlid() {
			return hasSlid;
		},
		get isSoundBlocked() {
			return isSoundBlocked;
		},
		get leaving() {
			return { hasSaidBye, asksWipe, followUp };
		},
		get tried() {
			return isPractice ? practicePanel(live.view, live.now, link.pressedAgoMs, practiceSince) : null;
		},
		get cueTold() {
			const status = given && cueStatus(given, link.isAcknowledged(given.id), live.now);
			return given && status ? { cue: given.cue, status } : null;
		},
		handleTouch(next: Rating) {
			value = next;
			hasSlid = true;
			flow.touch(next);
		},
		handleStop() {
			say({ kind: 'stop' }, isPractice);
			open = null;
			isAway = false;
			if (isRinging(link.view())) sound.start();
		},
		handleCue(cue: Cue) {
			const id = say({ kind: 'cue', cue }, isPractice);
			given = id && { cue, id, at: link.serverNow() };
		},
		handleBand(band: Band) {
			say({ kind: 'band', ...band });
			hasLastBand = false;
			if (seat().step === 'band') goTo('practice');
			open = null;
		},
		toggleMenu() {
			open = open ? null : 'menu';
		},
		leaveBand() {
			open = null;
		},
		/** Any act of the person takes the place back, and lets the phone sound. */
		handleAnyAct({ type }: Event) {
			if (type !== 'pointerup') isMeant = !isHeld;
			hold(type === 'pointerdown');
			if (!link.view().hasPen) link.touch();
			sound.unlock();
		},
		setInView(next: boolean) {
			isInView = next;
			flow.setInView(isInView && !isEnded);
			link.setInView(isInView);
			if (isInView && screen.hasStop) wakeLock.hold();
		},
		/** Goes on to the step that what is known now asks for. */
		followStep() {
			const next = stepAfter(live.view, seat().step);
			if (next !== null && next !== seat().step) goTo(next);
		},
		/** After the end nothing is rated any more; where it is undone, what stands is said again. */
		followEnd() {
			flow.setInView(isInView && !isEnded);
		},
		/** Whoever asks is spoken of, and no more, once no finger is down. */
		followAsking() {
			hasFollowers ||= screen.followers.length > 0;
			if (isHeld) return;
			// A question comes, and gives way to the next, with a pause: nobody's yes is for somebody else, or for nothing.
			const isOther = asks?.device !== screen.asks?.device;
			asks = isOther && asks ? null : screen.asks;
			if (isOther) hold();
		},
		followSound() {
			if (isRinging(live.view)) sound.start();
			else sound.stop();
		},
		followWakeLock(isWanted: boolean) {
			if (isWanted) wakeLock.hold();
			else wakeLock.release();
		},
		close() {
			flow.close();
			sound.close();
			wakeLock.release();
			live.close();
		},
	};
}
