import type { Side } from '../../../shared/body.ts';
import type { Clearing } from '../../../shared/events.ts';
import { body } from './body.ts';
import { cautionWords } from './cautions.ts';
import { handOver } from './hand-over.ts';
import { live } from './live.ts';

const sides: Record<Side, string> = { left: 'Left', right: 'Right', middle: 'Middle' };
const clearings: Record<Clearing, string> = {
	mistake: 'pressed by mistake',
	lighter: 'go on lighter',
	elsewhere: 'another place',
	finish: 'finish',
	'said-aloud': 'said aloud',
};

/** The therapist page: read from two metres, with both hands on somebody. */
export const therapist = {
	title: 'Palpate: therapist',
	sides,
	age: live.age,
	seconds: (count: number) => `${count} s`,

	page: {
		notPossible: 'The clinic’s server gives no answer.',
		notPossibleWhat: 'See that it runs and that this device is on its network, then try again.',
		signOut: 'Sign out',
		toClinic: 'Clinic page',
		notYours: 'This page is for therapists. Ask the owner of your clinic.',
	},

	sound: {
		title: 'Sound check',
		about: 'If your client stops, this device sounds until you answer. Try it once where you will stand.',
		play: 'Play the STOP sound',
		stop: 'Enough',
		playing: 'You should hear it now.',
		heard: 'The sound was played.',
		blocked: 'This page can’t sound yet. Touch it once.',
		blockedShort: 'No sound: touch here',
		missing: 'This browser can’t play sound. Keep the screen where you see it.',
		on: 'sound on',
		off: 'no sound',
	},

	start: {
		title: 'A new session',
		whom: 'For whom?',
		whomHint: 'A name or a pseudonym. Type to find someone who has been here.',
		asNew: (name: string) => `New: ${name}`,
		noneYet: 'Say for whom the session is.',
		searching: 'Looking …',
		testSession: 'A test session',
		testHint: 'Marked as a test, and can be deleted later.',
		start: 'Start the session',
		starting: 'Starting …',
	},

	briefing: {
		title: (name: string) => `Before you start with ${name}`,
		reading: 'Reading the record …',
		notRead: 'The record can’t be read right now. Ask the client about cautions yourself.',
		cautions: 'Cautions in force',
		none: 'No caution is noted.',
		names: cautionWords.names,
		sorts: cautionWords.sorts,
		seen: 'I have seen the cautions',
		seenFirst: 'Look at the cautions first, then tick that you have seen them.',
		changed: 'The cautions have changed just now. Look at them again.',
		taken: 'Taken today',
		takenAbout:
			'It may mask what is felt, so this day’s ratings are drawn hatched. Kept only once the client chooses to be recorded.',
		takenNames: cautionWords.taken,
		band: 'Band and edge of last time',
		bandIs: (low: string, high: string, edge: string) =>
			`${low} to ${high}, never above ${edge}. The phone begins with it.`,
		noBand: 'None yet.',
		plan: 'Treatment plan',
		reason: 'Why they come',
	},

	open: {
		title: 'Under way',
		none: 'No session is under way.',
		noName: 'A session without a name here',
		since: (clock: string) => `since ${clock}`,
		resume: 'Go on',
		notHere: 'That session is closed. Its record is on the clinic page.',
	},

	phone: {
		title: 'The client’s phone',
		scan: 'Scan this with the phone’s camera',
		orType: 'or open this address and type the code',
		code: 'Code',
		qr: 'QR code that opens this session on a phone',
		valid: (timer: string) => `good for ${timer} more, for one phone`,
		expired: 'This code is too old now.',
		spent: 'This code has been used: it is good for one phone.',
		fresh: 'A new code',
		making: 'Making a code …',
		notMade: 'No code could be made. See the line below, then try again.',
		without: 'Go on without a phone',
		isIn: 'A phone is in this session.',
		remove: 'Take this phone out',
		removeHint: 'Hold for a second to take the phone out',
		another: 'To change phones, let the new one scan and let it in.',
		open: 'Phone',
	},

	asking: {
		title: 'A phone asks to come in',
		compare: 'Does the phone show these two words?',
		letIn: 'Let it in',
		letInKey: 'key A',
		notNow: 'Not this one',
	},

	point: {
		title: (point: number) => `Point ${point}: where?`,
		numbered: (point: number) => `point ${point}`,
		muscle: 'Muscle, or a place in your own words',
		muscleHint: 'Type a part of its name. Arrow keys choose.',
		side: 'Side',
		place: 'Note on the spot, if you like',
		placeHint: 'For example: two fingers below the spine of the shoulder blade',
		oftenFelt: (places: string) => `Often felt in: ${places}`,
		ownWords: 'Kept in your own words.',
		needed: 'Say a muscle or place, and the side.',
		take: 'Take this point',
		change: 'Change',
		next: 'Next point',
		none: 'No point chosen yet',
		choose: 'Choose the point',
	},

	phases: {
		title: 'Phases',
		key: (key: string) => `key ${key}`,
		ofTarget: live.phaseOfTarget,
		pastTarget: 'past your time',
		reminder: (seconds: number) => `${seconds} s passed`,
		start: 'Start',
		next: (phase: string) => `Space: ${phase}`,
		before: 'so far',
	},

	rating: live.rating,

	alarms: {
		...live.alarms,
		askAloud: 'Ask aloud how it is.',
		seen: 'Seen',
	},

	stop: {
		ago: (age: string) => `${age} ago`,
		takeHandsOff: 'Let go. Your client said stop.',
		answer: 'I have stopped',
		answerKey: 'Enter, or touch anywhere here',
		banner: (clock: string) => `STOP at ${clock}, answered`,
		waiting: 'Waiting for your client to say how to go on.',
		saidAloud: 'Said aloud',
		saidAloudHint: 'Hold for a second if your client said aloud how to go on',
		tab: 'STOP! Palpate',
		practice: 'STOP was tried: practice.',
		practiceAnswer: 'Answer',
		clearings,
	},

	strip: {
		label: 'The last 90 seconds',
		now: 'now',
		secondsBefore: (seconds: number) => `−${seconds} s`,
		notes: { 'over-edge': 'over the edge', rise: 'rise', 'no-signal': 'no signal', stop: 'STOP', cue: 'cue' },
	},

	line: {
		phone: 'phone',
		following: 'following with the client’s yes',
		wouldFollow: 'asked on the phone, where the slider waits for the answer: may this person follow?',
		you: 'this page',
		phoneIs: live.phoneIs,
		youAre: live.pageIs,
		recording: live.recording,
		erased: 'What was recorded has been deleted.',
		tail: 'seen, not recorded',
		waitingToSend: (count: number) => `${count} of yours on the way`,
		storeRefused: 'This browser keeps nothing: if this page closes, what isn’t sent is lost.',
		partLost: 'The server lost a part of this session. What this page still had was sent again.',
		refused: (reason: string) => `Something of yours could not be kept. ${reason}`,
		moved: 'Another page has this session. Touch here to take it back.',
		over: 'This session takes nothing more.',
		accessEnded: 'Your access was ended from elsewhere. If you did not do that, ask the owner of your clinic.',
		leave: 'Leave this session',
		mayDim: 'this screen may go dark: keep touching it',
	},

	cues: {
		more: 'The client wants more.',
		hold: 'Hold there.',
		ease: 'Ease off.',
		ok: 'The client is OK.',
	},

	spoken: {
		open: 'Said aloud',
		title: 'What the client says aloud',
		rating: 'How strong is it, from 0 to 10?',
		half: (whole: string) => `${whole} and a half`,
		ratingNote: 'Shown with its age, beside the phone’s own.',
		consent: 'Shall this session be kept?',
		consentNote: 'Ask your client. What you enter is marked as spoken, with your name.',
		recorded: 'Recorded',
		recordedSentence: 'The clinic keeps how it felt.',
		liveOnly: 'Live only',
		liveOnlySentence: 'Nothing of it is stored.',
		decided: 'Decided',
		withdraw: 'Withdraw what was agreed',
		withdrawHint: 'Hold for a second: nothing more is stored from then on',
		withPhone: 'The client decides this on the phone.',
	},

	body,
	felt: {
		title: (point: string) => `Felt from the ${point}`,
		add: 'Add a place',
		hint: 'As the client says it, their own left and right. Type a part of its name. Never shown on the phone.',
		nowhere: 'No place noted.',
		remove: (place: string) => `Take out: ${place}`,
		full: (most: string) => `${most} places are noted: take one out to add another.`,
	},
	notes: {
		open: 'Notes',
		title: 'Notes',
		write: 'A note, never shown on the phone',
		add: 'Add',
		none: 'No notes yet.',
	},

	settings: {
		open: 'Settings',
		title: 'Settings of this page',
		keys: 'Keys',
		keysOn: 'Keys work: 1–4 phases, Space or Page Down next, 0 or R rest, N next point, A lets a phone in',
		pressTarget: 'Your own time for press',
		longer: 'longer',
		shorter: 'shorter',
	},

	end: {
		end: 'End the session',
		hint: 'Hold for a second to end',
		title: 'The session has ended',
		at: (clock: string) => `at ${clock}`,
		byOther: 'Ended by the clinic.',
		undo: 'Go back into the session',
		sealed: 'This session is closed for good.',
		stillSending: (count: number) => `${count} of yours on the way to the clinic. Keep this page open.`,
		allSent: 'Everything of this page has arrived.',
		heldNote: 'The client never chose, so nothing is recorded.',
		liveOnlyNote: 'Live only: nothing is stored.',
		timeline: 'See its timeline on the clinic page',
		done: 'Done',
		nothing: 'Nothing was rated.',
		noPoints: 'No point was worked.',
		lasted: (timer: string) => `It lasted ${timer}.`,
		pressed: (times: number) => (times === 1 ? 'pressed once' : `pressed ${times} times`),
		peak: (rating: string) => `highest ${rating}`,
		inBand: (share: string) => `${share} of the time in the band`,
		fell: (from: string, to: string, seconds: number) => `Rating fell from ${from} to ${to} in ${seconds} s.`,
		over: (peak: string, seconds: number) => `Rating reached ${peak}; ${seconds} s over the edge in all.`,
		stayed: (seconds: number, of: number) => `Rating in the band for ${seconds} of ${of} s.`,
		stops: (count: number) => (count === 1 ? 'One STOP.' : `${count} STOPs.`),
	},

	followUp: {
		title: 'Asking how it was',
		about: 'Where the client said yes on the phone, a code opens a page that asks them after 24 and 48 hours.',
		show: 'Show the code to scan',
		fresh: 'Show another code',
		notWanted: 'The client has not said yes on the phone. It is asked there, once the session is over.',
		qr: 'Code that opens the page with the two questions',
		scan: 'Scan it with the client’s own phone, and keep the page.',
		here: 'This server has no address outside the clinic’s network: the page opens only there.',
	},

	handOver,
};
