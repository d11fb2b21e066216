/** What a spreadsheet takes for the beginning of a formula, fullwidth forms too. */
const STARTS_FORMULA = /^[\t\r\n]|^\s*[=+\-@＝＋－＠]/u;
/** The same after what some locales and programs take for the end of a cell or line, whatever quotes stand around it. */
const STARTS_FORMULA_INSIDE = /([;\t\r\n|]["'\s]*)(?=[=+\-@＝＋－＠])/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL cuts a cell short in some programs
const NUL = /\u0000/g;

/** A cell of text from a person: quoted when it must be (RFC 4180), and inert: no program may take it for a formula. */
export function textCell(raw: string): string {
	const text = raw.replace(NUL, '').replace(STARTS_FORMULA_INSIDE, "$1'");
	if (STARTS_FORMULA.test(text)) return `"'${doubled(text)}"`;
	return /[",;\t\r\n|]/.test(text) ? `"${doubled(text)}"` : text;
}

const doubled = (text: string) => text.replaceAll('"', '""');

/** A line `# key: value` before the table: one line, and no character that could end a cell. */
export function metaLine(key: string, value: string): string {
	return `# ${key}: ${value.replace(/[\p{Cc},;|"]+/gu, ' ').trim()}\r\n`;
}
