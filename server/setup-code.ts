/** Crockford's base 32: no letter is taken for a digit. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code of 16 symbols (80 bits) in groups of four, from as many random bytes. */
export function newSetupCode(bytes: Uint8Array): string {
	const symbols = [...bytes.subarray(0, 16)].map((byte) => SYMBOLS[byte % SYMBOLS.length]);
	return [0, 4, 8, 12].map((at) => symbols.slice(at, at + 4).join('')).join('-');
}
