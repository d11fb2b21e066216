import { firstAtOrAfter, lastAtOrBefore, type Samples, samplesIn } from './ratings.ts';
import type { Band, Rating } from './scale.ts';
import type { Timeline } from './timeline.ts';
import type { Span } from './timeline-segments.ts';

/** A press as a picture needs it: t in ms since its start, values in tenths. Between runs nothing is known. */
export interface PressCurve {
	readonly runs: readonly CurveRun[];
	/** The client's own band and edge, from when on. */
	readonly bands: readonly (Band & { readonly fromMs: number })[];
}

/** Each value holds until the next, the last one until `toMs`. */
export interface CurveRun {
	readonly t: readonly number[];
	readonly values: readonly Rating[];
	readonly toMs: number;
}

/** A press is told in at most this many parts, each with its extremes: as fine as a small picture shows. */
export const MOST_PARTS = 120;

/** The curve of a span of the session, thinned without losing an extreme. */
export function curveIn({ segments, bands, to }: Timeline, span: Span): PressCurve {
	const partMs = Math.max(1, (span.to - span.from) / MOST_PARTS);
	const takesEnd = span.to === to;
	const runs = segments
		.filter(({ standing }) => standing === 'session')
		.flatMap((segment): readonly CurveRun[] => {
			const until = Math.min(segment.to, span.to);
			const { t, values } = segment.samples;
			const before = lastAtOrBefore(t, span.from);
			const isHeld = before >= 0 && (segment.to > span.from || t[before] === span.from);
			const end = takesEnd ? lastAtOrBefore(t, span.to) + 1 : firstAtOrAfter(t, span.to);
			const inside = plainOf(samplesIn(segment.samples, before + 1, Math.max(before + 1, end)));
			const samples = [...(isHeld ? [{ t: span.from, value: values[before] as Rating }] : []), ...inside];
			if (samples.length === 0) return [];
			const thin = thinned(samples, span.from, partMs);
			return [
				{
					t: thin.map(({ t }) => t - span.from),
					values: thin.map(({ value }) => value),
					toMs: until - span.from,
				},
			];
		});
	return {
		runs,
		bands: bands
			.filter((band, i) => band.from < span.to && (band.to > span.from || i === bands.length - 1))
			.map(({ from, band }) => ({ ...band, fromMs: Math.max(0, from - span.from) })),
	};
}

interface Plain {
	readonly t: number;
	readonly value: Rating;
}

const plainOf = ({ t, values }: Samples): readonly Plain[] =>
	Array.from(t, (at, i) => ({ t: at, value: values[i] as Rating }));

/** Of each part the first, lowest, highest and last sample, each where it stands. */
function thinned(samples: readonly Plain[], from: number, partMs: number): readonly Plain[] {
	const parts = Map.groupBy(samples, ({ t }) => Math.floor((t - from) / partMs));
	return [...parts.values()].flatMap((part) => {
		const low = part.reduce((a, b) => (b.value < a.value ? b : a));
		const high = part.reduce((a, b) => (b.value > a.value ? b : a));
		const kept = new Set([part[0], low, high, part.at(-1)]);
		return part.filter((sample) => kept.has(sample));
	});
}
