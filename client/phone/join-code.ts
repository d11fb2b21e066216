/** A typed code has this many symbols of Crockford's base32: no I, L, O or U. */
export const CODE_LENGTH = 8;
const SYMBOLS = /[0-9A-HJKMNP-TV-Z]/;
const LOOKALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** What a person typed, as symbols: any case, full-width forms, spaces and dashes anywhere, O for 0, I and L for 1. */
export function foldCode(typed: string): string {
	return [...typed.normalize('NFKC').toUpperCase()]
		.map((symbol) => LOOKALIKES[symbol] ?? symbol)
		.filter((symbol) => SYMBOLS.test(symbol))
		.join('')
		.slice(0, CODE_LENGTH);
}

export function isWholeCode(typed: string): boolean {
	return foldCode(typed).length === CODE_LENGTH;
}
