import { firstAtOrAfter, lastAtOrBefore } from './ratings.ts';
import { GAP_MS } from './readings.ts';
import type { Comfort, Rating } from './scale.ts';
import { COMFORTS, MEANINGFUL_CHANGE } from './scale.ts';
import type { Span } from './timeline-segments.ts';
import type { KnownSteps } from './timeline-steps.ts';

/**
 * Numbers over a span, or several in order. A span takes the instants from ≤ t < to; the last instant of the session
 * belongs to the span that ends with it. A span without length takes no instant, so it knows nothing. Times are ms, ratings tenths. Nothing known: null, never 0.
 */
export interface Numbers {
	readonly lengthMs: number;
	/** How long some value was known: a value holds until the next sample if that comes within GAP_MS, otherwise not at all. */
	readonly knownMs: number;
	/** Time of practice, which is in no other number but the length. */
	readonly practiceMs: number;
	/** The rest: nothing is known, in gaps and before the first touch. */
	readonly gapMs: number;
	/** Mean of the values weighted by the time each was known; gaps count neither above nor below the line. */
	readonly mean: number | null;
	/** The highest value, held or not, and the first instant of it. */
	readonly peak: Rating | null;
	readonly peakAt: number | null;
	/** The last value, unless more than GAP_MS lies between when it was last known and the end of the span. */
	readonly end: Rating | null;
	/** Known time in each zone of the band that was in force then: `good` is time in band, `over` time over the edge. */
	readonly comfortMs: Readonly<Record<Comfort, number>>;
	/** Area under the curve, rating × seconds: 5.0 for 10 s is 50. Gaps add nothing. */
	readonly area: number | null;
	/** From the first instant of the peak to the first that lies MEANINGFUL_CHANGE lower; null if it never does or a gap comes first. */
	readonly fallMs: number | null;
	/** From the peak to the lowest value after it, before any gap; null where that is less than MEANINGFUL_CHANGE. */
	readonly fall: Fall | null;
}

export interface Fall {
	readonly from: Rating;
	readonly to: Rating;
	/** From the first instant of the peak to the first of the lowest value after it. */
	readonly ms: number;
}

/** What is gathered in one walk over the steps; changed in place, since there may be 100,000 of them. */
interface Walk {
	tenthsMs: number;
	/** In the order of COMFORTS. */
	readonly comfortMs: Float64Array;
	/** -1 before the first value, as the last is. */
	peak: Rating;
	peakAt: number;
	/** The lowest value since the peak, as long as all since then is known. */
	low: Rating;
	lowAt: number;
	fallAt: number | null;
	isCut: boolean;
	/** The last value, and until when it was known. */
	last: Rating;
	lastTo: number;
}

/** Takes in the steps that lie in a span: those known for some of it, and the instants of those that held for no time. */
function walkSpan(walk: Walk, { from, to, values, comfort }: KnownSteps, span: Span, sessionTo: number): void {
	const { comfortMs } = walk;
	const end = span.to === sessionTo ? lastAtOrBefore(from, span.to) + 1 : firstAtOrAfter(from, span.to);
	for (let i = firstAtOrAfter(to, span.from); i < end; i++) {
		const begins = from[i] as number;
		const ends = to[i] as number;
		if (begins < span.from && (ends <= span.from || span.to === span.from)) continue;
		const at = Math.max(begins, span.from);
		const until = Math.min(ends, span.to);
		const value = values[i] as Rating;
		walk.tenthsMs += value * (until - at);
		comfortMs[comfort[i] as number] = (comfortMs[comfort[i] as number] as number) + until - at;
		if (value > walk.peak) startFall(walk, at, value);
		else if (!walk.isCut) followFall(walk, at, value);
		walk.last = value;
		walk.lastTo = until;
	}
}

function startFall(walk: Walk, at: number, value: Rating): void {
	walk.peak = walk.low = value;
	walk.peakAt = walk.lowAt = at;
	walk.fallAt = null;
	walk.isCut = false;
}

function followFall(walk: Walk, at: number, value: Rating): void {
	walk.isCut = at > walk.lastTo;
	if (walk.isCut || value >= walk.low) return;
	walk.low = value;
	walk.lowAt = at;
	if (value <= walk.peak - MEANINGFUL_CHANGE) walk.fallAt ??= at;
}

function fallOf({ peak, peakAt, low, lowAt }: Walk): Fall | null {
	if (peak - low < MEANINGFUL_CHANGE) return null;
	return { from: peak, to: low, ms: lowAt - peakAt };
}

const overlapMs = (spans: readonly Span[], span: Span): number =>
	spans.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, span.to) - Math.max(from, span.from)), 0);

/**
 * The numbers of `spans`, which stand in order and do not overlap.
 * @param steps every known value of the session, in order
 * @param practice spans of practice
 * @param sessionTo the last instant of the session, ms since epoch
 */
export function numbersIn(
	steps: KnownSteps,
	practice: readonly Span[],
	spans: readonly Span[],
	sessionTo: number,
): Numbers {
	const walk: Walk = {
		...{ tenthsMs: 0, comfortMs: new Float64Array(COMFORTS.length), peak: -1, peakAt: 0, low: -1, lowAt: 0 },
		...{ fallAt: null, isCut: false, last: -1, lastTo: 0 },
	};
	for (const span of spans) walkSpan(walk, steps, span, sessionTo);
	const { tenthsMs, comfortMs, peak, peakAt, fallAt, last, lastTo } = walk;
	const [light = 0, good = 0, strong = 0, over = 0] = comfortMs;
	const knownMs = light + good + strong + over;
	const lengthMs = spans.reduce((sum, { from, to }) => sum + to - from, 0);
	const practiceMs = spans.reduce((sum, span) => sum + overlapMs(practice, span), 0);
	const endsAt = spans.at(-1)?.to ?? 0;
	return {
		lengthMs,
		knownMs,
		practiceMs,
		gapMs: lengthMs - knownMs - practiceMs,
		mean: knownMs > 0 ? tenthsMs / knownMs : null,
		peak: peak === -1 ? null : peak,
		peakAt: peak === -1 ? null : peakAt,
		end: last !== -1 && endsAt - lastTo <= GAP_MS ? last : null,
		comfortMs: { light, good, strong, over },
		area: knownMs > 0 ? tenthsMs / 10_000 : null,
		fallMs: fallAt === null ? null : fallAt - peakAt,
		fall: fallOf(walk),
	};
}
