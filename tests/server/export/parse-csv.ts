const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;

/** A parser of RFC 4180 for tests, written from the grammar alone: cells, each with what ends it. */
export function parseCsv(text: string): readonly (readonly string[])[] {
	const rows: string[][] = [];
	let row: string[] = [];
	CELL.lastIndex = 0;
	while (CELL.lastIndex < text.length) {
		const from = CELL.lastIndex;
		const found = CELL.exec(text);
		if (!found) throw new Error(`not a cell: ${JSON.stringify(text.slice(from, from + 40))}`);
		const [, quoted, bare = '', end] = found;
		row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
		if (end === ',') continue;
		rows.push(row);
		row = [];
	}
	return rows;
}

/** The lines before the table as a record, and the rows as records by column. */
export function readCsv(text: string): {
	readonly meta: Readonly<Record<string, string>>;
	readonly rows: readonly Readonly<Record<string, string>>[];
} {
	const lines = text.split('\r\n');
	const above = lines.findIndex((line) => !line.startsWith('#'));
	const meta = Object.fromEntries(
		lines.slice(0, above).map((line) => {
			const colon = line.indexOf(': ');
			return [line.slice(2, colon), line.slice(colon + 2)];
		}),
	);
	const [header = [], ...rows] = parseCsv(lines.slice(above).join('\r\n'));
	return { meta, rows: rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? '']))) };
}
