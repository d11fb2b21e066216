import type { Clearing, Cue } from '../../../shared/events.ts';
import type { Amount, FollowUpDay } from '../../../shared/follow-up.ts';
import type { Phase } from '../../../shared/phases.ts';

const days: Record<FollowUpDay, string> = { 1: 'After 24 hours', 2: 'After 48 hours' };
const amounts: Record<Amount, string> = {
	'too-little': 'too little',
	right: 'just right',
	'too-much': 'too much',
};
const cues: Record<Cue, string> = { more: 'more', hold: 'hold there', ease: 'ease off', ok: 'I’m OK' };
const phases: Record<Phase, string> = {
	locate: 'locate',
	press: 'press',
	release: 'release',
	stretch: 'stretch',
	rest: 'rest',
};
const hows: Record<Clearing, string> = {
	mistake: 'pressed by mistake',
	lighter: 'went on lighter',
	elsewhere: 'went to another place',
	finish: 'finished',
	'said-aloud': 'cleared aloud',
};
const capital = (text: string) => `${text}`.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

/** What the next therapist needs: on the clinic page and where a session starts. */
export const handOver = {
	title: 'Hand-over',
	from: (sessions: number) => (sessions === 1 ? 'From the last session' : `From the last ${sessions} sessions`),
	none: 'Nothing to hand over yet.',
	noneWhat: 'It fills itself from recorded sessions.',
	loading: 'Reading the last sessions …',
	notPossible: 'The hand-over can’t be shown right now.',
	unnamed: 'a place without a name',

	band: 'Band and edge',
	bandOf: (low: string, high: string, edge: string) => `${low} to ${high}, edge ${edge}`,
	bandNone: 'Never set by the client',
	helped: 'What helped',
	helpedNone: 'No press in which the rating fell by 2 or more.',
	fell: (place: string, from: string, to: string, fall: string, press: string) =>
		`${capital(place)}: rating fell from ${from} to ${to} in ${fall}, in a press of ${press}`,
	tooMuch: 'What was too much',
	tooMuchNone: 'Never over the edge, no STOP.',
	over: (place: string, peak: string, length: string) =>
		`${capital(place)}: up to ${peak}, over the edge for ${length}`,
	stop: (place: string, phase: Phase | null, how: Clearing | null) => {
		const then = how === null ? 'not cleared' : hows[how];
		return `STOP at ${place}${phase === null ? '' : `, in ${phases[phase]}`}; ${then}`;
	},
	felt: 'What was felt where',
	feltNone: 'No point was named.',
	point: (place: string, detail: string | null) => (detail === null ? capital(place) : `${capital(place)} (${detail})`),
	pressed: (presses: number, peak: string | null) => {
		const pressed = presses === 0 ? 'not pressed' : `pressed ${times(presses)}`;
		return peak === null ? `${pressed}, nothing rated` : `${pressed}, highest ${peak}`;
	},
	cues: 'Cues given',
	cuesNone: 'None',
	cue: (cue: Cue, count: number) => `${cues[cue]} ${times(count)}`,
	nextDays: 'How it was afterwards',
	nextDaysNone: 'No answer yet.',
	peak: 'Highest in the session',
	peakOf: (peak: string) => `highest ${peak}`,
	days,
	amounts,
	soreness: (soreness: number) => `soreness ${soreness} of 10`,
	reply: (day: string, soreness: string, amount: string) => `${day}: ${soreness}, ${amount}`,
	list: (parts: readonly string[]) => parts.join(', '),
};
