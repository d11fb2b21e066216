/**
 * `npm run simulate -- --seeds N [--from S] [--json FILE]`: whole sessions of the shipping engine under seeded faults; ends
 * with 1 on any violation. `npm run simulate -- --mutants [NAME…]`: plants bugs one by one; ends with 1 if any survives.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMany } from './simulator/many.ts';
import { MUTANT_SEEDS, MUTANTS } from './simulator/mutants.ts';
import { huntMutant } from './simulator/plant.ts';

const { values, positionals } = parseArgs({
	options: {
		seeds: { type: 'string', default: '1000' },
		from: { type: 'string', default: '1' },
		json: { type: 'string' },
		mutants: { type: 'boolean', default: false },
	},
	allowPositionals: true,
});

function wholeNumber(name: string, text: string): number {
	const number = Number(text);
	if (Number.isSafeInteger(number) && number > 0) return number;
	console.error(`--${name} takes a whole number above 0.`);
	process.exit(2);
}

async function simulate(): Promise<boolean> {
	const result = await runMany({ from: wholeNumber('from', values.from), seeds: wholeNumber('seeds', values.seeds) });
	const { sessions, events, steps, excused, pardoned, failed, ms } = result;
	const inWords = (counts: Readonly<Record<string, number>>) =>
		Object.entries(counts)
			.map(([reason, count]) => `${reason} ${count}`)
			.join(', ') || 'none';
	console.log(`sessions   ${sessions}\nevents     ${events}\nsteps      ${steps}`);
	console.log(
		`excused    ${inWords(excused)}\npardoned   ${inWords(pardoned)}\nviolations ${failed.length}\ntime       ${(ms / 1_000).toFixed(1)} s`,
	);
	for (const { seed, violations } of failed.slice(0, 20)) console.log(`  seed ${seed}: ${violations.join('; ')}`);
	if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, '\t')}\n`);
	return failed.length === 0;
}

async function hunt(): Promise<boolean> {
	const chosen = MUTANTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
	const found = [];
	for (const mutant of chosen) {
		const caught = await huntMutant(mutant, MUTANT_SEEDS);
		found.push({ name: mutant.name, ...caught });
		console.log(
			caught.seed === null
				? `SURVIVED  ${mutant.name}`
				: `caught    ${mutant.name}: seed ${caught.seed}, ${caught.violation}`,
		);
	}
	const survivors = found.filter(({ seed }) => seed === null);
	console.log(`\n${found.length - survivors.length} of ${found.length} planted bugs caught.`);
	if (values.json) writeFileSync(values.json, `${JSON.stringify(found, null, '\t')}\n`);
	return survivors.length === 0 && found.length > 0;
}

process.exit((await (values.mutants ? hunt() : simulate())) ? 0 : 1);
