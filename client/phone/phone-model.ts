import type { Code } from '../../shared/codes.ts';
import type { BodyOf, Cue, EventId } from '../../shared/events.ts';
import { isWorking, type Phase } from '../../shared/phases.ts';
import { type AskingDevice, NO_SIGNAL_MS, WEAK_MS } from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import type { SessionState } from '../../shared/session-state.ts';
import { type Heads, headOf } from '../../shared/stream.ts';
import type { LinkView } from '../link/link-view.ts';
import type { Step } from './seat-store.ts';
import { isTherapistInView, type PressedAgo, type StopPanel, stopPanel } from './stop-panel.ts';

/** What fills the screen. `away`: the client has put the phone away and may come back. */
export type Stage = 'connecting' | 'waiting' | Step | 'away' | 'ended' | 'over';

/** The state of the line; each has its sentence in the catalogue. */
export type LineWord =
	| 'connecting'
	| 'waiting'
	| 'connected'
	| 'here'
	| 'sees'
	| 'therapist-away'
	| 'therapist-hidden'
	| 'no-answer'
	| 'not-connected'
	| 'moved'
	| 'over';

/** What becomes of what the client gives; each has its sentence. */
export type RecordingWord =
	| 'nothing-stored-yet'
	| 'starting'
	| 'being-recorded'
	| 'not-right-now'
	| 'not-stored'
	| 'stopping'
	| 'withdrawn'
	| 'erased';

/** What the page can't do or has lost; each has its sentence. */
export type NoticeWord = 'moved' | 'storage-refused' | 'may-lock' | 'part-lost' | 'refused' | 'line-over';

/** What this page knows beside its line. */
export interface PageState {
	readonly step: Step | null;
	/** The slider was touched in this life of the page. */
	readonly hasTouched: boolean;
	readonly isAway: boolean;
	readonly canStayAwake: boolean;
	readonly hasAnsweredErase: boolean;
	/** Observers to whom this page has said yes or no. */
	readonly answered: readonly string[];
}

export interface PhoneScreen {
	readonly stage: Stage;
	readonly line: LineWord;
	readonly recording: RecordingWord;
	readonly phase: Phase | null;
	readonly stop: StopPanel | null;
	/** The lower quarter is STOP: from admission until the end. */
	readonly hasStop: boolean;
	readonly notices: readonly NoticeWord[];
	/** The client has withdrawn and is to say whether what was recorded is deleted. */
	readonly asksErase: boolean;
	/** Who asks to follow, where the middle is free for the question. */
	readonly asks: AskingDevice | null;
	/** The names of those who follow, each set apart from the text around it. */
	readonly followers: readonly string[];
	/** Why nothing more is taken, where that is so. */
	readonly overCode: Code | null;
}

/** The screen of the phone: a function of its line, its page and now (the server's clock, ms). */
export function phoneScreen(view: LinkView, page: PageState, now: number, pressedAgo: PressedAgo): PhoneScreen {
	const stage = stageOf(view, page);
	const stop = stopPanel(view, now, pressedAgo);
	const asksErase = view.recording === 'withdrawn' && !view.isErased && !page.hasAnsweredErase;
	const isFree = !stop && !asksErase && (stage === 'live' || stage === 'practice' || stage === 'away');
	return {
		stage,
		line: lineWord(view, page.hasTouched, stop, now),
		recording: recordingWord(view, now),
		phase: view.state.phase?.phase ?? null,
		stop,
		hasStop: stage !== 'connecting' && stage !== 'waiting' && stage !== 'ended' && stage !== 'over',
		notices: noticesOf(view, page, stage),
		asksErase,
		asks: (isFree && view.asking.find(({ device }) => !page.answered.includes(device))) || null,
		followers: stage === 'over' ? [] : view.following.map(({ words }) => isolated(words)),
		overCode: view.line.is === 'over' ? view.line.code : null,
	};
}

/** A name in a text of whichever direction: as `<bdi>` would set it apart. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;

/** Everybody who may be following: let in and not ended, with a line just now or without. */
export function mayFollow({ log, following }: LinkView): readonly string[] {
	const devices = new Set(following.map(({ device }) => device));
	for (const { body } of log.ordered()) {
		if (body.kind === 'observer-admitted') devices.add(body.device);
		if (body.kind === 'observer-removed') devices.delete(body.device);
	}
	return [...devices];
}

function stageOf(view: LinkView, page: PageState): Stage {
	if (view.line.is === 'over') return 'over';
	if (view.line.is === 'waiting') return 'waiting';
	if (page.step === null) return 'connecting';
	if (view.state.ended) return 'ended';
	return page.isAway ? 'away' : page.step;
}

function lineWord(view: LinkView, hasTouched: boolean, stop: StopPanel | null, now: number): LineWord {
	if (view.line.is === 'over') return 'over';
	if (!view.hasPen) return 'moved';
	if (view.line.is === 'weak') return 'not-connected';
	if (view.line.is !== 'live') return view.line.is;
	const { therapist } = view.others;
	if (!therapist) return 'connected';
	if (!therapist.isConnected || now - therapist.heardAt >= NO_SIGNAL_MS) return 'therapist-away';
	if (!isTherapistInView(view, now)) return 'therapist-hidden';
	if (stop?.status === 'not-delivered') return 'no-answer';
	return hasTouched ? 'sees' : 'here';
}

/**
 * When the client's oldest event that is not recorded was made; null where all are. Only what the log holds of the
 * client's own streams above the recorded heads.
 */
export function oldestUnrecordedAt(log: SessionLog, recordedHeads: Heads): number | null {
	let oldest: number | null = null;
	for (const stream of log.streams()) {
		const [first] = log.after(stream, headOf(recordedHeads, stream));
		if (first?.seat === 'client' && (oldest === null || first.at < oldest)) oldest = first.at;
	}
	return oldest;
}

/**
 * "Being recorded" is said only while the server says it records, acknowledges, and nothing of this phone's has waited
 * WEAK_MS for its acknowledgement.
 */
function recordingWord(view: LinkView, now: number): RecordingWord {
	switch (view.recording) {
		case 'live-only':
			return 'not-stored';
		case 'withdrawn':
			return view.isErased ? 'erased' : 'withdrawn';
		case 'held':
			if (view.isChoiceLost) return 'nothing-stored-yet';
			return view.state.consent === 'recorded' ? 'starting' : heldWord(view.state);
		case 'not-recording':
			return 'not-right-now';
		case 'recorded':
			if (view.state.consent === 'withdrawn') return 'stopping';
			return isBeingRecorded(view, now) ? 'being-recorded' : 'not-right-now';
	}
}

const heldWord = ({ consent }: SessionState): RecordingWord =>
	consent === 'live-only' ? 'not-stored' : 'nothing-stored-yet';

function isBeingRecorded(view: LinkView, now: number): boolean {
	if (view.line.is !== 'live' || Object.keys(view.recordedHeads).length === 0) return false;
	if (view.unacknowledged === 0) return true;
	const oldest = oldestUnrecordedAt(view.log, view.recordedHeads);
	return oldest !== null && now - oldest < WEAK_MS;
}

function noticesOf(view: LinkView, page: PageState, stage: Stage): readonly NoticeWord[] {
	const isStored = view.recording === 'recorded' || view.recording === 'not-recording';
	const notices: readonly (readonly [NoticeWord, boolean])[] = [
		['line-over', view.line.is === 'over'],
		['moved', !view.hasPen && stage !== 'over'],
		['part-lost', view.isPartLost],
		['storage-refused', view.isStoreRefused && isStored],
		['refused', view.refusals.length > 0],
		['may-lock', !page.canStayAwake && (stage === 'live' || stage === 'practice')],
	];
	return notices.filter(([, stands]) => stands).map(([word]) => word);
}

/** The step a phone goes on with, where what it knows has moved on without it. */
export function stepAfter(view: LinkView, step: Step | null): Step | null {
	if (view.line.is !== 'live') return step;
	if (step === null || view.isChoiceLost) return 'choice';
	if (step === 'choice' && view.state.consent !== 'undecided') return hasBand(view.log) ? 'live' : 'band';
	// With hands at work a STOP is real: nobody is kept in practice then.
	if (step === 'practice' && view.state.phase && isWorking(view.state.phase.phase)) return 'live';
	return step;
}

/** The client's choice, with the version of the clinic's words for recording that stood before them. */
export function choiceOf(choice: BodyOf<'consent'>['choice'], { consentWords }: LinkView): BodyOf<'consent'> {
	const shown = choice === 'recorded' ? consentWords.recording : undefined;
	return { kind: 'consent', choice, ...(shown && { words: { version: shown.version } }) };
}

/** What the client is offered and the session begins with: their own of last time, until a band was said in this one. */
export function bandToBeginWith({ lastBand, log }: LinkView): Band | null {
	return hasBand(log) ? null : lastBand;
}

function hasBand(log: SessionLog): boolean {
	return log.ordered().some(({ body }) => body.kind === 'band');
}

/** A cue the client gave: on its way, taken in by the server, or waiting for a line. */
export type CueStatus = 'going' | 'arrived' | 'waiting';
export interface GivenCue {
	readonly cue: Cue;
	readonly id: EventId;
	/** Server's clock, ms. */
	readonly at: number;
}
/** How long a cue that arrived is still spoken of, ms. */
export const CUE_SHOWN_MS = 4_000;
/** Unacknowledged this long, it is said to wait, ms. */
export const CUE_WAITING_MS = 1_000;

export function cueStatus(cue: GivenCue, isAcknowledged: boolean, now: number): CueStatus | null {
	if (isAcknowledged) return now - cue.at < CUE_SHOWN_MS ? 'arrived' : null;
	return now - cue.at < CUE_WAITING_MS ? 'going' : 'waiting';
}
