/**
 * `npm test`: the build of the pages; then types and lint, unit, simulator and server tests one after the other, and beside
 * them the browser's, which mostly wait. Everything runs even when something before it failed; what a stage printed stands
 * together. The last line is plain: `N passed, N failed`; a failed check counts as one.
 * `npm run test:walks` runs the long walks through the clinic page. With arguments (`npm test -- tests/journal`) only the tests run, and vitest gets the arguments.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, countsOfReport, lastLine, sumOf } from './test-report.ts';

const ROOT = join(import.meta.dirname, '..');
/** The long ways through the clinic page, by browser: apart, so that `npm test` keeps to its time. */
const WALKS = '--walks';
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
/** All stages together on two cores, seconds. */
const BUDGET = 300;
/** Folders in memory, where the system has them, spare the tests' stores their fsyncs. */
const MEMORY = '/dev/shm';
const MEMORY_BYTES = 2 ** 31;

/** The budget of a stage in seconds on two cores, with what runs beside it; said when exceeded, never a failure. */
interface Stage {
	name: string;
	budget: number;
	run: (print: Print) => Promise<Counts>;
}
type Print = (text: string) => void;

function hasMemoryFolder(): boolean {
	try {
		const { bavail, bsize } = statfsSync(MEMORY);
		return bavail * bsize >= MEMORY_BYTES;
	} catch {
		return false;
	}
}

/** What Node compiles is compiled once for all of the many processes and threads. */
const ENVIRONMENT = {
	...process.env,
	NODE_COMPILE_CACHE: join(ROOT, 'dist', 'compiled'),
	...(hasMemoryFolder() && { TMPDIR: MEMORY }),
	...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
};

/** Whether the command ends well. */
function passes(command: string, args: readonly string[], print: Print): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd: ROOT, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
		for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print);
		child.on('error', ({ message }) => print(`${message}\n`));
		child.on('close', (code) => resolve(code === 0));
	});
}

/** All four checks, two at a time, so that one run shows all that is wrong. */
async function checkStage(print: Print): Promise<Counts> {
	const halves = [['check:pages'], ['check:types', 'check:lint', 'check:format']];
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	const failed = halves.map(async (checks) => {
		let count = 0;
		for (const check of checks) if (!(await passes(npm, ['run', '--silent', check], print))) count += 1;
		return count;
	});
	return { passed: 0, failed: (await Promise.all(failed)).reduce((sum, count) => sum + count, 0), skipped: 0 };
}

async function buildStage(print: Print): Promise<Counts> {
	const isBuilt = await passes(process.execPath, [join(ROOT, 'tools', 'build-if-stale.ts')], print);
	return { passed: 0, failed: isBuilt ? 0 : 1, skipped: 0 };
}

async function vitestStage(project: string, args: readonly string[], print: Print): Promise<Counts> {
	const folder = mkdtempSync(join(tmpdir(), 'palpate-test-'));
	const file = join(folder, 'report.json');
	try {
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
		const run = [VITEST, 'run', '--project', project, '--passWithNoTests', ...reporters, ...args];
		const green = await passes(process.execPath, run, print);
		return countsOfReport(readFileSync(file, 'utf8'), green);
	} catch {
		return { passed: 0, failed: 1, skipped: 0 };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Stages of one lane run one after the other, lanes beside each other. */
function lanesFor(args: readonly string[]): readonly (readonly Stage[])[] {
	const tests = (name: string, budget: number, project = name, given = args): Stage => ({
		name,
		budget,
		run: (print) => vitestStage(project, given, print),
	});
	if (args[0] === WALKS) return [[tests('walks', 300, 'walk', args.slice(1))]];
	const check: Stage = { name: 'types and lint', budget: 45, run: checkStage };
	const first = args.length > 0 ? [] : [check];
	return [[...first, tests('unit', 40), tests('sim', 45), tests('server', 150)], [tests('browser', 270)]];
}

interface Timed {
	readonly line: string;
	readonly counts: Counts;
}

function lineOf(name: string, state: string, seconds: number, budget: number): string {
	const over = seconds > budget ? `, over its ${budget} s` : '';
	return `   ${name.padEnd(15)} ${state}, ${seconds.toFixed(1)} s${over}`;
}

async function timed(stage: Stage): Promise<Timed> {
	let printed = '';
	const startedAt = performance.now();
	const counts = await stage.run((text) => {
		printed += text;
	});
	const seconds = (performance.now() - startedAt) / 1000;
	const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
	const state = counts.failed > 0 ? `${counts.failed} failed` : 'ok';
	console.log(`\n── ${stage.name}\n${printed}`);
	return { line: lineOf(stage.name, `${state}${skipped}`, seconds, stage.budget), counts };
}

async function inTurn(stages: readonly Stage[]): Promise<readonly Timed[]> {
	const results: Timed[] = [];
	for (const stage of stages) results.push(await timed(stage));
	return results;
}

if (import.meta.main) {
	const startedAt = performance.now();
	const built = await timed({ name: 'pages', budget: 30, run: buildStage });
	const lanes = await Promise.all(lanesFor(process.argv.slice(2)).map(inTurn));
	const results = [built, ...lanes.flat()];
	const total = sumOf(results.map((result) => result.counts));
	const all = lineOf(
		'all',
		total.failed > 0 ? `${total.failed} failed` : 'ok',
		(performance.now() - startedAt) / 1000,
		BUDGET,
	);
	console.log(`\n${[...results.map((result) => result.line), all].join('\n')}`);
	console.log(lastLine(total));
	process.exitCode = total.failed > 0 ? 1 : 0;
}
