import { CAUTIONS, type CautionKey, type CautionSort, MASKING, type MaskingKey } from '../../../shared/cautions.ts';
import type { TraceRow } from '../../../shared/clients-api.ts';
import type { ConsentUse } from '../../../shared/consent-api.ts';

const sorts: Record<CautionSort, string> = {
	never: 'Not treated while it lasts',
	place: 'Not treated there',
	less: 'With less pressure',
};
const cautions = Object.fromEntries(Object.entries(CAUTIONS).map(([key, { text }]) => [key, text])) as Record<
	CautionKey,
	string
>;
const masking: Record<MaskingKey, string> = MASKING;
const uses: Record<ConsentUse, string> = {
	relay: 'Being seen live',
	recording: 'Recording',
	teaching: 'Use for teaching',
};
/** Where a clinic has written no words of its own. */
const standard: Record<ConsentUse, string> = {
	relay: 'While I am treated, my therapist sees the ratings and signals that I give on the phone.',
	recording: 'The clinic keeps the ratings and signals of my sessions, and I may have them deleted at any time.',
	teaching: 'The clinic may use my recorded sessions for teaching, without anything that says who I am.',
};
const traces: Record<TraceRow['what'], string> = {
	merged: 'Another record was merged into this one',
	came: 'A session came from another record',
	left: 'A session went to another record',
};

/** The clients of a clinic: the directory, and everything about one of them. */
export const clients = {
	title: 'Clients',
	directory: {
		search: 'Find a client',
		register: 'Register a client',
		registered: (name: string) => `${name} is registered.`,
		loading: 'Looking through the clients …',
		notPossible: 'The clients can’t be shown right now.',
		empty: 'No client yet.',
		emptyWhat: 'Register one here. Whoever is recorded in a session stands here too.',
		noMatch: (text: string) => `Nobody found for “${text}”.`,
		noMatchWhat: 'Try a shorter part of the name.',
		showAll: 'Show all',
		more: 'Further clients',
		found: { one: '# client on this page', other: '# clients on this page' },
		pseudonym: 'Pseudonym',
		sessions: { one: '# session', other: '# sessions' },
		noSession: 'No session yet',
		last: (day: string) => `last on ${day}`,
		with: (name: string) => `with ${name}`,
	},

	form: {
		title: 'Register a client',
		changeTitle: 'Who and why',
		name: 'Name or pseudonym',
		nameHint: 'As it is to stand in the directory.',
		isPseudonym: 'This is a pseudonym',
		birthYear: 'Year of birth',
		birthYearHint: 'Four digits, or leave it empty.',
		reason: 'Reason for coming',
		reasonHint: 'In the client’s own words.',
		therapist: 'Therapist',
		noTherapist: 'Nobody named',
		cautions: 'Cautions',
		cautionsAbout: 'Ask about each. They are shown and acknowledged whenever this client’s record is opened.',
		submit: 'Register',
		save: 'Save',
		troubles: { missing: 'This is still empty.', year: 'Enter a year such as 1980.' },
	},

	record: {
		back: 'All clients',
		loading: 'Reading the record …',
		notPossible: 'This record can’t be shown.',
		gone: 'It may have been erased, merged into another, or be another therapist’s.',
		since: (day: string) => `In the directory since ${day}`,
		born: (year: string) => `Born ${year}`,
		with: (name: string) => `with ${name}`,
		nobody: 'nobody named',
		change: 'Change',
		start: 'Start a session',
		export: 'Download all of it',
		exportHint: 'A file with everything the clinic holds about this client, to hand over.',
		anonymised: (day: string) => `Anonymised on ${day}: nothing here says who this was.`,
		held: (reason: string, day: string) => `Legal hold since ${day}: ${reason}`,
		noReason: 'No reason was noted.',
		why: 'Why they come',
		saved: 'Saved.',
		by: (name: string, day: string) => `${name}, ${day}`,
		on: (day: string) => `${day}`,
	},

	cautions: {
		title: 'Cautions',
		none: 'No caution is noted.',
		gate: (name: string) => `Before you open the record of ${name}`,
		gateAbout: 'These cautions are in force. Opening the record says that you have seen them.',
		acknowledge: 'I have seen them',
		changed: 'They have changed just now. Look at them again.',
		change: 'Change the cautions',
		changeAbout: 'What is ticked is in force from now on. What is taken away is kept with who and when.',
		sorts,
		names: cautions,
		since: (by: string, day: string) => `noted by ${by}, ${day}`,
		sinceNobody: (day: string) => `noted ${day}`,
	},

	today: {
		title: 'Taken today',
		about: 'It may mask what is felt: this day’s ratings are drawn hatched.',
		names: masking,
		before: 'Earlier days',
		none: 'Nothing was noted on an earlier day.',
	},

	plan: {
		title: 'Treatment plan',
		none: 'No plan yet.',
		goal: 'Goal',
		reviewOn: 'Look at it again on',
		reviewHint: 'Or leave it empty.',
		review: (day: string) => `To be looked at again on ${day}`,
		isDue: 'Due for review',
		noReview: 'No day set for a review',
		make: 'Write a plan',
		change: 'Write a new plan',
		about: 'It takes the place of the one before, which is kept.',
	},

	band: {
		title: 'Band and edge of last time',
		none: 'Not known: no recorded session had one.',
		about: (low: string, high: string, edge: string) => `Good from ${low} to ${high}, never above ${edge}.`,
		next: 'The phone begins with it in the next session.',
	},

	consents: {
		title: 'Consent',
		about: 'Each by itself, and as easily taken back as given.',
		uses,
		standard,
		given: 'Given',
		withdrawn: 'Withdrawn',
		notAsked: 'Not spoken of yet',
		give: 'Give',
		withdraw: 'Withdraw',
		giveTitle: (use: string) => `${use}: give consent`,
		withdrawTitle: (use: string) => `${use}: withdraw consent`,
		readAloud: 'Read these words to the client, or let the client read them.',
		whatWithdrawing: 'It counts from now on. The client need not say why.',
		submitGive: 'The client agrees',
		submitWithdraw: 'The client withdraws',
		history: 'Every giving and withdrawing',
		noHistory: 'Nothing has been given or withdrawn.',
		inSession: 'chosen in a session',
		openSession: 'Show that session',
		atDesk: (by: string) => `at the desk, entered by ${by}`,
		atDeskNobody: 'at the desk',
		words: (version: string) => `in the clinic’s words, version ${version}`,
		standardWords: 'in the standard words',
		showWords: 'Show the words',
		erase: 'Delete what was recorded?',
		eraseAbout: 'Ask the client. What was recorded of them so far is taken out of the clinic’s store for good.',
		eraseYes: 'Delete it',
		eraseHint: 'Hold for a second to delete',
		eraseNo: 'Keep it',
		eraseAgain: 'Ask about deleting what was recorded',
		erasing: 'Deleting …',
	},

	sessions: {
		title: 'Sessions',
		none: 'No recorded session yet.',
		more: 'Earlier sessions',
	},

	traces: {
		title: 'What happened to this record',
		none: 'Nothing was merged or moved.',
		kinds: traces,
		merged: 'Also known as',
		open: 'Show the session',
	},

	keeping: {
		title: 'The record as a whole',
		merge: 'Merge into another record',
		mergeTitle: (name: string) => `Merge ${name} into another record`,
		mergeAbout:
			'For two records of one person. Every session, plan, caution and consent goes to the record you choose here; this name stays behind it, and this record is in no list from then on.',
		mergeFind: 'Into which record?',
		mergeFindHint: 'Type a part of the name.',
		mergeChoose: 'Choose a record from the list.',
		mergeConfirm: (from: string, into: string) => `${from} becomes a part of ${into}. This can’t be undone.`,
		mergeSubmit: 'Merge them',
		mergeFound: { one: '# client found', other: '# clients found' },
		hold: 'Put a legal hold on it',
		holdTitle: 'Legal hold',
		holdAbout: 'While it stands nothing of this record is erased or anonymised, by anybody.',
		holdReason: 'Why',
		holdSubmit: 'Hold the record',
		lift: 'Lift the legal hold',
		anonymise: 'Anonymise',
		anonymiseTitle: (name: string) => `Anonymise ${name}?`,
		anonymiseAbout:
			'Ratings and marks of the sessions stay. Name, year of birth, reason, plan, notes and everything else that says who this is goes for good.',
		anonymiseSubmit: 'Hold to anonymise',
		anonymiseHint: 'Hold for a second to anonymise',
		erase: 'Erase',
		eraseTitle: (name: string) => `Erase ${name}?`,
		eraseAbout:
			'The record and every session go for good, out of the clinic’s store and out of every backup that is restored from now on. This can’t be undone.',
		eraseSubmit: 'Hold to erase',
		eraseHint: 'Hold for a second to erase',
		keep: 'Keep it',
		erased: 'The record is erased.',
	},
};
