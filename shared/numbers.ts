import { GAP_MS } from './readings.ts';
import type { Comfort, Rating } from './scale.ts';
import { MEANINGFUL_CHANGE } from './scale.ts';
import type { Span } from './timeline-segments.ts';
import type { KnownStep } from './timeline-steps.ts';

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

/** A step as far as it lies in a span. */
interface Piece extends Span {
	readonly value: Rating;
	readonly comfort: Comfort;
}

/** The first of items, ordered by `to`, that reaches t. */
function firstReaching(items: readonly Span[], t: number): number {
	let low = 0;
	let high = items.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((items[middle] as Span).to < t) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The steps that lie in a span: those known for some of it, and the instants of those that held for no time. */
function piecesIn(steps: readonly KnownStep[], span: Span, sessionTo: number): readonly Piece[] {
	const pieces: Piece[] = [];
	const takesEnd = span.to === sessionTo;
	for (let i = firstReaching(steps, span.from); i < steps.length; i++) {
		const { from, to, value, comfort } = steps[i] as KnownStep;
		if (from > span.to || (from === span.to && !takesEnd)) break;
		if (from < span.from && (to <= span.from || span.to === span.from)) continue;
		pieces.push({ from: Math.max(from, span.from), to: Math.min(to, span.to), value, comfort });
	}
	return pieces;
}

interface PeakState {
	readonly peak: Rating;
	readonly peakAt: number;
	readonly low: Rating;
	readonly lowAt: number;
	readonly fallAt: number | null;
	/** Until when all since the peak is known. */
	readonly knownTo: number;
	readonly isCut: boolean;
}

function followPeak(state: PeakState | null, { from, to, value }: Piece): PeakState {
	if (!state || value > state.peak) {
		return { peak: value, peakAt: from, low: value, lowAt: from, fallAt: null, knownTo: to, isCut: false };
	}
	if (state.isCut || from > state.knownTo) return { ...state, isCut: true };
	const isLower = value < state.low;
	return {
		...state,
		...(isLower && { low: value, lowAt: from }),
		fallAt: state.fallAt ?? (value <= state.peak - MEANINGFUL_CHANGE ? from : null),
		knownTo: to,
	};
}

function fallOf(state: PeakState | null): Fall | null {
	if (!state || state.peak - state.low < MEANINGFUL_CHANGE) return null;
	return { from: state.peak, to: state.low, ms: state.lowAt - state.peakAt };
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
	steps: readonly KnownStep[],
	practice: readonly Span[],
	spans: readonly Span[],
	sessionTo: number,
): Numbers {
	const comfortMs = { light: 0, good: 0, strong: 0, over: 0 };
	let knownMs = 0;
	let tenthsMs = 0;
	let top: PeakState | null = null;
	let last: Piece | null = null;
	for (const span of spans) {
		for (const piece of piecesIn(steps, span, sessionTo)) {
			const ms = piece.to - piece.from;
			knownMs += ms;
			tenthsMs += piece.value * ms;
			comfortMs[piece.comfort] += ms;
			top = followPeak(top, piece);
			last = piece;
		}
	}
	const lengthMs = spans.reduce((sum, { from, to }) => sum + to - from, 0);
	const practiceMs = spans.reduce((sum, span) => sum + overlapMs(practice, span), 0);
	const endsAt = spans.at(-1)?.to ?? 0;
	return {
		lengthMs,
		knownMs,
		practiceMs,
		gapMs: lengthMs - knownMs - practiceMs,
		mean: knownMs > 0 ? tenthsMs / knownMs : null,
		peak: top?.peak ?? null,
		peakAt: top?.peakAt ?? null,
		end: last && endsAt - last.to <= GAP_MS ? last.value : null,
		comfortMs,
		area: knownMs > 0 ? tenthsMs / 10_000 : null,
		fallMs: top?.fallAt == null ? null : top.fallAt - top.peakAt,
		fall: fallOf(top),
	};
}
