import { lastAtOrBefore } from '../../../shared/ratings.ts';
import { RATING_MAX, type Rating } from '../../../shared/scale.ts';
import type { Timeline } from '../../../shared/timeline.ts';
import type { Span, Standing } from '../../../shared/timeline-segments.ts';
import type { View } from './view-model.ts';

/** Every so many samples as one, with the lowest, highest and last of them: what a curve looks like from further away. */
interface Level {
	readonly t: Float64Array;
	readonly low: Uint8Array;
	readonly high: Uint8Array;
	readonly last: Uint8Array;
}

/** A segment laid out for drawing: a session of 100,000 samples is redrawn at every step of a drag. */
export interface Run extends Span {
	readonly standing: Standing;
	readonly t: Float64Array;
	readonly values: Uint8Array;
	/** From every single sample to fewer and fewer. */
	readonly levels: readonly Level[];
}

/** Each level has this many times fewer than the one before. */
const FEWER = 8;
/** A level is fine enough where so many of it fall into one px. */
const PER_PX = 4;

export function runsOf(timeline: Timeline): readonly Run[] {
	return timeline.segments.map(({ standing, from, to, samples: { t, values } }) =>
		runOf({ standing, from, to, t, values }),
	);
}

export function runOf(run: Omit<Run, 'levels'>): Run {
	const { t, values } = run;
	const levels: Level[] = [{ t, low: values, high: values, last: values }];
	for (let last = levels[0]; last && last.t.length > 1_000; last = levels.at(-1)) levels.push(fewer(last));
	return { ...run, levels };
}

function fewer({ t, low, high, last }: Level): Level {
	const length = Math.ceil(t.length / FEWER);
	const next = {
		t: new Float64Array(length),
		low: new Uint8Array(length),
		high: new Uint8Array(length),
		last: new Uint8Array(length),
	};
	for (let i = 0; i < length; i++) {
		const from = i * FEWER;
		const end = Math.min(t.length, from + FEWER);
		let least = low[from] as number;
		let most = high[from] as number;
		for (let k = from + 1; k < end; k++) {
			if ((low[k] as number) < least) least = low[k] as number;
			if ((high[k] as number) > most) most = high[k] as number;
		}
		next.t[i] = t[from] as number;
		next.low[i] = least;
		next.high[i] = most;
		next.last[i] = last[end - 1] as number;
	}
	return next;
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

/** A run in view as columns of a px: at most one for each, however long the session was, and no extreme is lost. */
export interface Columns {
	/** Where it comes into view, px across, and with which value. */
	readonly start: number;
	readonly value: Rating;
	readonly end: number;
	readonly x: readonly number[];
	readonly low: readonly Rating[];
	readonly high: readonly Rating[];
	readonly last: readonly Rating[];
}

/** The coarsest level that still has some of it for each px. */
function levelFor({ t, levels }: Run, { view, width }: Frame): Level {
	const inView = lastAtOrBefore(t, view.to) - lastAtOrBefore(t, view.from);
	const wanted = Math.floor(Math.log(inView / (width * PER_PX)) / Math.log(FEWER));
	return levels[Math.min(levels.length - 1, Math.max(0, wanted))] as Level;
}

/** Null where nothing of the run is in view. */
export function columnsOf(run: Run, frame: Frame): Columns | null {
	const { view, width } = frame;
	if (run.to < view.from || run.from > view.to) return null;
	const level = levelFor(run, frame);
	const first = Math.max(0, lastAtOrBefore(level.t, view.from));
	const from = Math.max(0, lastAtOrBefore(run.t, level.t[first] as number));
	const start = Math.max(-2, round(xOf(frame, run.t[from] as number)));
	// A single sample is all said by the start; a place of a coarser level holds more than its first.
	const gathered = gather(level, frame, level === run.levels[0] ? first + 1 : first);
	const end = Math.max(Math.min(width + 2, round(xOf(frame, run.to))), gathered.x.at(-1) ?? start);
	return { start, value: run.values[from] as number, end, ...gathered };
}

function gather(level: Level, { view, width }: Frame, first: number): Pick<Columns, 'x' | 'low' | 'high' | 'last'> {
	const perMs = width / (view.to - view.from);
	const x: number[] = [];
	const low: number[] = [];
	const high: number[] = [];
	const last: number[] = [];
	for (let i = first, k = -1; i < level.t.length; i++) {
		const exact = ((level.t[i] as number) - view.from) * perMs;
		if (exact > width + 2) break;
		const at = Math.max(-2, Math.round(exact));
		const isNew = k < 0 || at !== x[k];
		if (isNew) x[++k] = at;
		low[k] = isNew ? (level.low[i] as number) : Math.min(low[k] as number, level.low[i] as number);
		high[k] = isNew ? (level.high[i] as number) : Math.max(high[k] as number, level.high[i] as number);
		last[k] = level.last[i] as number;
	}
	return { x, low, high, last };
}

/**
 * A run as an SVG path, as far as it is in view: each value holds until the next, so it goes across and then up or down.
 * A lone value becomes a dot.
 */
export function curvePath({ start, value, end, x, low, high, last }: Columns, frame: Frame): string {
	let path = `M${start} ${yOf(frame, value)}`;
	for (let k = 0; k < x.length; k++) {
		path += `H${x[k]}V${yOf(frame, high[k] as number)}`;
		if (low[k] !== high[k]) path += `V${yOf(frame, low[k] as number)}`;
		if (last[k] !== low[k]) path += `V${yOf(frame, last[k] as number)}`;
	}
	return end <= start && x.length === 0 ? `${path}h0.1` : `${path}H${end}`;
}

export function runPath(run: Run, frame: Frame): string {
	const columns = columnsOf(run, frame);
	return columns ? curvePath(columns, frame) : '';
}

/** The surface under a run, down to `base`: where a column holds many values, under the last of them. */
export function areaPath({ start, value, end, x, last }: Columns, frame: Frame, base: Rating): string {
	const bottom = yOf(frame, base);
	let path = `M${start} ${bottom}V${yOf(frame, value)}`;
	for (let k = 0; k < x.length; k++) path += `H${x[k]}V${yOf(frame, last[k] as number)}`;
	return `${path}H${end}V${bottom}Z`;
}

/** The client's own edge, from px to px across. */
export interface EdgeSpan {
	readonly x: number;
	readonly width: number;
	readonly edge: Rating;
}

/** What of a run lies over the edge, as surfaces down to it. */
export function overPath(columns: Columns, frame: Frame, edges: readonly EdgeSpan[]): string {
	const { x, high, last, end } = columns;
	let path = '';
	const add = (from: number, to: number, value: Rating) => {
		for (const { x: left, width, edge } of edges) {
			const at = Math.max(from, left);
			const until = Math.min(to, left + width);
			if (value <= edge || until <= at) continue;
			path += `M${at} ${yOf(frame, edge)}V${yOf(frame, value)}H${until}V${yOf(frame, edge)}Z`;
		}
	};
	let { start: at, value } = columns;
	for (let k = 0; k < x.length; k++) {
		const here = x[k] as number;
		add(at, here, value);
		if ((high[k] as number) > (last[k] as number)) add(here, here + 1, high[k] as number);
		at = here;
		value = last[k] as number;
	}
	add(at, end, value);
	return path;
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
