import { OVER_EDGE_MS } from './alarms.ts';
import { type Band, type Comfort, comfortOf, type Rating } from './scale.ts';
import type { Segment, Span } from './timeline-segments.ts';

export interface BandSpan extends Span {
	readonly band: Band;
	/** The client has not chosen one yet. */
	readonly isDefault: boolean;
}

/**
 * A value from when it was sampled to when it stopped being known, within one band. `to` is `from` where it held for no
 * time: superseded at once, or followed by nothing within GAP_MS.
 */
export interface KnownStep extends Span {
	readonly value: Rating;
	readonly comfort: Comfort;
}

/** The rating over the edge for OVER_EDGE_MS or longer, without a gap. */
export interface OverEdge extends Span {
	readonly peak: Rating;
}

/** Every value of the session with the time it held, cut where the band changes. Practice and late samples are left out. */
export function knownSteps(segments: readonly Segment[], bands: readonly BandSpan[]): readonly KnownStep[] {
	const steps: KnownStep[] = [];
	let b = 0;
	const bandAt = (t: number): BandSpan => {
		while (b + 1 < bands.length && (bands[b] as BandSpan).to <= t) b++;
		return bands[b] as BandSpan;
	};
	for (const { samples, standing, to: end } of segments) {
		if (standing !== 'session') continue;
		for (const [i, { t, value }] of samples.entries()) {
			const until = samples[i + 1]?.t ?? end;
			let from = t;
			do {
				const span = bandAt(from);
				const isLastBand = b + 1 === bands.length;
				const to = isLastBand ? until : Math.min(until, span.to);
				steps.push({ from, to, value, comfort: comfortOf(value, span.band) });
				from = to;
			} while (from < until);
		}
	}
	return steps;
}

/** Runs of known time over the edge, OVER_EDGE_MS or longer: what an alarm said, as a note. */
export function overEdgeRuns(steps: readonly KnownStep[]): readonly OverEdge[] {
	const runs: OverEdge[] = [];
	for (const { from, to, value, comfort } of steps) {
		const last = runs.at(-1);
		const isOver = comfort === 'over';
		if (isOver && last?.to === from) runs[runs.length - 1] = { from: last.from, to, peak: Math.max(last.peak, value) };
		else if (isOver) runs.push({ from, to, peak: value });
	}
	return runs.filter((run) => run.to - run.from >= OVER_EDGE_MS);
}
