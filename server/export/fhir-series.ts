import type { KnownStep } from '../../shared/timeline-steps.ts';

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
export function seriesOf(steps: readonly KnownStep[]): Series | null {
	const first = steps[0];
	const last = steps.at(-1);
	if (!first || !last) return null;
	const values: string[] = [];
	let place = 0;
	for (let t = first.from; t <= last.to; t += SERIES_PERIOD_MS) {
		while ((steps[place + 1]?.from ?? Number.POSITIVE_INFINITY) <= t) place += 1;
		const { from, to, value } = steps[place] as KnownStep;
		values.push(t < to || t === from ? String(value / 10) : 'E');
	}
	return { from: first.from, to: first.from + (values.length - 1) * SERIES_PERIOD_MS, data: values.join(' ') };
}
