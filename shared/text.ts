/** Control characters but tab and newline, and the marks that reorder text (bidi embeddings, overrides, isolates). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the purpose
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text from a person, made safe to keep and show: valid Unicode, no control or bidi marks, at most `most` characters. */
export function cleanText(raw: string, most: number): string {
	const clean = raw.toWellFormed().replace(UNWANTED, '').normalize('NFC').trim();
	return [...clean].slice(0, most).join('');
}
