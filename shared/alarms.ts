import type { EventId } from './events.ts';
import { NO_SIGNAL_MS } from './protocol.ts';
import { GAP_MS, isGap, lastWordAt, readingsOf, type Signal } from './readings.ts';
import type { Rating } from './scale.ts';
import { type Sample, type SessionState, standingStops } from './session-state.ts';

/** Over the edge this long is an alarm; so is a rise of RISE within RISE_WITHIN_MS. Ours, no source. */
export const OVER_EDGE_MS = 2_000;
/** Tenths of the scale. */
export const RISE = 30;
export const RISE_WITHIN_MS = 2_000;
/** An alarm stays this long after it is over. */
export const LINGER_MS = 5_000;
/** The soft tick comes again this often while its alarm is true. */
export const TICK_EVERY_MS = 10_000;

interface Lasting {
	readonly since: number;
	/** When it was over; null while it is true. */
	readonly until: number | null;
}

/** Something that must be seen now. Only `stop` is loud and stays. */
export type Alarm =
	| { readonly kind: 'stop' | 'practice-stop'; readonly since: number; readonly stops: readonly EventId[] }
	| (Lasting & { readonly kind: 'no-signal' })
	| (Lasting & { readonly kind: 'over-edge'; readonly value: Rating })
	| (Lasting & { readonly kind: 'rise'; readonly from: Rating; readonly to: Rating });

export type Episode = Extract<Alarm, { kind: 'over-edge' | 'rise' }> & {
	/** When the first event that tells of it arrived. */
	readonly knownAt: number;
};

const isOverEdge = (sample: Sample, edge: Rating) => !sample.practice && sample.value > edge;

/**
 * Every time the rating lay over the edge for OVER_EDGE_MS, oldest first. What silence ended was over at the last sample,
 * though it stood on the screen for NO_SIGNAL_MS more.
 */
export function overEdgeEpisodes(samples: readonly Sample[], edge: Rating, now: number): readonly Episode[] {
	const episodes: Episode[] = [];
	let run: Sample[] = [];
	for (const [i, sample] of samples.entries()) {
		if (!isOverEdge(sample, edge)) continue;
		run.push(sample);
		const end = endAfter(sample, samples[i + 1], edge, now);
		if (end === 'goes-on') continue;
		const [first = sample] = run;
		const value = Math.max(...run.map((each) => each.value));
		const stood = (end === sample.t ? end + NO_SIGNAL_MS : (end ?? now)) - first.t;
		if (stood >= OVER_EDGE_MS) {
			episodes.push({ kind: 'over-edge', since: first.t, until: end, knownAt: first.arrivedAt, value });
		}
		run = [];
	}
	return episodes;
}

/** When what stood at `sample` was over: null if it still stands at `now`. */
function endAfter(sample: Sample, next: Sample | undefined, edge: Rating, now: number): 'goes-on' | number | null {
	if (!next) return now - sample.t >= NO_SIGNAL_MS ? sample.t : null;
	if (isGap(sample, next)) return sample.t;
	return isOverEdge(next, edge) ? 'goes-on' : next.t;
}

/** The lowest value that stood in the RISE_WITHIN_MS before sample j, without a gap and on the same load of the phone. */
function lowestBefore(samples: readonly Sample[], j: number): Rating | null {
	const to = samples[j] as Sample;
	let lowest: Rating | null = null;
	for (let i = j - 1; i >= 0; i--) {
		const from = samples[i] as Sample;
		const next = samples[i + 1] as Sample;
		if (from.practice || from.writer !== to.writer || isGap(from, next)) break;
		if (next.t <= to.t - RISE_WITHIN_MS) break;
		lowest = Math.min(lowest ?? from.value, from.value);
	}
	return lowest;
}

/** A rise is true for RISE_WITHIN_MS, or until the value has fallen back below it. */
function riseEnd(samples: readonly Sample[], j: number, low: Rating): number {
	const end = (samples[j] as Sample).t + RISE_WITHIN_MS;
	for (let k = j + 1; k < samples.length; k++) {
		const { t, value } = samples[k] as Sample;
		if (t >= end) return end;
		if (value < low + RISE) return t;
	}
	return end;
}

/** Every rise of RISE within RISE_WITHIN_MS, oldest first; rises that run into each other are one. */
export function riseEpisodes(samples: readonly Sample[], now: number): readonly Episode[] {
	const episodes: (Extract<Episode, { kind: 'rise' }> & { readonly until: number })[] = [];
	for (const [j, sample] of samples.entries()) {
		if (sample.practice || sample.value - RISE < 0 || sample.value <= (samples[j - 1]?.value ?? 100)) continue;
		const from = lowestBefore(samples, j);
		if (from === null || sample.value - from < RISE) continue;
		const rise = { kind: 'rise', since: sample.t, until: riseEnd(samples, j, from), from, to: sample.value } as const;
		const before = episodes.at(-1);
		if (before && rise.since <= before.until) {
			episodes[episodes.length - 1] = { ...before, until: rise.until, to: Math.max(before.to, rise.to) };
		} else episodes.push({ ...rise, knownAt: sample.arrivedAt });
	}
	return episodes.map((each) => (each.until > now ? { ...each, until: null } : each));
}

/** What was over before its event arrived is a note, never an alarm. */
export function isAlarmNow({ until, knownAt }: Episode, now: number): boolean {
	return until === null || (knownAt < until && now < until + LINGER_MS);
}

/** The last n of these that the alarms of now can depend on: a rise looks back over its window, its length and its linger. */
const RISE_LOOKBACK_MS = GAP_MS + 2 * RISE_WITHIN_MS + LINGER_MS;

function ratingAlarms(state: SessionState, signal: Signal, now: number): readonly Alarm[] {
	if (state.hasLeft || state.ended) return [];
	const readings = readingsOf(state, signal);
	const from = readings.findIndex(({ t }) => t >= now - RISE_LOOKBACK_MS);
	const episodes = [
		...overEdgeEpisodes(readings, state.band.edge, now),
		...(from === -1 ? [] : riseEpisodes(readings.slice(from), now)),
	];
	return episodes.filter((each) => isAlarmNow(each, now)).map(({ knownAt: _, ...alarm }) => alarm);
}

function signalAlarms(state: SessionState, signal: Signal, now: number): readonly Alarm[] {
	const lastWord = lastWordAt(state, signal);
	if (lastWord === null) return [];
	if (now - lastWord >= NO_SIGNAL_MS) return [{ kind: 'no-signal', since: lastWord, until: null }];
	const back = state.signals.at(-1);
	const lost = state.signals.findLast(({ state: is }) => is === 'lost');
	if (back?.state !== 'back' || !lost || now >= back.t + LINGER_MS) return [];
	return [{ kind: 'no-signal', since: lost.t, until: back.t }];
}

/** The STOPs of one kind that are neither answered nor cleared, as one alarm. */
function stopAlarms(state: SessionState, kind: 'stop' | 'practice-stop'): readonly Alarm[] {
	const open = standingStops(state).filter(
		({ answeredAt, practice }) => answeredAt === undefined && practice === (kind === 'practice-stop'),
	);
	return open[0] ? [{ kind, since: open[0].t, stops: open.map(({ id }) => id) }] : [];
}

/**
 * What must be seen at `now` (server's clock, ms), the most urgent first: STOP, then what the signal and the rating say.
 * A STOP stands until answered, however late it came, also in an ended session; everything else is of now.
 */
export function alarmsAt(state: SessionState, signal: Signal, now: number): readonly Alarm[] {
	return [
		...stopAlarms(state, 'stop'),
		...signalAlarms(state, signal, now),
		...ratingAlarms(state, signal, now),
		...stopAlarms(state, 'practice-stop'),
	];
}
