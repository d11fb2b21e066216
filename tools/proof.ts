/**
 * `npm run proof -- [FILE…]`: adds the results of `npm run prove -- --json FILE` to docs/proof.json and prints docs/PROOF.md
 * from it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { latestOf, type ProofRun, proofPage } from './prove/proof-page.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');
const KEPT = join(DOCS, 'proof.json');

const read = (file: string): readonly ProofRun[] => [JSON.parse(readFileSync(file, 'utf8')) as ProofRun].flat();

const runs = [...read(KEPT), ...process.argv.slice(2).flatMap(read)];
const kept: readonly ProofRun[] = latestOf(runs).map(({ size, machine, ...tried }) => ({
	size,
	machine,
	rows: [tried],
}));
writeFileSync(KEPT, `${JSON.stringify(kept, null, '\t')}\n`);
writeFileSync(join(DOCS, 'PROOF.md'), proofPage(kept));
console.log(`docs/PROOF.md tells what was seen of ${kept.length} promises.`);
