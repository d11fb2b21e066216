/** The value below or at which a share of the values lies (nearest rank); NaN where there is none. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** "p50 21 ms, p99 48 ms, most 61 ms of 200". */
export function figures(values: readonly number[], shares: readonly number[] = [0.5, 0.99]): string {
	const parts = shares.map((share) => `p${share * 100} ${Math.round(quantile(values, share))} ms`);
	return `${[...parts, `most ${Math.round(Math.max(...values))} ms`].join(', ')} of ${values.length}`;
}
