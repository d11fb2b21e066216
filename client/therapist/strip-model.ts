import { RATING_MAX } from '../../shared/scale.ts';
import { STRIP_MS, type Strip, type StripRun } from '../../shared/strip.ts';

/** The strip's own units: one for each 100 ms and for each tenth of the scale. */
export const STRIP_WIDTH = STRIP_MS / 100;
export const STRIP_HEIGHT = RATING_MAX;

/** Where an instant lies, from the strip's start. */
export function stripX({ from }: Pick<Strip, 'from'>, t: number): number {
	return Math.round((t - from) / 10) / 10;
}

export function stripY(value: number): number {
	return STRIP_HEIGHT - value;
}

/** The path of a run: values hold until the next one, so the line goes by steps. */
export function runPath(strip: Pick<Strip, 'from'>, { points, to }: StripRun): string {
	const [first, ...rest] = points;
	if (!first) return '';
	const steps = rest.map(({ t, value }) => `H${stripX(strip, t)}V${stripY(value)}`);
	return `M${stripX(strip, first.t)} ${stripY(first.value)}${steps.join('')}H${stripX(strip, to)}`;
}

export interface Placed {
	/** Share of the strip's width, 0–100. */
	readonly start: number;
	readonly width: number;
}

/** Where a span lies, in percent of the strip. */
export function place(strip: Pick<Strip, 'from' | 'to'>, span: { readonly from: number; readonly to: number }): Placed {
	const whole = strip.to - strip.from;
	const percent = (ms: number) => Math.round((ms / whole) * 10_000) / 100;
	return { start: percent(span.from - strip.from), width: percent(span.to - span.from) };
}

/** Where nothing is known: between two runs, and from the last one until now. Before the first sample nothing is missing. */
export function unknownSpans({ runs, to }: Pick<Strip, 'runs' | 'to'>): readonly { from: number; to: number }[] {
	return runs.map((run, i) => ({ from: run.to, to: runs[i + 1]?.from ?? to })).filter((span) => span.to > span.from);
}
