import type { Clearing } from '../../../shared/events.ts';
import type { MilestoneKind } from '../../../shared/timeline-tracks.ts';
import { body } from './body.ts';
import { access } from './clinic-access.ts';
import { account } from './clinic-account.ts';
import { clients } from './clinic-clients.ts';
import { course } from './clinic-course.ts';
import { follow } from './clinic-follow.ts';
import { insight } from './clinic-insight.ts';
import { keys } from './clinic-keys.ts';
import { soap } from './clinic-notes.ts';
import { people } from './clinic-people.ts';
import { review } from './clinic-review.ts';
import { settings } from './clinic-settings.ts';
import { taking } from './clinic-taking.ts';
import { handOver } from './hand-over.ts';

const clearings: Record<Clearing, string> = {
	mistake: 'pressed by mistake',
	lighter: 'go on lighter',
	elsewhere: 'another place',
	finish: 'finish',
	'said-aloud': 'said aloud, as the therapist heard it',
};
const milestones: Record<MilestoneKind, string> = {
	started: 'Session started',
	admitted: 'Phone let in',
	removed: 'Phone taken out',
	recorded: 'Client chose: recorded',
	'live-only': 'Client chose: live only',
	withdrawn: 'Client withdrew',
	left: 'Client left',
	ended: 'Session ended',
	'end-undone': 'End undone',
	sealed: 'Closed for good',
};
const two = (n: number) => String(n).padStart(2, '0');

/** The clinic page: read at a desk, afterwards. */
export const clinic = {
	title: 'Palpate: clinic',
	/** A length in the units that say something: "38 s", "1:05 min", "1 h 04 min". */
	length: (hours: number, minutes: number, seconds: number) => {
		if (hours > 0) return `${hours} h ${two(minutes)} min`;
		if (minutes === 0) return `${seconds} s`;
		return seconds === 0 ? `${minutes} min` : `${minutes}:${two(seconds)} min`;
	},
	percent: (share: number) => `${share} %`,
	list: (parts: readonly string[]) => parts.join(', '),

	views: {
		diary: 'Sessions',
		clients: 'Clients',
		insight: 'Insight',
		people: 'People',
		access: 'Access log',
		keys: 'Keys',
		settings: 'Settings',
		account: 'Your account',
	},

	page: {
		notPossible: 'The clinic’s server gives no answer.',
		notPossibleWhat: 'See that it runs and that this device is on its network, then try again.',
		notYours: 'The records are for therapists and the owner.',
		notYoursWhat: 'Ask the owner of your clinic if you should see them.',
		skip: 'To the content',
		menu: 'Menu',
		therapistPage: 'Therapist page',
		signOut: 'Sign out',
		signedInAs: (name: string) => `Signed in as ${name}`,
		sessions: 'Sessions',
	},

	setup: {
		title: 'Set up your clinic',
		about: 'Done once. It creates the clinic and its owner: you.',
		code: 'Set-up code',
		codeHint: 'It stands in the terminal where the server was started.',
		clinic: 'Name of the clinic',
		zone: 'Time zone',
		zoneHint: 'Times of sessions are shown in it.',
		you: 'You',
		name: 'Your name',
		email: 'E-mail',
		emailHint: 'You sign in with it. Nothing is sent to it.',
		password: 'Password',
		passwordHint: 'At least 10 characters. A few words are easy to keep.',
		submit: 'Create the clinic',
		troubles: {
			missing: 'This is still empty.',
			'unknown-zone': 'Choose a zone from the list, such as Europe/Vienna.',
			'not-an-address': 'This does not look like an e-mail address.',
			'too-short': 'Make it at least 10 characters long.',
		},
		doneAlready: 'This clinic has been set up. Sign in.',
	},

	diary: {
		title: 'Sessions',
		search: 'Find a client or therapist',
		today: 'Today',
		yesterday: 'Yesterday',
		live: 'Under way',
		test: 'Test',
		names: {
			'live-only': 'Live only: nothing was kept',
			undecided: 'Not decided yet',
			withdrawn: 'Withdrawn',
			nameless: 'Without a name',
		},
		notRecording: 'Not being recorded at the moment',
		withTherapist: (name: string) => `with ${name}`,
		noPoints: 'No point named',
		peak: 'Highest',
		noPeak: 'Nothing rated',
		stops: { one: '# STOP', other: '# STOPs' },
		empty: 'No session yet.',
		emptyWhat: 'Start one on the therapist page. When it is recorded, it will stand here.',
		noMatch: (text: string) => `Nothing found for “${text}”.`,
		noMatchWhat: 'Try a shorter part of the name.',
		showAll: 'Show all',
		loading: 'Turning the pages …',
		notPossible: 'The sessions can’t be shown right now.',
		more: 'Earlier sessions',
		found: { one: '# session', other: '# sessions' },
		startOne: 'Start a session',
	},

	session: {
		back: 'All sessions',
		loading: 'Reading the session …',
		notPossible: 'This session can’t be shown.',
		live: 'Under way: shown as it stood when this page read it.',
		lookAgain: 'Read again',
		nothing: 'Nothing was recorded in this session.',
		nothingLive: 'Nothing is recorded so far.',
		nothingLiveOnly: 'The client chose live only, so nothing of this session was kept.',
		nothingWithdrawn: 'The client withdrew, and what was recorded was deleted.',
		withdrawn: 'The client withdrew. What was recorded until then is shown.',
		by: (name: string) => `with ${name}`,
		openRecord: 'Client’s record',
		correct: 'Correct the client',
		delete: 'Delete this test session',
		deleteWithdrawn: 'Delete what was recorded',
		test: 'Test session',
		refusals: {
			one: '# message could not be kept when it arrived.',
			other: '# messages could not be kept when they arrived.',
		},
	},

	correct: {
		title: 'Whose session was this?',
		about: 'The session moves to the client you choose here. It is noted who changed it.',
		name: 'Client',
		hint: 'Type to find someone, or a new name or pseudonym.',
		asNew: (name: string) => `New: ${name}`,
		now: (name: string) => `It now stands under ${name}.`,
		submit: 'Move it there',
		choose: 'Choose a client from the list.',
		found: { one: '# client found', other: '# clients found' },
	},

	deleting: {
		title: 'Delete this test session?',
		about: 'Everything recorded in it is taken out of the clinic’s store. This can’t be undone.',
		withdrawnTitle: 'Delete what was recorded?',
		withdrawnAbout:
			'The client withdrew. If they wish it, everything recorded in this session is taken out of the clinic’s store. This can’t be undone.',
		submit: 'Delete it',
		keep: 'Keep it',
	},

	chart: {
		title: 'Comfort timeline',
		overview: 'Whole session',
		detail: 'Detail',
		cursor: 'Place in the session',
		cursorHint:
			'Space plays and pauses, 1 to 4 set the speed. Arrow keys move along the curve, with Shift in larger steps. Page Up and Page Down go to the event before and the next event. Plus and minus change how close you look, 0 shows the whole session.',
		brushFrom: 'Beginning of what is in view',
		brushTo: 'End of what is in view',
		zoomIn: 'Closer',
		zoomOut: 'Wider',
		earlier: 'Earlier',
		later: 'Later',
		whole: 'Whole session',
		hint: 'Drag to move, wheel or pinch to look closer.',
		sinceStart: 'min:s',
		rating: 'Rating',
		band: 'band',
		edge: (value: string) => `edge ${value}`,
		nothingKnown: 'nothing known',
		practice: 'practice',
		late: 'after the end',
		point: (point: number) => `Point ${point}`,
		numbered: (point: number, name: string) => `${point} · ${name}`,
		stop: 'STOP',
		spoken: 'said aloud',
		noSignal: 'no signal',
		withClock: (since: string, clock: string) => `${since} (${clock})`,
		inPhase: (phase: string, since: string) => `${phase} ${since}`,
		range: (from: string, to: string) => `${from} to ${to}`,
		several: (count: number) => `${count}`,
		mayBeMasked: 'may be masked',
		taken: (what: string) => `Taken that day: ${what}. It may mask what was felt, so the ratings are drawn hatched.`,
		nothingRated: 'Nothing was rated in this session.',
		legend: 'What is drawn',
		readoutEmpty: 'Point at the curve to read it.',
	},

	numbers: {
		title: 'Numbers',
		about:
			'A value counts for as long as it was known: until the next one, if that came within 5 s. Practice, what came after the end and what was said aloud are in no number.',
		session: 'Whole session',
		turn: (phase: string, turn: number) => `${phase} ${turn}`,
		afterStop: 'after STOP',
		what: 'Part',
		length: 'Length',
		known: 'Known',
		gaps: 'Nothing known',
		mean: 'Mean',
		peak: 'Highest',
		end: 'At the end',
		inBand: 'In band',
		over: 'Over the edge',
		area: 'Area',
		areaHint: 'rating × seconds',
		fall: 'Fall of 2',
		fallHint: 'from the highest, seconds',
		ofKnown: 'of the known time',
		stops: 'STOP',
		worked: 'Points worked',
		none: 'No point was worked in this session.',
		showInChart: 'Show in the timeline',
		unnamed: 'no place named',
		presses: { one: 'pressed once', other: 'pressed # times' },
		comfort: 'Time by comfort',
		nothingKnown: 'nothing known',
	},

	remarks: {
		fell: (from: string, to: string, length: string) => `Rating fell from ${from} to ${to} in ${length}.`,
		over: (peak: string, length: string) => `Rating reached ${peak}; over the edge for ${length} in all.`,
		inBand: (length: string, of: string) => `Rating in the band for ${length} of ${of}.`,
		none: 'Too little is known to say something.',
	},

	stops: {
		title: 'STOP',
		none: 'No STOP in this session.',
		pressed: (clock: string) => `Pressed at ${clock}`,
		inPhase: (phase: string) => `in ${phase}`,
		outside: 'outside a phase',
		recorded: (after: string) => `with the clinic after ${after}`,
		shown: (after: string) => `on the therapist’s screen after ${after}`,
		notShown: 'never on the therapist’s screen',
		answered: (after: string) => `answered after ${after}`,
		notAnswered: 'not answered',
		cleared: (after: string, how: string) => `cleared after ${after}: ${how}`,
		notCleared: 'not cleared',
		practice: 'practice',
		late: 'after the end',
		seconds: (seconds: string) => `${seconds} s`,
		clearings,
	},

	notes: { title: 'Notes', none: 'No note was written.' },

	table: {
		title: 'The same as a table',
		open: 'Show the table',
		caption: 'Everything in the timeline, in order of time',
		clock: 'Time',
		since: 'Since the start',
		what: 'What',
		rating: 'Rating',
		phase: 'Phase',
		standing: 'Counts as',
		ratingFromTo: (low: string, high: string) => `${low} to ${high}`,
		curve: (length: string) => `Rating, ${length}`,
		gap: (length: string) => `Nothing known for ${length}`,
		overEdge: (length: string, peak: string) => `Over the edge for ${length}, up to ${peak}`,
		noSignal: (length: string) => `No signal for ${length}`,
		noSignalOpen: 'No signal, not back',
		band: (low: string, high: string, edge: string) => `Band ${low} to ${high}, edge ${edge}`,
		spoken: 'Said aloud',
		spokenTo: (what: string, member: string) => `${what}, said aloud to ${member}`,
		idle: (what: string) => `${what}, by the server after a long silence`,
		cue: (cue: string) => `Cue: ${cue}`,
		note: (text: string) => `Note: ${text}`,
		felt: (point: string, where: string) => (where ? `${point} is felt in: ${where}` : `${point} is felt nowhere else`),
		standings: { session: 'session', practice: 'practice', late: 'after the end' },
		milestones,
	},

	access,
	account,
	body,
	clients,
	handOver,
	course,
	follow,
	insight,
	keys,
	people,
	review,
	settings,
	taking,
	soap,

	print: { madeAt: (day: string, clock: string) => `Printed ${day}, ${clock}` },
};
