import type { Tried } from './table.ts';

/** Results of `npm run prove -- --json FILE`, by the run they were seen in. */
export interface ProofRun {
	readonly size: 'small' | 'full';
	readonly machine: { readonly cores: number; readonly platform: string; readonly node: string };
	readonly rows: readonly Tried[];
}

/** What is proved in every `npm test`, by the ids of its tests; the figures stand in those tests. */
const IN_TESTS: readonly (readonly [row: number, promise: string, ids: string])[] = [
	[2, 'what is shown is in the log or in its writer’s outbox', 'SIM1'],
	[11, 'a STOP stays', 'SIM1 1,000 chains, MARK1 to MARK5'],
	[19, 'every bad input is answered', 'HOST9, HOST15'],
	[21, 'clinic A never sees clinic B', 'RIGHT1 to RIGHT7'],
	[25, 'export is complete', 'CSV4 and the tests of the JSON file'],
	[27, 'every read of a record is in the access log', 'ACC1 to ACC4'],
	[31, 'honest screens', 'HONEST1 to HONEST3'],
];

const HEAD = `# What was promised, and what was seen

Printed by \`npm run proof\` from the results that stand in docs/proof.json; \`npm run prove -- ROW\` tries a row again. *Small* is the size
that runs with every change. Zero failures in n tries bounds the rate below 3/n (95 %).
`;

const TAIL = `
## Proved in every \`npm test\`
`;

const UNTRIED = `
## Read and not tried

Sound, wake lock, the mute switch and trust of the certificate on iPhone and Android; a real power cut; a real disk that lies about
its fsync. What the sources say of them is followed; nobody has seen it on such a device here.
`;

const REMARKS = `
## What to know of these figures

- Rows 12, 14 and 15, row 18 in full, rows 7 and 8 in the browser, and of row 7 in the process 300 ms, held chunks and no
  fault, were tried before the last changes to what pages are sent and send again; since then row 18 in its small size, and the journeys of every \`npm test\`.
- Rows 22, 26, 29 and 33 stand here in their small size.
- Row 17: what an attacker's own process takes of this machine is not the server's, so attackers have the lowest priority; a
  quiet server's p99 is so low that twice as much is a difference nobody feels, so 50 ms are allowed at least.
`;

const VERDICTS = { true: 'holds', false: '**does not hold**', null: 'seen' } as const;

const cell = (text: string) => text.replaceAll('|', '\\|');
const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
	[row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** Of each row the last run, a full one before any small one. */
export function latestOf(runs: readonly ProofRun[]): readonly (Tried & Pick<ProofRun, 'size' | 'machine'>)[] {
	const latest = new Map<string, Tried & Pick<ProofRun, 'size' | 'machine'>>();
	for (const { size, machine, rows } of runs) {
		for (const tried of rows) {
			// A row may be tried in several ways, each with its own words.
			const key = `${tried.row} ${tried.promise}`;
			if (latest.get(key)?.size !== 'full' || size === 'full') latest.set(key, { ...tried, size, machine });
		}
	}
	return [...latest.values()].sort((a, b) => a.row - b.row);
}

/** The page docs/PROOF.md. */
export function proofPage(runs: readonly ProofRun[]): string {
	const lines = latestOf(runs).flatMap(({ row: number, promise, findings, size }) =>
		findings.map(({ what, asked, seen, holds }, i) => [
			i === 0 ? `${number}` : '',
			i === 0 ? promise : '',
			i === 0 ? `\`npm run prove -- ${number}${size === 'small' ? ' --small' : ''}\`` : '',
			what,
			asked,
			seen,
			VERDICTS[`${holds}`],
		]),
	);
	const machines = [
		...new Set(runs.map(({ machine }) => `${machine.cores} cores, ${machine.platform}, Node ${machine.node}`)),
	];
	return [
		HEAD,
		`Machine: ${machines.join('; ')}; rows 4, 15 and 17 with nothing else under way, the others partly beside other work.\n`,
		table(['row', 'promise', 'command', 'what', 'asked', 'seen', ''], lines),
		TAIL,
		table(
			['row', 'promise', 'tests'],
			IN_TESTS.map(([number, promise, ids]) => [`${number}`, promise, ids]),
		),
		REMARKS,
		UNTRIED,
	].join('\n');
}
