import type { Finding } from './row.ts';

export interface Tried {
	readonly row: number;
	readonly promise: string;
	readonly findings: readonly Finding[];
	readonly ms: number;
}

export function hasHeld({ findings }: Tried): boolean {
	return findings.every(({ holds }) => holds !== false);
}

/** A row of the promises as lines of a terminal. */
export function linesOf(tried: Tried): readonly string[] {
	const mark = { true: 'holds', false: 'FAILS', null: 'seen' };
	return [
		`${String(tried.row).padStart(2)}  ${tried.promise}  (${(tried.ms / 1_000).toFixed(1)} s)`,
		...tried.findings.map(({ what, asked, seen, holds }) => {
			const wish = asked === '' ? '' : `; asked ${asked}`;
			return `      ${mark[`${holds}`].padEnd(6)} ${what}: ${seen}${wish}`;
		}),
	];
}
