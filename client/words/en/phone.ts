import type { Code } from '../../../shared/codes.ts';
import { LINE_CODES } from '../../../shared/line-codes.ts';
import { commonWords } from './common-words.ts';

/** Fetched together with the phone's own. */
export const common = commonWords;

const reasons: Partial<Record<Code, string>> = LINE_CODES;

/** The phone page: short, calm, said by a person to somebody who may be lying face down. */
export const phone = {
	title: 'Palpate: your session',
	/** Why something was not taken. */
	reasons,

	join: {
		title: 'Join your session',
		byTicket: 'Your therapist’s code was read. Tap Join when you are ready.',
		join: 'Join',
		byCode: 'Type your therapist’s code.',
		codeLabel: 'Code',
		codeHint: '8 letters and digits. Capitals and dashes don’t matter.',
		codeTooShort: 'It has 8 letters and digits.',
		ticketSpent: 'That code was used or is too old. Ask your therapist for a new one, or type it here.',
		joining: 'Joining …',
		instead: 'Type a code instead',
		goBack: 'Back to the session you were in',
	},

	waiting: {
		title: 'Almost there',
		compare: 'Your therapist’s screen shows two words. Are they these?',
		letIn: 'Your therapist lets you in. Until then this phone sees nothing.',
		connecting: 'Looking for the clinic …',
		connectingLong: 'Stay on the clinic’s network. This phone keeps trying.',
	},

	choice: {
		title: 'Shall this session be kept?',
		recorded: 'Recorded',
		recordedSentence:
			'The clinic keeps how it felt, so that you can look back at it together; you can withdraw at any time.',
		liveOnly: 'Live only',
		liveOnlySentence: 'Your therapist sees it now, and nothing of it is stored.',
	},

	band: {
		title: 'Where should we stay?',
		lastTime: 'This is where you stayed last time.',
		about: '0 is nothing felt, 10 the worst imaginable. You can change this at any time.',
		low: 'Good from',
		high: 'up to',
		edge: 'Never above',
		less: (of: string) => `${of}: less`,
		more: (of: string) => `${of}: more`,
		keep: 'This is right',
		leave: 'Leave it as it was',
		picture: (low: string, high: string, edge: string) => `Good from ${low} to ${high}, never above ${edge}.`,
	},

	practice: {
		title: 'Try it out',
		slide: 'Touch the field and move. Your therapist sees the number.',
		stop: 'That works. Now press STOP: it is only practice.',
		sending: 'STOP is on its way …',
		'not-delivered': 'Not delivered. Tell your therapist.',
		shown: 'STOP is on your therapist’s screen. Now your therapist answers.',
		answered: 'Your therapist answered. That is all.',
		loud: 'In the session this phone is loud when you press STOP.',
		skip: 'Skip',
		begin: 'I am ready',
	},

	line: {
		connecting: 'Looking for the clinic …',
		waiting: 'Your therapist has not let this phone in yet.',
		connected: 'Connected. Looking for your therapist’s screen …',
		here: 'Your therapist is here.',
		sees: 'Your therapist sees this.',
		'therapist-away': 'Your therapist’s screen is not connected. Speak up if you need to.',
		'therapist-hidden': 'Your therapist’s screen is not in view. Speak up if you need to.',
		'no-answer': 'Your therapist’s screen gives no answer.',
		'not-connected': 'Not connected: speak up if you need to.',
		moved: 'Another device or tab has this place.',
		over: 'This line is closed.',
	},

	recording: {
		'nothing-stored-yet': 'Nothing is stored yet.',
		starting: 'Not being recorded yet.',
		'being-recorded': 'Being recorded.',
		'not-right-now': 'Not being recorded right now.',
		'not-stored': 'Not stored.',
		stopping: 'The recording is being stopped …',
		withdrawn: 'No longer being recorded.',
		erased: 'Nothing of this session is stored any more.',
	},

	notices: {
		moved: 'Touch to take it back.',
		'storage-refused': 'This phone keeps nothing: if this page closes, what has not arrived is lost.',
		'may-lock': 'Your screen may lock: keep touching it.',
		'part-lost': 'The clinic no longer has an earlier part of this session.',
		refused: 'Something from this phone was not taken. Tell your therapist.',
		'line-over': 'Speak up if you need to.',
	},

	prompts: {
		none: 'Your therapist will begin soon.',
		locate: 'Is this the spot?',
		press: 'How strong is it?',
		release: 'What is left of it?',
		stretch: 'How is the stretch?',
		rest: 'Rest.',
	},

	slider: {
		label: 'How strong is it?',
		touchFirst: 'Touch here. The higher, the stronger.',
		top: '10 worst imaginable',
		bottom: '0 nothing',
		before: 'before',
		touchAgain: 'Touch to go on.',
		notSet: 'not set yet',
		valueText: (value: string, comfort: string) => `${value}, ${comfort}`,
		less: 'Less',
		more: 'Stronger',
	},

	cues: {
		label: 'Tell your therapist',
		going: (cue: string) => `${cue}: on its way`,
		arrived: (cue: string) => `${cue}: passed on`,
		waiting: (cue: string) => `${cue}: waiting for the line`,
	},

	stop: {
		sending: 'STOP is on its way …',
		'not-delivered': 'NOT DELIVERED',
		shown: 'On your therapist’s screen.',
		answered: 'Your therapist answered.',
		speak: 'Say stop, or raise your hand.',
		reasons: {
			'no-answer': 'Your therapist’s screen gives no answer. This phone keeps trying.',
			'not-in-view': 'Your therapist’s screen is not in view.',
			'not-connected': 'This phone is not connected. It keeps trying.',
			closed: 'This line is closed: nothing leaves this phone any more.',
		},
		wait: 'You may say it aloud, too.',
		whatNow: 'How shall we go on?',
		often: (times: number) => `Pressed ${times} times`,
		mistake: 'Pressed by mistake',
		lighter: 'Go on, lighter',
		elsewhere: 'Another place',
		finish: 'Finish',
		noSound: 'This phone can’t sound yet: touch the screen.',
	},

	menu: {
		open: 'Menu',
		title: 'Your session',
		band: 'Where we stay',
		practice: 'Try STOP again',
		withdraw: 'Stop recording',
		withdrawHint: 'From now on nothing is stored. In this session that is final.',
		putAway: 'Put the phone away',
		look: 'Look',
	},

	follow: {
		asks: (name: string) => `${name} asks to follow this session.`,
		what: 'They would see your ratings and signals, those so far too. They change nothing, and you can end it.',
		yes: 'Let them follow',
		no: 'No',
		now: (names: string, isOne: boolean) => `${names} ${isOne ? 'is' : 'are'} following.`,
		end: 'End following',
	},

	erase: {
		question: 'Delete what was kept of this session so far?',
		delete: 'Delete it',
		keep: 'Keep it',
		whenConnected: 'You can answer once you are connected again.',
	},

	away: {
		title: 'The phone is put away.',
		sentence: 'Your therapist knows. Speak up if you need to.',
		back: 'Take it up again',
	},

	end: {
		title: 'The session is over.',
		curveText: (peak: string, last: string, length: string) =>
			`How it felt over ${length}: highest ${peak}, at the end ${last}. Where nothing was known, the line is broken.`,
		minutes: (minutes: number) =>
			minutes < 1 ? 'less than a minute' : minutes < 1.5 ? 'a minute' : `${Math.round(minutes)} minutes`,
		sore: 'About one in ten people feel some soreness afterwards. It starts within 12 hours and is mostly gone after 36.',
		care: 'Drink if thirsty, and stretch gently.',
		ask: 'If it lasts longer or worries you, ask your therapist or a doctor.',
		onItsWay: (events: string) => `${events} on the way. Keep this page open.`,
		notArrived: (events: string) => `${events} did not arrive.`,
		events: { one: '# thing is', other: '# things are' },
		eventsPast: { one: '# thing', other: '# things' },
		done: 'Done',
		withdraw: 'I don’t want this kept',
		withdrawHint: 'You are then asked whether it is deleted.',
		goodbye: 'Goodbye, and take care.',
		askLater: 'Ask me how it was',
		askLaterHint: 'Two questions after 24 and 48 hours, on a page without your name. Your therapist reads the answers.',
		askLaterNot: 'Not possible just now. Try again in a moment.',
		linkReady:
			'You will be asked on a page of its own. On the clinic’s phone, scan the code on your therapist’s screen instead.',
		linkHere: 'It opens in the clinic’s network only.',
		openLink: 'Open that page',
		openLinkHint: 'Keep it open, or bookmark it.',
		nextClient: 'Ready for the next client',
		nextClientHint: 'For the clinic’s own phone: takes this session off it.',
		wipeQuestion: 'Not everything has arrived. Take it off this phone anyway?',
		wipe: 'Take it off',
		joinAgain: 'Join another session',
	},
};
