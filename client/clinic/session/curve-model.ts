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

/** Takes samples that fall into one column of a px together: its lowest, highest and last value. */
type TakeColumn = (x: number, low: Rating, high: Rating, last: Rating) => void;

/** Where the run comes into view, and with which value; null where it never does. */
function startOf(run: Run, frame: Frame): { readonly first: number; readonly x: number } | null {
	if (run.to < frame.view.from || run.from > frame.view.to) return null;
	const first = Math.max(0, lastAtOrBefore(run.t, frame.view.from));
	return { first, x: Math.max(-2, round(xOf(frame, run.t[first] as number))) };
}

/** Every column after the start, from left to right: at most one for each px, however long the session was. */
function walkColumns({ t, values }: Run, { view, width }: Frame, first: number, take: TakeColumn): void {
	const perMs = width / (view.to - view.from);
	let at = Number.NaN;
	let low = 0;
	let high = 0;
	let last = 0;
	for (let i = first + 1; i < t.length; i++) {
		const x = ((t[i] as number) - view.from) * perMs;
		if (x > width + 2) break;
		const value = values[i] as number;
		const here = Math.max(-2, Math.round(x));
		if (here !== at) {
			if (i > first + 1) take(at, low, high, last);
			at = here;
			low = high = value;
		} else if (value < low) low = value;
		else if (value > high) high = value;
		last = value;
	}
	if (!Number.isNaN(at)) take(at, low, high, last);
}

const endOf = (run: Run, frame: Frame) => Math.min(frame.width + 2, round(xOf(frame, run.to)));

/**
 * A run as an SVG path, as far as it is in view: each value holds until the next, so it goes across and then up or down.
 * Empty where nothing is in view; a lone value becomes a dot.
 */
export function runPath(run: Run, frame: Frame): string {
	const start = startOf(run, frame);
	if (!start) return '';
	let path = `M${start.x} ${yOf(frame, run.values[start.first] as number)}`;
	let at = Number.NaN;
	walkColumns(run, frame, start.first, (x, low, high, last) => {
		at = x;
		path += `H${x}V${yOf(frame, high)}`;
		if (low !== high) path += `V${yOf(frame, low)}`;
		if (last !== low) path += `V${yOf(frame, last)}`;
	});
	const end = endOf(run, frame);
	const isDot = end <= start.x && Number.isNaN(at);
	return isDot ? `${path}h0.1` : `${path}H${Math.max(end, Number.isNaN(at) ? start.x : at)}`;
}

/** What of a run lies over the edge, as surfaces down to it. `edges` are the client's own, in order, in px across. */
export function overPath(
	run: Run,
	frame: Frame,
	edges: readonly { readonly x: number; readonly width: number; readonly edge: Rating }[],
): string {
	const start = startOf(run, frame);
	if (!start) return '';
	let path = '';
	const add = (from: number, to: number, value: Rating) => {
		for (const { x, width, edge } of edges) {
			const left = Math.max(from, x);
			const right = Math.min(to, x + width);
			if (value > edge && right > left) path += `M${left} ${yOf(frame, edge)}V${yOf(frame, value)}H${right}V${yOf(frame, edge)}Z`;
		}
	};
	let at = start.x;
	let value = run.values[start.first] as Rating;
	walkColumns(run, frame, start.first, (x, _low, high, last) => {
		add(at, x, value);
		if (high > last) add(x, x + 1, high);
		at = x;
		value = last;
	});
	add(at, endOf(run, frame), value);
	return path;
}

/** The surface under a run, down to `base`: where a column holds many values, under the last of them. */
export function runArea(run: Run, frame: Frame, base: Rating): string {
	const start = startOf(run, frame);
	if (!start) return '';
	const bottom = yOf(frame, base);
	let path = `M${start.x} ${bottom}V${yOf(frame, run.values[start.first] as number)}`;
	walkColumns(run, frame, start.first, (x, _low, _high, last) => {
		path += `H${x}V${yOf(frame, last)}`;
	});
	return `${path}H${Math.max(start.x, endOf(run, frame))}V${bottom}Z`;
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
