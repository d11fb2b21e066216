import { OVER_EDGE_MS } from './alarms.ts';
import { type Band, COMFORTS, comfortRank, type Rating } from './scale.ts';
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
	let length = 0;
	let b = 0;
	/** Writes a value down until its band ends, or until it was no longer known; answers when that was. */
	const write = (value: Rating, at: number, until: number): number => {
		while (b + 1 < bands.length && (bands[b] as BandSpan).to <= at) b++;
		const span = bands[b] as BandSpan;
		const to = b + 1 === bands.length ? until : Math.min(until, span.to);
		steps.from[length] = at;
		steps.to[length] = to;
		steps.values[length] = value;
		steps.comfort[length] = comfortRank(value, span.band);
		length++;
		return to;
	};
	for (const { samples, to: end } of own) {
		for (let i = 0; i < samples.t.length; i++) {
			const value = samples.values[i] as Rating;
			const until = i + 1 < samples.t.length ? (samples.t[i + 1] as number) : end;
			let at = write(value, samples.t[i] as number, until);
			while (at < until) at = write(value, at, until);
		}
	}
	const { from, to, values, comfort } = steps;
	return {
		from: from.subarray(0, length),
		to: to.subarray(0, length),
		values: values.subarray(0, length),
		comfort: comfort.subarray(0, length),
	};
}

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
	for (let i = 0; i < from.length; i++) {
		if (comfort[i] !== OVER) continue;
		const start = i;
		let peak = values[i] as Rating;
		while (comfort[i + 1] === OVER && from[i + 1] === to[i]) peak = Math.max(peak, values[++i] as Rating);
		const run = { from: from[start] as number, to: to[i] as number, peak };
		if (run.to - run.from >= OVER_EDGE_MS) runs.push(run);
	}
	return runs;
}
