/**
 * `npm run prove [-- ROW…] [--small] [--only WORDS] [--json FILE]`: tries the promises, all or those named, and prints what
 * was asked and what was seen; of a row that is tried in several ways only those whose words hold WORDS. Ends with 1 when
 * one does not hold.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Row } from './prove/row.ts';
import { ROWS } from './prove/rows.ts';
import { hasHeld, linesOf, type Tried } from './prove/table.ts';

const { values, positionals } = parseArgs({
	options: { small: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'string' } },
	allowPositionals: true,
});
const asked = positionals.map(Number);
const unknown = asked.filter((row) => !ROWS.some((each) => each.row === row));
if (unknown.length > 0) {
	console.error(`No such row: ${unknown.join(', ')}. There are ${ROWS.map(({ row }) => row).join(', ')}.`);
	process.exit(2);
}

const size = values.small ? 'small' : 'full';
const isAsked = ({ row, promise }: Row) =>
	(asked.length === 0 || asked.includes(row)) && promise.includes(values.only ?? '');
const results: Tried[] = [];
for (const { row, promise, try: tryRow } of ROWS.filter(isAsked)) {
	const from = performance.now();
	const findings = await tryRow(size);
	const tried: Tried = { row, promise, findings, ms: Math.round(performance.now() - from) };
	results.push(tried);
	console.log(linesOf(tried).join('\n'));
}

const failed = results.filter((tried) => !hasHeld(tried));
const machine = {
	cores: availableParallelism(),
	platform: `${process.platform} ${process.arch}`,
	node: process.version,
};
if (values.json) writeFileSync(values.json, `${JSON.stringify({ size, machine, rows: results }, null, '\t')}\n`);
console.log(`\n${results.length - failed.length} rows hold, ${failed.length} do not (${size}).`);
process.exit(failed.length > 0 ? 1 : 0);
