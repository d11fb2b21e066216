import { type Band, clampRating } from '../../shared/scale.ts';

/** The band after one of its three numbers was moved; the others give way, so that low ≤ high ≤ edge always holds. */
export function moveBand(band: Band, which: keyof Band, to: number): Band {
	const value = clampRating(to);
	switch (which) {
		case 'low':
			return { low: value, high: Math.max(band.high, value), edge: Math.max(band.edge, value) };
		case 'high':
			return { low: Math.min(band.low, value), high: value, edge: Math.max(band.edge, value) };
		case 'edge':
			return { low: Math.min(band.low, value), high: Math.min(band.high, value), edge: value };
	}
}

export function isSameBand(a: Band, b: Band): boolean {
	return a.low === b.low && a.high === b.high && a.edge === b.edge;
}
