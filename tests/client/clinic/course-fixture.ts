import type { Side } from '../../../shared/body.ts';
import type { RegionId } from '../../../shared/body-regions.ts';
import { digestOf } from '../../../shared/course.ts';
import type { CourseSession } from '../../../shared/course-api.ts';
import { type Line, logOf, phase, said, started } from '../../shared/log-builder.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** 2026-10-12 14:30 UTC. */
const FIRST = Date.UTC(2026, 9, 12, 14, 30);

export interface Press {
	readonly muscle: string;
	readonly side: Side;
	readonly peak: number;
	/** What it eased to. */
	readonly end: number;
	/** s until the highest value, and until it has eased. */
	readonly rise: number;
	readonly ease: number;
	readonly felt?: readonly RegionId[];
	/** s from the press's start without a phone, and for how long. */
	readonly gap?: readonly [from: number, seconds: number];
}

const PRESS_S = 45;

/** A rating that rises, stays and eases, with the small steps a thumb makes. */
function valueAt({ peak, end, rise, ease }: Press, s: number): number {
	const sway = Math.round(Math.sin(s * 1.7) * 1.5);
	if (s < rise) return Math.round(25 + ((peak - 25) * s) / rise);
	if (s === rise) return peak;
	const share = Math.min(1, (s - rise) / ease);
	return Math.max(0, Math.min(peak - 1, Math.round(peak - (peak - end) * share * share * (3 - 2 * share)) + sway));
}

function linesOf(press: Press, point: number, at: number): readonly Line[] {
	const { muscle, side, felt, gap } = press;
	const times = Array.from({ length: PRESS_S * 2 + 1 }, (_, i) => i / 2);
	const known = times.filter((s) => !gap || s <= gap[0] || s >= gap[0] + gap[1]);
	return [
		{ s: at - 8, body: { kind: 'point', point, muscle, side } },
		phase(at - 8, 'locate', point),
		phase(at, 'press', point),
		...known.map((s): Line => ({ s: at + s, body: { kind: 'rating', value: valueAt(press, s), touched: true } })),
		phase(at + PRESS_S, 'release', point),
		...(felt ? [{ s: at + PRESS_S + 2, body: { kind: 'felt' as const, point, regions: [...felt] } }] : []),
	];
}

export function logOfVisit(presses: readonly Press[]): readonly Line[] {
	return [
		started,
		{ s: 2, body: { kind: 'consent', choice: 'recorded' } },
		{ s: 3, body: { kind: 'band', low: 40, high: 60, edge: 70 } },
		...presses.flatMap((press, i) => linesOf(press, i + 1, 20 + i * 70)),
		{ s: 20 + presses.length * 70, body: { kind: 'ended' } },
	];
}

const press = (
	muscle: string,
	side: Side,
	[peak, end, rise, ease]: readonly [number, number, number, number],
	more: Partial<Press> = {},
): Press => ({
	...{ muscle, side, peak, end, rise, ease },
	...more,
});

/** Five visits of somebody invented: three points, the first of them in every visit. */
export const VISITS: readonly (readonly Press[])[] = [
	[
		press('infraspinatus', 'right', [88, 55, 9, 30], { felt: ['shoulder-front-right', 'arm-front-right'] }),
		press('levator_scapulae', 'right', [74, 45, 12, 20], { felt: ['neck-back-right'] }),
	],
	[
		press('infraspinatus', 'right', [82, 48, 8, 26], { felt: ['shoulder-front-right'] }),
		press('levator_scapulae', 'right', [72, 40, 10, 22]),
		press('upper_trapezius', 'left', [62, 38, 10, 24], { felt: ['temple-left'] }),
	],
	[
		press('infraspinatus', 'right', [78, 40, 10, 20], { felt: ['shoulder-front-right'], gap: [20, 8] }),
		press('pectorals', 'left', [58, 40, 12, 20], { felt: ['chest-left', 'arm-front-left'] }),
	],
	[press('infraspinatus', 'right', [66, 34, 8, 18]), press('levator_scapulae', 'right', [68, 36, 9, 18])],
	[
		press('infraspinatus', 'right', [58, 28, 9, 14]),
		press('levator_scapulae', 'right', [64, 30, 10, 16]),
		press('upper_trapezius', 'left', [34, 28, 10, 20]),
	],
];

export const SESSIONS: readonly CourseSession[] = VISITS.map((visit, i) => ({
	session: `visit-${i + 1}`.padEnd(22, '0'),
	startedAt: FIRST + i * 7 * DAY_MS,
	masking: i === 2 ? ['painkiller'] : [],
	digest: digestOf(logOf(logOfVisit(visit))),
}));

/** Digests for insight: so many sessions at a muscle, some with a STOP. */
export function manyDigests(muscle: string, count: number, peak: number) {
	return Array.from({ length: count }, (_, i) => {
		const lines = logOfVisit([press(muscle, 'right', [peak - i, 40, 8, 20])]);
		const stop: readonly Line[] = [
			{ s: 40, body: { kind: 'stop' } },
			{ s: 41.4 + i / 5, body: { kind: 'answered', stops: [said('client', 3)] } },
		];
		return digestOf(logOf([...lines, ...(i % 2 === 0 ? stop : [])].toSorted((a, b) => a.s - b.s)));
	});
}
