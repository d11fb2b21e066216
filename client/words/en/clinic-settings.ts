import type { ConsentUse } from '../../../shared/consent-api.ts';

const uses: Record<ConsentUse, string> = {
	relay: 'Showing the therapist, live',
	recording: 'Recording the session',
	teaching: 'Using it for teaching',
};

/** What an owner sets for the clinic. */
export const settings = {
	title: 'Settings',
	about: 'They hold for the whole clinic, from the moment you save them.',
	loading: 'Looking up the settings …',
	notPossible: 'The settings can’t be shown right now.',
	save: 'Save',
	saved: 'Saved.',
	unsaved: 'Changed, not saved yet.',

	sight: 'What therapists see',
	sees: {
		own: 'Their own clients',
		all: 'All clients of the clinic',
	},
	seesWhat: {
		own: 'Whom they look after, or have treated at least once.',
		all: 'Every therapist can open every record. Each time stands in the access log.',
	},

	signOut: 'Automatic sign-out',
	signOutAfter: 'Sign a device out after',
	signOutHint: 'So long without anybody touching it; then it asks for the password again.',
	minutes: (minutes: number) =>
		minutes < 60 ? `${minutes} minutes` : minutes === 60 ? '1 hour' : `${minutes / 60} hours`,

	keeping: 'How long records are kept',
	keepingAbout:
		'The law or your insurer says how long; these are choices that were found, and no advice. Ask who is in charge where you are.',
	years: 'After the last session',
	forYears: (years: number, askedBy: string) => `${years} years (asked by ${askedBy})`,
	forEver: 'Until somebody erases it',
	minors: 'Whoever was a minor then',
	minorsHint: 'Known by the year of birth in the record.',
	untilAge: (age: number, askedBy: string) => `Not before the age of ${age} (asked by ${askedBy})`,
	asEveryone: 'As everyone',
	byItself: 'Erase by itself what is due',
	byItselfWhat: 'As soon as it is due, without asking anybody. What stands under a legal hold stays.',
	warning: 'When you save this, the server begins to erase for good what is due. It can’t be undone.',
	rule: {
		never: 'Nothing is ever due. A record stays until you erase it on the client’s page.',
		years: (years: number) => `A record is due ${years} years after the client’s last session.`,
		minors: (age: number) => `Whoever was a minor then: not before the year in which they are surely ${age}.`,
		asks: 'Nothing goes unless you erase it below.',
		byItself: 'What is due is erased by itself.',
	},

	due: {
		title: 'What is due now',
		loading: 'Looking for what is due …',
		notPossible: 'What is due can’t be shown right now.',
		none: 'Nothing is due.',
		noneWhat: 'By the rule as it is saved, no record’s time is over.',
		client: 'Client',
		last: 'Last session',
		since: 'Due since',
		held: 'Legal hold: stays',
		more: { one: 'And # more client.', other: 'And # more clients.' },
		sessions: {
			one: 'And # session that has no client.',
			other: 'And # sessions that have no client.',
		},
		erase: { one: 'Erase # that is due', other: 'Erase # that are due' },
		hold: 'Hold for a second. It can’t be undone.',
		busy: 'Erasing …',
		done: (clients: string, sessions: string) => `Erased for good: ${clients}, ${sessions}.`,
		clients: { one: '# client', other: '# clients' },
		alone: { one: '# session without a client', other: '# sessions without a client' },
	},

	consent: {
		title: 'Consent words',
		about:
			'What you tell a client before they agree, in your clinic’s own words; each of the three by itself. What is for being seen live and for recording stands on the client’s phone before they choose. Every consent is noted with the version that was shown, and stays with it.',
		loading: 'Looking up the words …',
		notPossible: 'The consent words can’t be shown right now.',
		uses,
		none: 'No words of your own yet. Consents are noted without a version.',
		inForce: (version: number, day: string) => `Version ${version}, in force since ${day}`,
		edit: 'Write new words',
		editOf: (use: string) => `Write new words: ${use}`,
		field: 'Words',
		hint: 'Plain sentences, as you would say them. Up to 4,000 signs.',
		missing: 'Write the words first.',
		submit: 'Put in force',
		earlier: { one: '# earlier version', other: '# earlier versions' },
		version: (version: number, day: string) => `Version ${version}, from ${day}`,
		done: (version: number) => `Version ${version} is in force.`,
	},
};
