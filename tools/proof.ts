/**
 * `npm run proof -- [FILE…]`: adds results to docs/proof.json and prints docs/PROOF.md from it. A file is what
 * `npm run prove -- --json FILE` wrote, or `npm run simulate -- --json FILE`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { latestOf, type ProofRun, proofPage } from './prove/proof-page.ts';
import { sessionsRow, sessionsTried } from './prove/sim-rows.ts';
import type { ManyResult } from './simulator/many.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');
const KEPT = join(DOCS, 'proof.json');

/** What was simulated by itself is row 1, for as many seeds as were asked. */
function runOf(file: string): readonly ProofRun[] {
	const read = JSON.parse(readFileSync(file, 'utf8')) as ProofRun | readonly ProofRun[] | ManyResult;
	if (!('sessions' in read)) return [read].flat();
	const machine = {
		cores: availableParallelism(),
		platform: `${process.platform} ${process.arch}`,
		node: process.version,
	};
	const { row, promise } = sessionsRow;
	return [{ size: 'full', machine, rows: [{ row, promise, findings: sessionsTried(read), ms: read.ms }] }];
}

const runs = [KEPT, ...process.argv.slice(2)].flatMap(runOf);
const kept: readonly ProofRun[] = latestOf(runs).map(({ size, machine, ...tried }) => ({
	size,
	machine,
	rows: [tried],
}));
writeFileSync(KEPT, `${JSON.stringify(kept, null, '\t')}\n`);
writeFileSync(join(DOCS, 'PROOF.md'), proofPage(kept));
console.log(`docs/PROOF.md tells what was seen of ${kept.length} promises.`);
