import type { Scope } from '../../../shared/keys-api.ts';

const scopes: Record<Scope, string> = { sessions: 'Sessions', records: 'Records', clients: 'Clients' };
const opens: Record<Scope, string> = {
	sessions: 'When sessions were and how long, the points, the highest rating, the number of STOPs. No names.',
	records: 'Everything in a session: ratings, phases, cues and notes.',
	clients: 'The names of clients.',
};

/** Keys by which other programs read. */
export const keys = {
	title: 'Keys',
	about:
		'A key lets another program of yours read from this clinic. It can change nothing, and ends at once when you revoke it.',
	guide: 'How a program uses it',
	loading: 'Looking for keys …',
	notPossible: 'The keys can’t be shown right now.',
	empty: 'No key yet.',
	emptyWhat: 'Make one when a program of yours should read from here: statistics, a booking system, an archive.',
	list: 'Your keys',

	make: 'Make a key',
	name: 'What is it for?',
	nameHint: 'A name by which you will know it in this list and in the access log.',
	nameMissing: 'Give it a name.',
	scopesAsk: 'What may it read?',
	scopesMissing: 'Choose at least one.',
	scopes,
	opens,
	end: 'Until when?',
	days: (days: number) => (days === 365 ? 'For a year' : `For ${days} days`),
	noEnd: 'Until it is revoked',
	submit: 'Make the key',

	made: (name: string) => `The key “${name}” is ready.`,
	madeWhat: 'It is shown this once: nobody can read it here again. Put it where your program keeps its secrets.',
	line: 'The key',
	done: 'I have it',

	state: {
		open: 'Opens until it is revoked',
		openUntil: (day: string) => `Opens until ${day}`,
		over: (day: string) => `Ended ${day}`,
		revoked: (day: string) => `Revoked ${day}`,
	},
	madeOn: (day: string) => `Made ${day}`,
	neverUsed: 'never used',
	usedOn: (day: string, clock: string) => `last used ${day}, ${clock}`,
	reads: (what: readonly string[]) => `Reads: ${what.join(', ')}`,

	revoke: 'Revoke',
	revokeLabel: (name: string) => `Revoke “${name}”`,
	revokeTitle: (name: string) => `Revoke the key “${name}”?`,
	revokeWhat: 'The program that uses it is refused from this moment on. This can’t be undone; you can make a new one.',
	revokeSubmit: 'Revoke it',
	keep: 'Keep it',
};
