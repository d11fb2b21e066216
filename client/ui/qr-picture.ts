import { encode } from 'uqr';

/** The clear edge that readers need around a QR, modules. */
const QUIET_ZONE = 4;

export interface QrPicture {
	/** Modules along one side, quiet zone included. */
	readonly size: number;
	/** SVG path of the dark modules. */
	readonly path: string;
}

/** A QR of the text, for an SVG with a viewBox of `size`. */
export function qrPicture(text: string): QrPicture {
	const { data, size } = encode(text, { border: QUIET_ZONE, ecc: 'M' });
	const path = data.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
	return { size, path: path.join('') };
}

/** Where dark modules stand in a row: start and length. */
function runsOf(row: readonly boolean[]): readonly (readonly [number, number])[] {
	const runs: [number, number][] = [];
	for (const [x, isDark] of row.entries()) {
		if (!isDark) continue;
		const last = runs.at(-1);
		if (last && last[0] + last[1] === x) last[1] += 1;
		else runs.push([x, 1]);
	}
	return runs;
}
