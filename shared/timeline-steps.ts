import { OVER_EDGE_MS } from './alarms.ts';
import { firstAtOrAfter, type Samples, samplesIn } from './ratings.ts';
import { type Band, COMFORTS, comfortRank, RATING_MAX, type Rating } from './scale.ts';
import type { Segment, Span } from './timeline-segments.ts';

export interface BandSpan extends Span {
	readonly band: Band;
	/** The client has not chosen one yet. */
	readonly isDefault: boolean;
}

/**
 * Values as columns, each from when it was sampled to when it stopped being known, within one band. `to` is `from` where
 * it held for no time: superseded at once, or followed by nothing within GAP_MS.
 */
export interface KnownSteps {
	readonly from: Float64Array;
	readonly to: Float64Array;
	readonly values: Uint8Array;
	/** Its place in COMFORTS. */
	readonly comfort: Uint8Array;
}

/** The rating over the edge for OVER_EDGE_MS or longer, without a gap. */
export interface OverEdge extends Span {
	readonly peak: Rating;
}

/** Every value of the session with the time it held, cut where the band changes. Practice and late samples are left out. */
export function knownSteps(segments: readonly Segment[], bands: readonly BandSpan[]): KnownSteps {
	const own = segments.filter(({ standing }) => standing === 'session');
	// A change of the band cuts one step in two at most.
	const steps = emptySteps(own.reduce((sum, { samples }) => sum + samples.t.length, 0) + bands.length);
	const ranks = bands.map(ranksOf);
	let length = 0;
	let b = 0;
	/** Writes down what of a segment lies in the band at an instant, from sample i on; answers where it goes on. */
	const write = ({ samples, to: end }: Segment, i: number, at: number) => {
		while (b + 1 < bands.length && (bands[b] as BandSpan).to <= at) b++;
		const bandTo = b + 1 === bands.length ? Number.POSITIVE_INFINITY : (bands[b] as BandSpan).to;
		const next = firstAtOrAfter(samples.t, bandTo);
		const until = next < samples.t.length ? (samples.t[next] as number) : end;
		writeRun(steps, length, samplesIn(samples, i, next), { from: at, to: Math.min(until, bandTo) });
		rankRun(steps, length, length + next - i, ranks[b] as Uint8Array);
		length += next - i;
		// What still stands when the band changes stands on under the next.
		return until > bandTo ? { i: next - 1, at: bandTo } : { i: next, at: until };
	};
	for (const segment of own) {
		const { t } = segment.samples;
		for (let place = { i: 0, at: t[0] as number }; place.i < t.length; ) place = write(segment, place.i, place.at);
	}
	const { from, to, values, comfort } = steps;
	return {
		from: from.subarray(0, length),
		to: to.subarray(0, length),
		values: values.subarray(0, length),
		comfort: comfort.subarray(0, length),
	};
}

/** Samples that took over from each other: the first stands from `from` on, the last until `to`. */
function writeRun(steps: KnownSteps, at: number, { t, values }: Samples, { from, to }: Span): void {
	steps.from.set(t, at);
	steps.from[at] = from;
	steps.to.set(t.subarray(1), at);
	steps.to[at + t.length - 1] = to;
	steps.values.set(values, at);
}

function rankRun({ values, comfort }: KnownSteps, first: number, end: number, ranks: Uint8Array): void {
	for (let i = first; i < end; i++) comfort[i] = ranks[values[i] as number] as number;
}

/** Where each value of the scale lies in a band. */
const ranksOf = ({ band }: BandSpan) =>
	Uint8Array.from({ length: RATING_MAX + 1 }, (_, value) => comfortRank(value, band));

const emptySteps = (length: number): KnownSteps => ({
	from: new Float64Array(length),
	to: new Float64Array(length),
	values: new Uint8Array(length),
	comfort: new Uint8Array(length),
});

const OVER = COMFORTS.indexOf('over');

/** Runs of known time over the edge, OVER_EDGE_MS or longer: what an alarm said, as a note. */
export function overEdgeRuns({ from, to, values, comfort }: KnownSteps): readonly OverEdge[] {
	const runs: OverEdge[] = [];
	for (let i = comfort.indexOf(OVER); i !== -1; i = comfort.indexOf(OVER, i + 1)) {
		const start = i;
		let peak = values[i] as Rating;
		while (comfort[i + 1] === OVER && from[i + 1] === to[i]) peak = Math.max(peak, values[++i] as Rating);
		const run = { from: from[start] as number, to: to[i] as number, peak };
		if (run.to - run.from >= OVER_EDGE_MS) runs.push(run);
	}
	return runs;
}
