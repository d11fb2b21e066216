/**
 * `npm run prove [-- ROW…] [--small] [--json FILE]`: tries the promises, all or those named, and prints what was asked and
 * what was seen. Ends with 1 when one does not hold.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ROWS } from './prove/rows.ts';
import { hasHeld, linesOf, type Tried } from './prove/table.ts';

const { values, positionals } = parseArgs({
	options: { small: { type: 'boolean', default: false }, json: { type: 'string' } },
	allowPositionals: true,
});
const asked = positionals.map(Number);
const unknown = asked.filter((row) => !ROWS.some((each) => each.row === row));
if (unknown.length > 0) {
	console.error(`No such row: ${unknown.join(', ')}. There are ${ROWS.map(({ row }) => row).join(', ')}.`);
	process.exit(2);
}

const size = values.small ? 'small' : 'full';
const results: Tried[] = [];
for (const { row, promise, try: tryRow } of ROWS.filter((each) => asked.length === 0 || asked.includes(each.row))) {
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
