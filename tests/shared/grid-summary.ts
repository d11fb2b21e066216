import type { LoggedEvent } from '../../shared/events.ts';
import { GRID_MS } from './random-log.ts';

/**
 * The numbers of a log once more, by another road: no segments and no integration, but a walk over the grid, asking at
 * every step afresh what is known there. It reads raw events and uses nothing of the code it checks.
 */
interface Reading {
	readonly t: number;
	readonly value: number;
	readonly isPractice: boolean;
}

export interface GridNumbers {
	readonly lengthMs: number;
	readonly knownMs: number;
	readonly practiceMs: number;
	readonly sumTenthsMs: number;
	readonly comfortMs: Record<'light' | 'good' | 'strong' | 'over', number>;
	readonly peak: number | null;
	readonly peakAt: number | null;
	readonly end: number | null;
	readonly fallMs: number | null;
}

interface Walk {
	readonly readings: readonly Reading[];
	readonly bands: readonly { readonly t: number; readonly low: number; readonly high: number; readonly edge: number }[];
	readonly sessionTo: number;
}

function ordered(events: readonly LoggedEvent[]): readonly (LoggedEvent & { readonly t: number })[] {
	const last = new Map<string, number>();
	const timed = events.map((event) => {
		const key = `${event.writer} ${event.lane}`;
		const t = Math.max(last.get(key) ?? 0, Math.min(event.at, event.arrivedAt + 1000));
		if (!isHidden(event)) last.set(key, t);
		return { ...event, t };
	});
	const text = (a: string, b: string) => Number(a > b) - Number(a < b);
	return timed.sort((a, b) => a.t - b.t || text(a.writer, b.writer) || text(a.lane, b.lane) || a.n - b.n);
}

/** From a phone: it moves nobody's time. */
function isHidden({ body, seat }: LoggedEvent): boolean {
	return body.kind === 'note' || body.kind === 'signal' || (body.kind === 'refused' && seat !== 'client');
}

/** Where the reading lies that holds in the step that begins at c; undefined where nothing is known. */
function holding({ readings }: Walk, c: number): Reading | undefined {
	const i = readings.findLastIndex(({ t }) => t <= c);
	const next = readings[i + 1];
	return i >= 0 && next && next.t - (readings[i] as Reading).t <= 5_000 ? readings[i] : undefined;
}

function zone({ bands }: Walk, value: number, c: number): 'light' | 'good' | 'strong' | 'over' {
	const { low, high, edge } = bands.findLast(({ t }) => t <= c) ?? { low: 40, high: 60, edge: 70 };
	return value < low ? 'light' : value <= high ? 'good' : value <= edge ? 'strong' : 'over';
}

const isIn = (walk: Walk, from: number, to: number, t: number) =>
	t >= from && (t < to || (t === to && to === walk.sessionTo));

function endOf(walk: Walk, from: number, to: number): number | null {
	const i = walk.readings.findLastIndex(
		({ t, isPractice }, k) =>
			!isPractice &&
			(isIn(walk, from, to, t) ||
				(t < from && from < to && (walk.readings[k + 1]?.t ?? 0) > from && holding(walk, t) !== undefined)),
	);
	const reading = walk.readings[i];
	if (!reading) return null;
	const next = walk.readings[i + 1]?.t ?? Number.POSITIVE_INFINITY;
	const knownTo = next - reading.t <= 5_000 ? Math.min(next, to) : reading.t;
	return to - knownTo <= 5_000 ? reading.value : null;
}

/** The values felt at c in their order, and whether one is known from c on. */
function feltAt(walk: Walk, c: number): { readonly values: readonly number[]; readonly goesOn: boolean } {
	const held = holding(walk, c);
	const goesOn = held !== undefined && !held.isPractice;
	const here = walk.readings.filter(({ t, isPractice }) => t === c && !isPractice).map(({ value }) => value);
	return { values: goesOn && held.t < c ? [held.value] : here, goesOn };
}

/** Step by step from the peak until something unknown: the first value that lies 2.0 below it. */
function fallAfter(walk: Walk, from: number, to: number, peak: number, peakAt: number): number | null {
	let isPast = false;
	for (let c = peakAt; isIn(walk, from, to, c); c += GRID_MS) {
		const { values, goesOn } = feltAt(walk, c);
		for (const value of values) {
			if (isPast && value <= peak - 20) return c - peakAt;
			isPast ||= value === peak;
		}
		if (!goesOn) return null;
	}
	return null;
}

function numbersOf(walk: Walk, from: number, to: number): GridNumbers {
	const comfortMs = { light: 0, good: 0, strong: 0, over: 0 };
	let knownMs = 0;
	let practiceMs = 0;
	let sumTenthsMs = 0;
	const felt: { readonly t: number; readonly value: number }[] = walk.readings.filter(
		({ t, isPractice }) => !isPractice && isIn(walk, from, to, t),
	);
	for (let c = from; c < to; c += GRID_MS) {
		const reading = holding(walk, c);
		if (!reading) continue;
		if (reading.isPractice) {
			practiceMs += GRID_MS;
			continue;
		}
		knownMs += GRID_MS;
		sumTenthsMs += reading.value * GRID_MS;
		comfortMs[zone(walk, reading.value, c)] += GRID_MS;
		felt.push({ t: c, value: reading.value });
	}
	const peak = felt.length > 0 ? Math.max(...felt.map(({ value }) => value)) : null;
	const peakAt = peak === null ? null : Math.min(...felt.filter(({ value }) => value === peak).map(({ t }) => t));
	return {
		lengthMs: to - from,
		knownMs,
		practiceMs,
		sumTenthsMs,
		comfortMs,
		peak,
		peakAt,
		end: endOf(walk, from, to),
		fallMs: peak === null || peakAt === null ? null : fallAfter(walk, from, to, peak, peakAt),
	};
}

/** The events in their order, those up to the end that stands, and what was rated among them. */
function walkOver(events: readonly LoggedEvent[]) {
	const all = ordered(events);
	const ends = all
		.map(({ body }, i) => ({ body, i }))
		.filter(({ body }) => body.kind === 'ended' || body.kind === 'end-undone');
	const undone = ends.findLastIndex(({ body }) => body.kind === 'end-undone');
	const end = ends[undone + 1]?.i;
	const counted = end === undefined ? all : all.slice(0, end + 1);
	const from = all[0]?.t ?? 0;
	const sessionTo = counted.at(-1)?.t ?? from;
	const walk: Walk = {
		sessionTo,
		readings: counted.flatMap(({ t, body, practice }) =>
			body.kind === 'rating' ? [{ t, value: body.value, isPractice: practice === true }] : [],
		),
		bands: all.flatMap(({ t, body }) => (body.kind === 'band' ? [{ ...body, t }] : [])),
	};
	return { from, counted, walk };
}

/** The value known at an instant, by the same road; null where nothing of the session is. */
export function gridValueAt(events: readonly LoggedEvent[]): (t: number) => number | null {
	const { readings } = walkOver(events).walk;
	return (t) => {
		const i = readings.findLastIndex((reading) => !reading.isPractice && reading.t <= t);
		const reading = readings[i];
		const until = readings[i + 1]?.t ?? Number.POSITIVE_INFINITY;
		if (!reading) return null;
		const holds = until - reading.t <= 5_000 && t < until;
		return holds || t === reading.t ? reading.value : null;
	};
}

/** The session's numbers and those of each phase visit, for a log without STOPs. */
export function gridSummary(events: readonly LoggedEvent[]): {
	readonly session: GridNumbers;
	readonly visits: readonly GridNumbers[];
} {
	const { from, counted, walk } = walkOver(events);
	const { sessionTo } = walk;
	const phases = counted.filter(({ body }) => body.kind === 'phase');
	return {
		session: numbersOf(walk, from, sessionTo),
		visits: phases.map(({ t }, i) => numbersOf(walk, t, phases[i + 1]?.t ?? sessionTo)),
	};
}
