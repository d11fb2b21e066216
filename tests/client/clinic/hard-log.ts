import type { Phase } from '../../../shared/phases.ts';
import { type Line, phase, practiced, said, started } from '../../shared/log-builder.ts';

/** A value said again every half second. */
export const stands = (from: number, to: number, value: number, late = 0): readonly Line[] =>
	Array.from({ length: Math.floor((to - from) * 2) + 1 }, (_, i) => ({
		s: from + i / 2,
		late,
		body: { kind: 'rating', value, touched: true },
	}));

/** From one value to another, in small steps. */
export const glides = (from: number, to: number, a: number, b: number, late = 0): readonly Line[] =>
	Array.from({ length: (to - from) * 4 }, (_, i) => ({
		s: from + i / 4,
		late,
		body: { kind: 'rating', value: Math.round(a + ((b - a) * i) / ((to - from) * 4) + (i % 3)), touched: true },
	}));

/** Numbers of the STOPs among what the client's page said. */
const stopAt = (s: number, n: number, how: 'answered' | 'unanswered' | 'unseen'): readonly Line[] => {
	const stops = [said('client', n)];
	return [
		{ s, body: { kind: 'stop' }, late: 0.1 },
		...(how === 'unseen' ? [] : [{ s: s + 0.4, body: { kind: 'shown', stops } } as const]),
		...(how === 'answered' ? [{ s: s + 2.1, body: { kind: 'answered', stops } } as const] : []),
		...(how === 'answered' ? [{ s: s + 9, body: { kind: 'cleared', stops, how: 'said-aloud' } } as const] : []),
	];
};

const CYCLE: readonly (readonly [Phase, number])[] = [
	['locate', 14],
	['press', 42],
	['release', 12],
	['stretch', 20],
	['rest', 12],
];

/** Points treated one after another, 100 s each. */
const cycles = (from: number, count: number): readonly Line[] =>
	Array.from({ length: count }, (_, turn) => {
		let s = from + turn * 100;
		const point = Math.floor(turn / 2) + 1;
		const muscles = ['infraspinatus', 'upper trapezius', 'gluteus medius', 'where it hurts when the arm is lifted'];
		const muscle = muscles[(point - 1) % muscles.length] ?? '';
		const named: Line = { s, body: { kind: 'point', point, muscle, side: turn % 4 < 2 ? 'right' : 'left' } };
		const phases = CYCLE.map(([name, length]) => {
			s += length;
			return phase(s - length, name, point);
		});
		return turn % 2 === 0 ? [named, ...phases] : phases;
	}).flat();

/** Practice, five STOPs in every state, alarms seen and unseen, gaps, late arrivals, notes, and what came after the end. */
export const HARD: readonly Line[] = [
	started,
	{ s: 5, body: { kind: 'consent', choice: 'recorded' } },
	{ s: 6, body: { kind: 'band', low: 35, high: 60, edge: 70 } },
	...practiced([...glides(10, 18, 10, 80), { s: 19, body: { kind: 'stop' } }]),
	{ s: 20, body: { kind: 'answered', stops: [said('client', 3)] } },
	...cycles(30, 8),
	...glides(31, 44, 10, 40),
	...glides(44, 70, 40, 74),
	{ s: 64, body: { kind: 'cue', cue: 'ease' } },
	...stands(70, 76, 76),
	...stopAt(75, 5, 'answered'),
	...glides(77, 130, 60, 15),
	{ s: 90, body: { kind: 'note', text: 'Holds her breath when the elbow comes down; slower next time.' } },
	...glides(130, 144, 15, 30),
	...stands(144, 150, 66),
	...glides(150, 200, 62, 40),
	{ s: 205, body: { kind: 'signal', state: 'lost' } },
	{ s: 232, body: { kind: 'signal', state: 'back' } },
	...glides(231, 250, 30, 55),
	...stopAt(250, 6, 'unanswered'),
	...glides(251, 300, 55, 38),
	{ s: 305, body: { kind: 'signal', state: 'lost' } },
	...stands(301, 330, 78, 40),
	{ s: 345, body: { kind: 'signal', state: 'back' } },
	...glides(342, 380, 50, 35),
	...stopAt(370, 7, 'unseen'),
	{ s: 372, body: { kind: 'spoken-rating', value: 65 } },
	{ s: 374, body: { kind: 'note', text: 'Said aloud: “a bit much”.' } },
	{ s: 378, body: { kind: 'note', text: 'Lighter from here on.' } },
	...glides(381, 500, 35, 58),
	...stands(420, 424, 82),
	{ s: 450, body: { kind: 'band', low: 30, high: 50, edge: 60 } },
	...stands(520, 640, 45),
	{ s: 560, body: { kind: 'cue', cue: 'ok' } },
	{ s: 562, body: { kind: 'cue', cue: 'hold' } },
	...stopAt(630, 11, 'answered'),
	...glides(641, 780, 45, 20),
	{ s: 820, body: { kind: 'note', text: 'Sore under the left shoulder blade.' } },
	{ s: 840, body: { kind: 'ended' } },
	...stands(850, 860, 20),
	{ s: 862, body: { kind: 'stop' } },
].toSorted((a, b) => a.s - b.s) as readonly Line[];
