import { NO_SIGNAL_MS, type Picture, WEAK_MS } from './protocol.ts';
import { type Comfort, comfortOf, type Rating } from './scale.ts';
import { RECENT_MS, type Sample, type SessionState } from './session-state.ts';

/** Untouched this long in press: the number says little about now. */
export const UNTOUCHED_MS = 30_000;
/** More than this between two samples is a gap: nothing is known between them. */
export const GAP_MS = 5_000;
/** The trend compares with the value this long ago; less than TREND_STEP tenths is steady. Ours, no source. */
export const TREND_MS = 3_000;
export const TREND_STEP = 5;

/** What a page knows of the client's phone beside the log. */
export interface Signal {
	/** When word last came that the phone had been heard; null if never. */
	readonly heardAt: number | null;
	/** The phone's pictures of now (W8) as this page saw them, oldest first. */
	readonly pictures: readonly Picture[];
}

export const NO_SIGNAL_YET: Signal = { heardAt: null, pictures: [] };

/** The signal after one more telling. Only pictures that say something new are kept, and those of the last RECENT_MS. */
export function withPicture(signal: Signal, heardAt: number | null, picture: Picture | null): Signal {
	const last = signal.pictures.at(-1);
	if (
		!picture ||
		(last && last.at === picture.at && last.writer === picture.writer && last.rating === picture.rating)
	) {
		return heardAt === signal.heardAt ? signal : { ...signal, heardAt };
	}
	return { heardAt, pictures: [...signal.pictures.filter(({ at }) => at >= picture.at - RECENT_MS), picture] };
}

/** The log's samples and, where pictures of now are ahead of the log, what they show (W8: the present does not wait). */
export function readingsOf(state: SessionState, signal: Signal): readonly Sample[] {
	const last = state.samples.at(-1);
	const ahead = signal.pictures.filter(({ at, rating }) => rating !== null && at > (last?.t ?? 0));
	if (ahead.length === 0) return state.samples;
	const practice = last?.practice === true;
	return [
		...state.samples,
		...ahead.map(({ writer, at, rating }) => ({
			writer,
			t: at,
			arrivedAt: at,
			value: rating as Rating,
			touched: false,
			practice,
		})),
	];
}

/** Whether the phone is there but untouched since it was loaded, or since practice: its old value stands as "before". */
export function isBefore(last: Sample, { pictures }: Signal): boolean {
	const picture = pictures.at(-1);
	return picture !== undefined && picture.rating === null && (picture.writer !== last.writer || last.practice);
}

/** When the client's value was last known to stand; null outside the time from the first sample to the leave or the end. */
export function lastWordAt(state: SessionState, signal: Signal): number | null {
	const last = readingsOf(state, signal).at(-1);
	if (!last || state.hasLeft || state.ended) return null;
	const heardAt = signal.heardAt ?? last.t;
	return isBefore(last, signal) ? heardAt : Math.min(heardAt, last.t);
}

export function isGap(from: { readonly t: number }, to: { readonly t: number }): boolean {
	return to.t - from.t > GAP_MS;
}

/**
 * How the rating stands: `none` before the first sample; `fresh`; `hollow` untouched for UNTOUCHED_MS in press; `weak`
 * nothing heard for WEAK_MS; `lost` for NO_SIGNAL_MS, struck out; `before` from an earlier load of the phone; `left`.
 */
export type Standing = 'none' | 'fresh' | 'hollow' | 'weak' | 'lost' | 'before' | 'left';
export type Trend = 'rising' | 'falling' | 'steady';

export interface CurrentRating {
	readonly standing: Standing;
	readonly value: Rating | null;
	readonly comfort: Comfort | null;
	/** Null where there is nothing to compare with. */
	readonly trend: Trend | null;
	readonly isPractice: boolean;
	/** Since the phone was last heard, ms. */
	readonly lineAgeMs: number | null;
	/** Since the client last touched the slider, ms. */
	readonly touchAgeMs: number | null;
}

const ageOf = (at: number | null, now: number) => (at === null ? null : Math.max(0, now - at));

const latest = (...instants: readonly (number | null | undefined)[]): number | null =>
	instants.reduce<number | null>((a, b) => (b == null || (a !== null && a >= b) ? a : b), null);

function standingOf(state: SessionState, signal: Signal, touchedAt: number | null, now: number): Standing {
	const last = readingsOf(state, signal).at(-1);
	if (state.hasLeft) return 'left';
	if (!last) return 'none';
	const lastWord = lastWordAt(state, signal) ?? last.t;
	if (now - lastWord >= NO_SIGNAL_MS) return 'lost';
	if (isBefore(last, signal)) return 'before';
	if (now - lastWord >= WEAK_MS) return 'weak';
	const { phase } = state;
	const quietSince = phase?.phase === 'press' ? Math.max(touchedAt ?? 0, phase.since) : now;
	return now - quietSince >= UNTOUCHED_MS ? 'hollow' : 'fresh';
}

function trendOf(readings: readonly Sample[], now: number): Trend | null {
	const last = readings.at(-1);
	if (!last) return null;
	let then: Sample | null = null;
	for (let i = readings.length - 1; i >= 0; i--) {
		const each = readings[i] as Sample;
		const next = readings[i + 1];
		if (each.writer !== last.writer || (next && isGap(each, next))) break;
		then = each;
		if (each.t <= now - TREND_MS) break;
	}
	if (!then || then === last) return 'steady';
	const change = last.value - then.value;
	return Math.abs(change) < TREND_STEP ? 'steady' : change > 0 ? 'rising' : 'falling';
}

/** The client's rating as it stands at `now`: from the log or the phone's picture of now, whichever is later. */
export function currentRating(state: SessionState, signal: Signal, now: number): CurrentRating {
	const readings = readingsOf(state, signal);
	const last = readings.at(-1);
	const touchedAt = latest(state.lastTouchAt, signal.pictures.at(-1)?.touchedAt);
	const standing = standingOf(state, signal, touchedAt, now);
	const isCurrent = standing === 'fresh' || standing === 'hollow' || standing === 'weak';
	return {
		standing,
		value: last?.value ?? null,
		comfort: last && isCurrent ? comfortOf(last.value, state.band) : null,
		trend: isCurrent ? trendOf(readings, now) : null,
		isPractice: last?.practice === true,
		lineAgeMs: ageOf(latest(signal.heardAt, signal.heardAt === null ? last?.t : null), now),
		touchAgeMs: ageOf(touchedAt, now),
	};
}
