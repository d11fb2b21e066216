/**
 * `npm run torture -- [--kills N] [--phones N] [--seed S] [--json FILE]`: kills a server under phones that never rest, and
 * looks at its disk each time. Ends with 1 where anything acknowledged is missing, anything is there twice, or the store is
 * not whole.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { torture } from './torture/torture.ts';

const { values } = parseArgs({
	options: {
		kills: { type: 'string', default: '10' },
		phones: { type: 'string', default: '50' },
		seed: { type: 'string', default: '1' },
		json: { type: 'string' },
	},
});
const [kills = 0, phones = 0, seed = 0] = [values.kills, values.phones, values.seed].map(Number);
if (![kills, phones, seed].every((number) => Number.isSafeInteger(number) && number > 0)) {
	console.error('--kills, --phones and --seed take whole numbers above 0.');
	process.exit(2);
}

const result = await torture({
	kills,
	phones,
	seed,
	lifeMs: { least: 500, most: 3_500 },
	onKill: (kill, { said, acknowledged, lost, doubled, damaged, readyMs }) =>
		console.log(
			`kill ${kill}: said ${said}, acknowledged ${acknowledged}, lost ${lost}, doubled ${doubled}, damaged ${damaged}, ready in ${readyMs.at(-1)} ms`,
		),
});
const sorted = [...result.readyMs].sort((a, b) => a - b);
console.log(
	[
		`kills         ${result.kills} (seed ${seed}, ${phones} phones)`,
		`said          ${result.said}`,
		`acknowledged  ${result.acknowledged}`,
		`lost          ${result.lost}`,
		`doubled       ${result.doubled}`,
		`damaged       ${result.damaged}`,
		`ready again   median ${sorted[sorted.length >> 1]} ms, longest ${sorted.at(-1)} ms`,
		`in the end everything said is recorded: ${result.isAllKept ? 'yes' : 'NO'}`,
		...new Set(result.complaints),
	].join('\n'),
);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ seed, phones, ...result }, null, '\t')}\n`);
const isGood = result.lost + result.doubled + result.damaged + result.complaints.length === 0 && result.isAllKept;
process.exit(isGood ? 0 : 1);
