import type { MaskingKey } from '../../../shared/cautions.ts';

const masking: Record<MaskingKey, string> = {
	painkiller: 'painkiller',
	'muscle-relaxant': 'muscle relaxant',
	nsaid: 'NSAID',
	alcohol: 'alcohol',
};

export const course = {
	masking,
	title: 'Course of treatment',
	about:
		'Each press from its beginning, visit by visit. A rating depends on the day and on the pressure used: these are numbers, not findings. Less than 2 points is not enough to say.',
	loading: 'Laying the visits side by side …',
	notPossible: 'The visits can’t be compared right now.',
	empty: 'Nothing to compare yet.',
	emptyWhat: 'The first recorded session will stand here once it has ended.',
	earlier: { one: '# earlier visit is not shown.', other: '# earlier visits are not shown.' },
	visits: { one: '# visit', other: '# visits' },
	ofVisits: (some: string, all: string) => `${some} of ${all}`,
	masked: (what: string) => `may be masked: ${what}`,

	highest: 'Highest',
	fall: 'To a fall of 2',
	over: 'Over the edge',
	notFallen: 'no fall of 2',
	noPress: 'not pressed',
	nothingRated: 'nothing rated',
	first: 'first visit',
	band: 'own band',
	edge: 'own edge',
	nothingKnown: 'nothing known',

	said: {
		lower: (then: string, by: string) => `Highest in press: ${then}. ${by} lower.`,
		higher: (then: string, by: string) => `Highest in press: ${then}. ${by} higher.`,
		notEnough: (then: string) => `Highest in press: ${then}. Not enough to say.`,
		unknown: 'Too little was rated to compare.',
		single: 'Worked in one visit so far.',
		visits: (from: string, to: string) => `${from} at first, ${to} last`,
		pair: (from: string, to: string) => `${from} last time, ${to} now`,
	},

	panel: (day: string, highest: string, fall: string, over: string) =>
		`${day}: highest ${highest}, fall of 2 after ${fall}, over the edge for ${over}`,
	trend: (title: string, values: string) => `${title}: ${values}`,
	inOrder: (values: readonly string[]) => values.join(', then '),
	openTable: 'The same as a table',
	visit: 'Visit',
	place: 'Point',
	openSession: (day: string) => `Open the session of ${day}`,

	against: {
		title: 'Against the last visit',
		about: (day: string) => `Dashed: ${day}. Solid: this session.`,
		first: 'This is the first recorded visit: there is nothing before it to compare with.',
		none: 'No point of this session was worked in the visit before.',
		before: 'Last visit',
		now: 'This visit',
	},

	body: {
		title: 'Where it was worked and felt',
		which: 'Visit',
		all: 'All visits',
		worked: 'worked',
		felt: 'felt, as the client said',
		feltIn: 'Felt in',
		often: (where: string) => `Teaching charts: often felt in ${where}.`,
		noFelt: 'No place was noted where it is felt.',
		offFigure: 'In own words, so not on the figure',
		none: 'No point was worked in this visit.',
		figure: (view: string, what: string) => (what ? `${view}: ${what}` : `${view}: nothing`),
		pointAt: (number: number, name: string) => `${number} ${name}`,
		feltAt: (where: string, numbers: string) => `${where}, felt from ${numbers}`,
	},
};
