import { elapsed } from '../time-format.ts';
import type { View } from './view-model.ts';

const S = 1_000;
const MIN = 60 * S;
const STEPS = [
	...[0.5 * S, S, 2 * S, 5 * S, 10 * S, 15 * S, 30 * S],
	...[MIN, 2 * MIN, 5 * MIN, 10 * MIN, 15 * MIN, 30 * MIN, 60 * MIN, 120 * MIN],
];

export interface Tick {
	readonly t: number;
	/** Since the start. */
	readonly label: string;
}

/** Ticks at round times since the start, at least `leastPx` apart. */
export function ticksOf(view: View, startedAt: number, width: number, leastPx: number): readonly Tick[] {
	const msPerPx = (view.to - view.from) / Math.max(1, width);
	const step = STEPS.find((each) => each / msPerPx >= leastPx) ?? (STEPS.at(-1) as number);
	const ticks: Tick[] = [];
	const first = Math.max(0, Math.ceil((view.from - startedAt) / step));
	for (let t = startedAt + first * step; t <= view.to && ticks.length < 200; t += step) {
		ticks.push({ t, label: elapsed(t - startedAt, step < S) });
	}
	return ticks;
}
