import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MUTANTS } from '../../tools/simulator/mutants.ts';
import { huntMutant } from '../../tools/simulator/plant.ts';

/** Those that are seen soon; `npm run simulate -- --mutants` plants them all. */
const SOON = [
	'no-dedupe',
	'identity-reused-after-reload',
	'acknowledged-before-durable',
	'delivered-on-the-servers-answer',
	'flow-before-say',
];

test.each(SOON)('SIM3 the planted bug %s is caught', async (name) => {
	const mutant = MUTANTS.find((each) => each.name === name);
	expect(mutant).toBeDefined();
	const caught = mutant && (await huntMutant(mutant, 100));
	expect(caught?.violation).toEqual(expect.any(String));
});

test('SIM3 every planted bug fits exactly one place of the shipping sources', () => {
	const root = join(import.meta.dirname, '..', '..');
	const places = MUTANTS.map(({ name, file, find }) => ({
		name,
		places: readFileSync(join(root, file), 'utf8').split(find).length - 1,
	}));
	expect(places.filter((each) => each.places !== 1)).toEqual([]);
	expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
	expect(MUTANTS.length).toBeGreaterThanOrEqual(15);
});
