/**
 * `npm run fuzz -- [--frames N] [--requests N] [--seed S] [--json FILE]`: feeds a server of its own with frames and requests
 * that are wrong in some way. Ends with 1 where the server ended, something went unhandled, or a 5xx has no line in the log.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz/fuzz.ts';

const { values } = parseArgs({
	options: {
		frames: { type: 'string', default: '20000' },
		requests: { type: 'string', default: '4000' },
		seed: { type: 'string', default: '1' },
		json: { type: 'string' },
	},
});
const [frames, requests, seed] = [values.frames, values.requests, values.seed].map(Number);
if (![frames, requests, seed].every((number) => Number.isSafeInteger(number) && Number(number) >= 0)) {
	console.error('--frames, --requests and --seed take whole numbers.');
	process.exit(2);
}

const from = performance.now();
const result = await fuzz({
	frames: frames ?? 0,
	requests: requests ?? 0,
	seed: seed ?? 1,
	onProgress: (done) => console.log(`${((performance.now() - from) / 1_000).toFixed(0).padStart(6)} s  ${done}`),
});
const counted = (counts: Readonly<Record<string, number>>) =>
	Object.entries(counts)
		.sort(([, a], [, b]) => b - a)
		.map(([name, count]) => `${name} ${count}`)
		.join(', ');
console.log(
	[
		`frames     ${result.frames} on ${result.lines} lines (seed ${seed})`,
		`answers    ${counted(result.answers)}`,
		`requests   ${result.requests}`,
		`statuses   ${counted(result.statuses)}`,
		`exits      ${result.exits}`,
		`unhandled  ${result.unhandled}`,
		`faults     ${result.faults.length}`,
		`5xx without a line in the log  ${result.unlogged.length}`,
		`a STOP afterwards is shown     ${result.isAlive ? 'yes' : 'NO'}`,
	].join('\n'),
);
for (const fault of result.faults.slice(0, 10)) console.log(fault);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ seed, ...result }, null, '\t')}\n`);
const isGood = result.exits + result.unhandled + result.faults.length + result.unlogged.length === 0 && result.isAlive;
process.exit(isGood ? 0 : 1);
