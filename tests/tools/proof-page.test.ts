import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latestOf, type ProofRun, proofPage } from '../../tools/prove/proof-page.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const machine = { cores: 2, platform: 'linux x64', node: 'v24.0.0' };
const run = (size: ProofRun['size'], seen: string, holds: boolean): ProofRun => ({
	size,
	machine,
	rows: [{ row: 1, promise: 'nothing is lost', ms: 1, findings: [{ what: 'lost', asked: '0', seen, holds }] }],
});

test('PROOF1 docs/PROOF.md is what the kept results say', () => {
	const kept = JSON.parse(readFileSync(join(DOCS, 'proof.json'), 'utf8')) as readonly ProofRun[];
	expect(readFileSync(join(DOCS, 'PROOF.md'), 'utf8')).toBe(proofPage(kept));
});

test('PROOF2 of each promise the last full run stands, and what does not hold is said', () => {
	const seen = (runs: readonly ProofRun[]) => latestOf(runs).map(({ findings }) => findings[0]?.seen);
	expect(seen([run('full', 'a', true), run('small', 'b', true)])).toEqual(['a']);
	expect(seen([run('small', 'a', true), run('full', 'b', true), run('full', 'c', true)])).toEqual(['c']);
	expect(proofPage([run('full', '3', false)])).toContain(
		'| 1 | nothing is lost | `npm run prove -- 1` | lost | 0 | 3 | **does not hold** |',
	);
	expect(proofPage([run('small', 'a|b', true)])).toContain('a\\|b');
});
