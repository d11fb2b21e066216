import { lastAtOrBefore } from '../../../shared/ratings.ts';
import { RATING_MAX, type Rating } from '../../../shared/scale.ts';
import type { Timeline } from '../../../shared/timeline.ts';
import type { Span, Standing } from '../../../shared/timeline-segments.ts';
import type { View } from './view-model.ts';

/** A segment laid out for drawing: a session of 100,000 samples is redrawn at every step of a drag. */
export interface Run extends Span {
	readonly standing: Standing;
	readonly t: Float64Array;
	readonly values: Uint8Array;
}

export function runsOf(timeline: Timeline): readonly Run[] {
	return timeline.segments.map(({ standing, from, to, samples }) => ({
		standing,
		from,
		to,
		t: samples.t,
		values: samples.values,
	}));
}

/** From instants to px across the picture, and from ratings to px down it. */
export interface Frame {
	readonly view: View;
	readonly width: number;
	readonly top: number;
	readonly height: number;
}

export function xOf({ view, width }: Frame, t: number): number {
	return ((t - view.from) / (view.to - view.from)) * width;
}

export function timeAt({ view, width }: Frame, x: number): number {
	return view.from + (x / width) * (view.to - view.from);
}

export function yOf({ top, height }: Frame, value: Rating): number {
	return round(top + height * (1 - value / RATING_MAX));
}

const round = (px: number) => Math.round(px * 10) / 10;

interface Column {
	low: number;
	high: number;
	last: number;
}

/**
 * A run as an SVG path, as far as it is in view: each value holds until the next, so it goes across and then up or down.
 * Samples that fall into one column of a px become its lowest, highest and last value, so the path has at most a few
 * corners for each px however long the session was. Empty where nothing is in view; a lone value becomes a dot.
 */
export function runPath(run: Run, frame: Frame): string {
	const { view, width } = frame;
	if (run.to < view.from || run.from > view.to) return '';
	const first = Math.max(0, lastAtOrBefore(run.t, view.from));
	const start = Math.max(-2, round(xOf(frame, run.t[first] as number)));
	let path = `M${start} ${yOf(frame, run.values[first] as number)}`;
	let column: Column = { low: 0, high: 0, last: 0 };
	let at = Number.NaN;
	const draw = () => {
		if (Number.isNaN(at)) return;
		const { low, high, last } = column;
		path += `H${at}V${yOf(frame, high)}`;
		if (low !== high) path += `V${yOf(frame, low)}`;
		if (last !== low) path += `V${yOf(frame, last)}`;
	};
	for (let i = first + 1; i < run.t.length; i++) {
		const x = xOf(frame, run.t[i] as number);
		if (x > width + 2) break;
		const value = run.values[i] as number;
		const here = Math.max(-2, Math.round(x));
		if (here === at) {
			column = { low: Math.min(column.low, value), high: Math.max(column.high, value), last: value };
			continue;
		}
		draw();
		at = here;
		column = { low: value, high: value, last: value };
	}
	draw();
	const end = Math.min(width + 2, round(xOf(frame, run.to)));
	const isDot = end <= start && Number.isNaN(at);
	return isDot ? `${path}h0.1` : `${path}H${Math.max(end, Number.isNaN(at) ? start : at)}`;
}

/** The same as a surface down to a rating; empty where the path is. */
export function runArea(path: string, frame: Frame, base: Rating): string {
	if (path === '') return '';
	const start = path.slice(1, path.indexOf(' '));
	return `${path}V${yOf(frame, base)}H${start}Z`;
}

/** What was known at an instant: the value and what it counts as; null in a gap. */
export function valueAt(
	runs: readonly Run[],
	at: number,
): { readonly value: Rating; readonly standing: Standing } | null {
	const run = runs.find(({ from, to }) => from <= at && (at < to || (from === to && at === from)));
	if (!run) return null;
	return { value: run.values[lastAtOrBefore(run.t, at)] as Rating, standing: run.standing };
}
