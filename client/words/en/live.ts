const units = { s: 's', min: 'min', h: 'h' };

/** What is said of a session as it stands now, alike on the therapist's page and on the clinic's. */
export const live = {
	age: (value: string, unit: keyof typeof units) => `${value} ${units[unit]}`,

	rating: {
		title: 'Rating',
		of10: 'of 10',
		rising: 'rising',
		falling: 'falling',
		steady: 'steady',
		weak: 'weak signal',
		lost: 'no signal',
		hollow: 'long untouched',
		before: 'before: not touched yet',
		left: 'the client has left',
		practice: 'practice',
		none: 'Nothing yet',
		noneNoPhone: 'No phone is in this session.',
		noneWaiting: 'The phone is in. Nothing shows before the first touch.',
		noneAsking: 'A phone waits to be let in.',
		heard: (age: string) => `heard ${age} ago`,
		touched: (age: string) => `touched ${age} ago`,
		spoken: 'said aloud',
		spokenAgo: (age: string) => `said aloud ${age} ago`,
		band: (low: string, high: string, edge: string) => `band ${low}–${high}, edge ${edge}`,
	},

	alarms: {
		'over-edge': 'Over the edge',
		rise: 'Rising fast',
		'no-signal': 'No signal',
		forTime: (age: string) => `for ${age}`,
		past: 'over now',
		riseFromTo: (from: string, to: string) => `from ${from} to ${to}`,
		hidden: 'The phone’s page is not in view.',
		ownLine: 'This page has no line to the clinic.',
	},

	phaseOfTarget: (target: string) => `of ${target}`,

	phoneIs: {
		none: 'no phone',
		asking: 'asks to come in',
		joined: 'in, not touched yet',
		live: 'live',
		weak: 'weak',
		lost: 'no signal',
		hidden: 'its page is not in view',
		left: 'has left',
	},
	pageIs: {
		connecting: 'looking for the clinic …',
		live: 'live',
		weak: 'no answer from the clinic, trying again',
		over: 'closed',
	},
	recording: {
		held: 'not decided yet: nothing is recorded',
		recorded: 'being recorded',
		'not-recording': 'not being recorded',
		'live-only': 'live only: nothing is stored',
		withdrawn: 'withdrawn: nothing more is stored',
		unknown: 'recording: not known while there is no line',
	},
};
