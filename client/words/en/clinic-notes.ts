import { MASKING, type MaskingKey } from '../../../shared/cautions.ts';
import type { Clearing, Cue } from '../../../shared/events.ts';
import type { Phase } from '../../../shared/phases.ts';
import type { Section } from '../../../shared/soap.ts';

const sections: Record<Section, string> = {
	subjective: 'Subjective',
	objective: 'Objective',
	assessment: 'Assessment',
	plan: 'Plan',
};
const hints: Record<Section, string> = {
	subjective: 'What the client said and rated',
	objective: 'What was done, and how the rating followed',
	assessment: 'How you see it',
	plan: 'What comes next',
};
const phases: Record<Phase, string> = {
	locate: 'locate',
	press: 'press',
	release: 'release',
	stretch: 'stretch',
	rest: 'rest',
};
const cueNames: Record<Cue, string> = { more: 'more', hold: 'hold there', ease: 'ease off', ok: 'I’m OK' };
const hows: Record<Clearing, string> = {
	mistake: 'pressed by mistake',
	lighter: 'then lighter',
	elsewhere: 'then another place',
	finish: 'then finished',
	'said-aloud': 'cleared aloud',
};
const capital = (text: string) => `${text}`.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

/** The note about a session, and the days after it. */
export const soap = {
	title: 'Note',
	sections,
	hints,
	loading: 'Reading the note …',
	notPossible: 'The note can’t be shown right now.',
	underWay: 'The note is written once the session has ended.',
	prefilled: 'Filled in from this session. Change it as you see fit, then save or sign.',
	savedBy: (name: string, day: string, clock: string) => `Saved by ${name}, ${day}, ${clock}`,
	someone: 'somebody',
	unsaved: 'Not saved yet. It is saved when you leave this view, too.',
	save: 'Save',
	saved: 'Saved.',
	sign: 'Sign',
	signHint: 'Hold for a second',
	signWhat: 'Once it is signed, nothing of it changes; it can only be added to.',
	draft: 'Draft, not signed',
	signedBy: (name: string, day: string, clock: string) => `Signed by ${name}, ${day}, ${clock}`,
	notSaved: 'This was not saved. Your text still stands here.',
	conflict: (name: string, clock: string) =>
		`${name} saved this note at ${clock}, after you opened it. Your text still stands here.`,
	takeTheirs: 'Show theirs instead',
	keepMine: 'Save mine in its place',
	signedMeanwhile: 'Somebody signed this note meanwhile. Yours can be added below the signature.',
	addedBy: (name: string, day: string, clock: string) => `Added by ${name}, ${day}, ${clock}`,
	amendments: 'Added later',
	noAmendments: 'Nothing was added.',
	amend: 'Add to this note',
	amendHint: 'It stands below the signature, with today’s date and your name.',
	amendSubmit: 'Add it',
	amendEmpty: 'Write what is to be added.',
	empty: 'Nothing written.',

	afterwards: 'Afterwards',
	notWanted: 'The client was not asked, or did not want to be.',
	waiting: 'The client wants to be asked after 24 and 48 hours. No answer yet.',
	noReply: 'no answer',
	ofTen: 'of 10, soreness',

	/** The sentences a note is filled in with. They say what was rated, never what that means. */
	draftWords: {
		unnamed: 'a place without a name',
		nothingRated: 'Nothing was rated.',
		visit: (place: string, phase: Phase, length: string) => `${capital(place)}, ${phases[phase]} ${length}`,
		said: (head: string, what: string) => `${head}: ${what}.`,
		fell: (from: string, to: string, length: string) => `rating fell from ${from} to ${to} in ${length}`,
		over: (peak: string, length: string) => `rating reached ${peak}, over the edge for ${length} in all`,
		inBand: (length: string, of: string) => `rating in the band for ${length} of ${of}`,
		littleKnown: (peak: string) => `highest ${peak}, not enough to say more`,
		noRating: 'nothing was rated',
		otherPhases: (place: string, others: readonly (readonly [phase: Phase, length: string])[]) =>
			`${capital(place)}, also: ${others.map(([phase, length]) => `${phases[phase]} ${length}`).join(', ')}.`,
		band: (low: string, high: string, edge: string, isDefault: boolean) =>
			isDefault
				? `Band ${low} to ${high} and edge ${edge}, as proposed.`
				: `The client’s own band ${low} to ${high}, edge ${edge}.`,
		highest: (rating: string, where: string | null) =>
			where === null ? `Highest rating ${rating}.` : `Highest rating ${rating}, at ${where}.`,
		atEnd: (rating: string) => `Rating at the end ${rating}.`,
		cues: (given: readonly (readonly [cue: Cue, count: number])[]) =>
			`Cues: ${given.map(([cue, count]) => `${cueNames[cue]} ${times(count)}`).join(', ')}.`,
		stop: (where: string | null, how: Clearing | null) => {
			const place = where === null ? '' : ` at ${where}`;
			return `STOP${place}: ${how === null ? 'not cleared' : hows[how]}.`;
		},
		spoken: (ratings: readonly string[]) => `Said aloud: ${ratings.join(', ')}.`,
		masking: (what: readonly MaskingKey[]) =>
			`Ratings of that day may be masked: ${what.map((key) => MASKING[key]).join(', ')}.`,
		lasted: (length: string, points: number) =>
			`Session of ${length}, ${points === 1 ? '1 point' : `${points} points`} worked.`,
		notKnown: (length: string) => `Nothing is known for ${length} of it.`,
		note: (clock: string, text: string) => `${clock} ${text}`,
		fells: (count: number, of: number) =>
			of === 1
				? 'In the one press the rating fell by 2 points or more.'
				: `In ${count} of ${of} presses the rating fell by 2 points or more.`,
		notEnough: 'No press in which the rating fell by 2 points or more: not enough to say.',
		firstAndLast: (place: string, first: string, last: string, isChange: boolean) => {
			const both = `${capital(place)}: highest ${first} in the first press, ${last} in the last`;
			return isChange ? `${both}.` : `${both}; a difference under 2 is not enough to say.`;
		},
		overEdge: (count: number, length: string) =>
			count === 1 ? `Over the edge once, for ${length}.` : `Over the edge ${count} times, for ${length} in all.`,
		goal: (goal: string, reviewOn: string | null) =>
			reviewOn === null ? `Plan in force: ${goal}` : `Plan in force: ${goal} (review on ${reviewOn})`,
		followUp: 'The client wants to be asked after 24 and 48 hours.',
	},
};
