/**
 * `npm test`: types and lint, the build of the pages, then each kind of test, the cheap ones first. Everything runs even
 * when something before it failed. The last line is plain: `N passed, N failed`; a failed check counts as one.
 * `npm run test:walks` runs the long walks through the clinic page. With arguments (`npm test -- tests/journal`) only the tests run, and vitest gets the arguments.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, countsOfReport, lastLine, sumOf } from './test-report.ts';

const ROOT = join(import.meta.dirname, '..');
/** The long ways through the clinic page, by browser: apart, so that `npm test` keeps to its time. */
const WALKS = '--walks';
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

/** The budget of a stage in seconds on two cores; said when exceeded, never a failure. */
interface Stage {
	name: string;
	budget: number;
	run: () => Counts;
}

function passes(args: readonly string[]): boolean {
	return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}

/** All four checks, so that one run shows all that is wrong. */
function checkStage(): Counts {
	const checks = ['check:types', 'check:pages', 'check:lint', 'check:format'];
	const failed = checks.filter((check) => {
		const command = `npm run --silent ${check}`;
		return spawnSync(command, { cwd: ROOT, stdio: 'inherit', shell: true }).status !== 0;
	});
	return { passed: 0, failed: failed.length, skipped: 0 };
}

function buildStage(): Counts {
	return { passed: 0, failed: passes([join(ROOT, 'tools', 'build-if-stale.ts')]) ? 0 : 1, skipped: 0 };
}

function vitestStage(project: string, args: readonly string[]): Counts {
	const folder = mkdtempSync(join(tmpdir(), 'palpate-test-'));
	const file = join(folder, 'report.json');
	try {
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
		const green = passes([VITEST, 'run', '--project', project, '--passWithNoTests', ...reporters, ...args]);
		return countsOfReport(readFileSync(file, 'utf8'), green);
	} catch {
		return { passed: 0, failed: 1, skipped: 0 };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function stagesFor(args: readonly string[]): Stage[] {
	const build: Stage = { name: 'pages', budget: 30, run: buildStage };
	const tests: Stage[] = [
		{ name: 'unit', budget: 20, run: () => vitestStage('unit', args) },
		{ name: 'sim', budget: 45, run: () => vitestStage('sim', args) },
		{ name: 'server', budget: 45, run: () => vitestStage('server', args) },
		{ name: 'browser', budget: 120, run: () => vitestStage('browser', args) },
	];
	if (args[0] === WALKS) return [build, { name: 'walks', budget: 300, run: () => vitestStage('walk', args.slice(1)) }];
	const check: Stage = { name: 'types and lint', budget: 30, run: checkStage };
	return args.length > 0 ? [build, ...tests] : [check, build, ...tests];
}

function timed(stage: Stage): { line: string; counts: Counts } {
	console.log(`\n── ${stage.name}`);
	const startedAt = performance.now();
	const counts = stage.run();
	const seconds = (performance.now() - startedAt) / 1000;
	const over = seconds > stage.budget ? `, over its ${stage.budget} s` : '';
	const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
	const state = counts.failed > 0 ? `${counts.failed} failed` : 'ok';
	return { line: `   ${stage.name.padEnd(15)} ${state}${skipped}, ${seconds.toFixed(1)} s${over}`, counts };
}

if (import.meta.main) {
	const results = stagesFor(process.argv.slice(2)).map(timed);
	const total = sumOf(results.map((result) => result.counts));
	console.log(`\n${results.map((result) => result.line).join('\n')}`);
	console.log(lastLine(total));
	process.exitCode = total.failed > 0 ? 1 : 0;
}
