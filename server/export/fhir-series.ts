import type { KnownSteps } from '../../shared/timeline-steps.ts';

/** Between two values of a series, ms: ours. A client's reaction lags by up to 3 s. */
export const SERIES_PERIOD_MS = 250;

export interface Series {
	/** Instant of the first value, ms since epoch. */
	readonly from: number;
	readonly to: number;
	/** Values as SampledData has them: separated by one space, `E` where nothing is known. */
	readonly data: string;
}

/**
 * The rating at every SERIES_PERIOD_MS from the first one on; null where none was. At an instant stands what was known
 * then: the last value given, as long as it held. Nothing is put between two values.
 */
export function seriesOf({ from, to, values }: KnownSteps): Series | null {
	const [first, last] = [from[0], to.at(-1)];
	if (first === undefined || last === undefined) return null;
	const series: string[] = [];
	let place = 0;
	for (let t = first; t <= last; t += SERIES_PERIOD_MS) {
		while ((from[place + 1] ?? Number.POSITIVE_INFINITY) <= t) place += 1;
		const isKnown = t < (to[place] as number) || t === from[place];
		series.push(isKnown ? String((values[place] as number) / 10) : 'E');
	}
	return { from: first, to: first + (series.length - 1) * SERIES_PERIOD_MS, data: series.join(' ') };
}
