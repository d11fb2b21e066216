import type { EventId } from './events.ts';
import { NO_SIGNAL_MS } from './protocol.ts';
import { columnsOf, type Samples, samplesIn } from './ratings.ts';
import { GAP_MS, lastWordAt, readingsOf, type Signal } from './readings.ts';
import { RATING_MAX, type Rating } from './scale.ts';
import { type SessionState, standingStops } from './session-state.ts';

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

interface Known {
	/** When the first event that tells of it arrived. */
	readonly knownAt: number;
}
export type OverEpisode = Extract<Alarm, { kind: 'over-edge' }> & Known;
export type RiseEpisode = Extract<Alarm, { kind: 'rise' }> & Known;
export type Episode = OverEpisode | RiseEpisode;

const isOverEdge = ({ values, practice }: Samples, i: number, edge: Rating) =>
	practice[i] === 0 && (values[i] as number) > edge;

/**
 * Every time the rating lay over the edge for OVER_EDGE_MS, oldest first. What silence ended was over at the last sample,
 * though it stood on the screen for NO_SIGNAL_MS more.
 */
export function overEdgeEpisodes(samples: Samples, edge: Rating, now: number): readonly OverEpisode[] {
	const { t, arrivedAt, values } = samples;
	const episodes: OverEpisode[] = [];
	let first = -1;
	let value = 0;
	for (let i = 0; i < t.length; i++) {
		if (!isOverEdge(samples, i, edge)) continue;
		if (first === -1) first = i;
		value = Math.max(value, values[i] as number);
		const end = endAfter(samples, i, edge, now);
		if (end === 'goes-on') continue;
		const since = t[first] as number;
		const stood = (end === t[i] ? end + NO_SIGNAL_MS : (end ?? now)) - since;
		if (stood >= OVER_EDGE_MS) {
			episodes.push({ kind: 'over-edge', since, until: end, knownAt: arrivedAt[first] as number, value });
		}
		first = -1;
		value = 0;
	}
	return episodes;
}

/** When what stood at sample i was over: null if it still stands at `now`. */
function endAfter(samples: Samples, i: number, edge: Rating, now: number): 'goes-on' | number | null {
	const at = samples.t[i] as number;
	if (i + 1 === samples.t.length) return now - at >= NO_SIGNAL_MS ? at : null;
	const next = samples.t[i + 1] as number;
	if (next - at > GAP_MS) return at;
	return isOverEdge(samples, i + 1, edge) ? 'goes-on' : next;
}

/** The lowest value that stood in the RISE_WITHIN_MS before sample j, without a gap and on the same load of the phone. */
function lowestBefore({ t, values, practice, writer }: Samples, j: number): Rating | null {
	const to = t[j] as number;
	let lowest: Rating | null = null;
	for (let i = j - 1; i >= 0; i--) {
		const next = t[i + 1] as number;
		if (practice[i] === 1 || writer[i] !== writer[j] || next - (t[i] as number) > GAP_MS) break;
		if (next <= to - RISE_WITHIN_MS) break;
		lowest = Math.min(lowest ?? RATING_MAX, values[i] as number);
	}
	return lowest;
}

/** A rise is true for RISE_WITHIN_MS, or until the value has fallen back below it. */
function riseEnd({ t, values }: Samples, j: number, low: Rating): number {
	const end = (t[j] as number) + RISE_WITHIN_MS;
	for (let k = j + 1; k < t.length; k++) {
		const at = t[k] as number;
		if (at >= end) return end;
		if ((values[k] as number) < low + RISE) return at;
	}
	return end;
}

/** Every rise of RISE within RISE_WITHIN_MS, oldest first; rises that run into each other are one. */
export function riseEpisodes(samples: Samples, now: number): readonly RiseEpisode[] {
	const { t, arrivedAt, values, practice } = samples;
	const episodes: (RiseEpisode & { readonly until: number })[] = [];
	for (let j = 1; j < t.length; j++) {
		const to = values[j] as number;
		if (practice[j] === 1 || to < RISE || to <= (values[j - 1] as number)) continue;
		const from = lowestBefore(samples, j);
		if (from === null || to - from < RISE) continue;
		const rise = { kind: 'rise', since: t[j] as number, until: riseEnd(samples, j, from), from, to } as const;
		const before = episodes.at(-1);
		if (before && rise.since <= before.until) {
			episodes[episodes.length - 1] = { ...before, until: rise.until, to: Math.max(before.to, rise.to) };
		} else episodes.push({ ...rise, knownAt: arrivedAt[j] as number });
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
	const readings = columnsOf(readingsOf(state, signal));
	const from = readings.t.findIndex((t) => t >= now - RISE_LOOKBACK_MS);
	const episodes = [
		...overEdgeEpisodes(readings, state.band.edge, now),
		...(from === -1 ? [] : riseEpisodes(samplesIn(readings, from, readings.t.length), now)),
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
