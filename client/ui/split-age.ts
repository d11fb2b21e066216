/** An age in one unit that fits it: tenths of a second below 10 s. */
export function splitAge(ms: number): { readonly value: string; readonly unit: 's' | 'min' | 'h' } {
	if (ms < 10_000) return { value: (Math.floor(Math.max(0, ms) / 100) / 10).toFixed(1), unit: 's' };
	if (ms < 120_000) return { value: String(Math.floor(ms / 1_000)), unit: 's' };
	if (ms < 7_200_000) return { value: String(Math.floor(ms / 60_000)), unit: 'min' };
	return { value: String(Math.floor(ms / 3_600_000)), unit: 'h' };
}
