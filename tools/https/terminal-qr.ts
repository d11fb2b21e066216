import { encode } from 'uqr';

/** The clear edge that readers need around a QR, modules. */
const QUIET_ZONE = 4;
/** Black on white whatever the terminal's own colours are. */
const BLACK_ON_WHITE = '\u001b[38;5;16m\u001b[48;5;231m';
const PLAIN = '\u001b[0m';
/** By the upper and the lower of two modules that share a character: dark is drawn, light is left. */
const CHARACTERS = { '00': ' ', '01': '▄', '10': '▀', '11': '█' } as const;

/** A QR as lines of text, two rows of modules in each. */
export function terminalQr(text: string): string {
	const { data, size } = encode(text, { border: QUIET_ZONE, ecc: 'M' });
	const bit = (row: number, column: number) => (data[row]?.[column] ? 1 : 0);
	const lines: string[] = [];
	for (let row = 0; row < size; row += 2) {
		const line = Array.from(
			{ length: size },
			(_, column) => CHARACTERS[`${bit(row, column)}${bit(row + 1, column)}` as keyof typeof CHARACTERS],
		);
		lines.push(`${BLACK_ON_WHITE}${line.join('')}${PLAIN}`);
	}
	return lines.join('\n');
}
