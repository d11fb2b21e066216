import type { AlarmRecord } from '../../../shared/alarm-record.ts';

const kinds: Record<AlarmRecord['kind'], string> = {
	stop: 'STOP',
	'over-edge': 'Over the edge',
	rise: 'Fast rise',
	'no-signal': 'No signal',
};

/** Replay, and what became of each alarm. */
export const review = {
	play: 'Play',
	pause: 'Pause',
	previous: 'Event before',
	next: 'Next event',
	speed: 'Speed',
	times: (speed: number) => `${speed}×`,
	scrub: 'Place in the replay',
	of: (at: string, whole: string) => `${at} of ${whole}`,
	screen: 'On the therapist’s screen',
	behind: 'not on the screen yet',
	quiet: 'No alarm on the screen.',
	keys: 'Keys',
	keysFor: 'With the picture in focus',
	keyList: [
		['Space', 'play or pause'],
		['1 2 3 4', 'speed: 1×, 2×, 4×, 16×'],
		['← →', 'along the curve; with Shift further'],
		['Page Up, Page Down', 'event before, next event'],
		['+ −', 'closer, wider'],
		['0', 'the whole session'],
		['Home, End', 'beginning, end'],
	] as readonly (readonly [keys: string, does: string])[],

	alarms: {
		title: 'Alarms, and what followed',
		about:
			'What was felt, when it stood on the therapist’s screen, and what came next, each from the moment the alarm began. What a therapist says or does with the hands is not in it.',
		none: 'No alarm in this session.',
		kinds,
		when: 'When',
		what: 'Alarm',
		felt: 'Felt',
		shown: 'On the screen',
		act: 'Therapist',
		eased: 'In band again',
		length: 'Lasted',
		after: (seconds: string) => `after ${seconds}`,
		notShown: 'never',
		answered: (seconds: string) => `answered after ${seconds}`,
		phase: (phase: string, seconds: string) => `${phase} after ${seconds}`,
		noAct: 'no change of phase',
		notAnswered: 'not answered',
		notEased: 'not again',
		alreadyEased: 'was in it',
		upTo: (from: string, to: string) => `${from}, up to ${to}`,
		fromTo: (from: string, to: string) => `${from} to ${to}`,
		seconds: (seconds: string) => `${seconds} s`,
		slowest: (seconds: string) => `answered after ${seconds} at most`,
		unanswered: { one: '# not answered', other: '# not answered' },
	},
};
