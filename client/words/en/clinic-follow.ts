import { live } from './live.ts';

/** A session under way, followed from the clinic page with the client's consent. */
export const follow = {
	underWay: {
		title: 'Under way',
		noName: 'A client without a name here',
		with: (name: string) => `with ${name}`,
		yours: 'with you',
		since: (clock: string) => `since ${clock}`,
		go: 'To the therapist page',
		follow: 'Follow',
		followWhom: (name: string) => `Follow: ${name}`,
		goWhom: (name: string) => `To the therapist page: ${name}`,
	},

	back: 'All sessions',
	aClient: 'the client',
	looking: 'Looking for the session …',
	comingBack: 'Coming back to the session …',
	notPossible: 'This session can’t be followed right now.',
	notUnderWay: 'This session is not under way any more.',
	toReview: 'See its record',
	ownTitle: 'This session is yours.',
	ownText: 'It stands on the therapist page, with everything that you may do.',

	ask: {
		title: 'Follow this session',
		about:
			'The client is asked first. You would see what the phone shows: the rating, STOP, the phase and the course so far. You change nothing, and no note of the therapist is shown. While you follow, the phone says so, and the client can end it at any moment.',
		ask: (name: string) => `Ask ${name}’s phone`,
		asking: (name: string) => `Asking ${name}’s phone …`,
		waiting: 'Waiting for the client’s yes. Their phone asks once they have joined and chosen.',
		cancel: 'Don’t ask',
		giveUp: 'Stop waiting',
	},
	said: {
		no: 'The answer is no, or was ended before.',
		noText: 'Nothing of this session is shown to you. The phone is not asked again.',
		takenBack: 'Your following has ended.',
		takenBackText: 'The client ended it, or you asked again elsewhere. What you saw here is gone from this page.',
		closed: 'Following has ended.',
		ended: 'The session has ended.',
		endedText: 'What was recorded is open to those who may see it.',
		endedNotKept: 'Nothing of it is kept.',
	},

	title: (name: string) => `Following ${name}`,
	with: (therapist: string, clock: string) => `with ${therapist}, since ${clock}`,
	terms: 'You only look on. While you follow, the phone says so.',
	stop: 'Stop following',
	erased: 'What was recorded has been deleted.',
	notKept: 'Live only: nothing of this is kept, here or anywhere.',

	now: {
		title: 'Now',
		noPhase: 'No phase yet',
		noPoint: 'No point chosen yet',
		quiet: 'No alarm now.',
		alarms: 'Alarms now',
		cue: (cue: string) => `The client says: ${cue}`,
		tried: 'STOP was tried: practice.',
		phone: 'phone',
		therapist: 'therapist’s page',
		you: 'this page',
		pageIs: {
			'in-view': 'in view',
			hidden: 'not in view',
			away: 'not connected',
		},
		line: (what: string, is: string) => `${what}: ${is}`,
	},

	halt: {
		title: 'STOP',
		ago: (age: string) => `${age} ago`,
		theirs: 'STOP is the therapist’s to answer. This page answers nothing and makes no sound.',
		aside: 'Show the rest of the page',
		banner: (clock: string) => `STOP at ${clock}`,
		lost: 'NOT DELIVERED',
		lostWhile: {
			'in-view': 'The therapist’s page is in view and has not shown it.',
			hidden: 'The therapist’s page is not in view.',
			away: 'The therapist’s page is not connected.',
		},
		marks: {
			recorded: 'recorded',
			arrived: 'with the clinic',
			arrivedAfter: (after: string) => `with the clinic after ${after}`,
			shown: 'on the therapist’s screen',
			answered: 'answered',
			after: (after: string) => `after ${after}`,
			notYet: 'not yet',
			'not-yet': 'not recorded yet',
			'not-kept': 'not kept',
		},
	},

	course: {
		title: 'The course so far',
		none: 'Nothing has come yet.',
		present: 'Back to the present',
	},

	locked: {
		title: 'This session is under way.',
		text: 'Its record opens when it has ended. Until then you can ask the client to follow it live.',
		follow: 'Follow it live',
	},

	live,
};
