/** Reads vitest's JSON reports into counts that can be summed over several runs. */
import * as v from 'valibot';

export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

const Report = v.object({
	numPassedTests: v.number(),
	numFailedTests: v.number(),
	numPendingTests: v.number(),
	numTodoTests: v.number(),
	testResults: v.array(v.object({ status: v.string(), assertionResults: v.array(v.object({ status: v.string() })) })),
});

/**
 * Counts of one run from its JSON report. A file that fails without a failed test in it (it can't be loaded, a hook
 * throws) counts as one, and so does a run that ends red with nothing failed in it (an unhandled rejection).
 */
export function countsOfReport(json: string, green: boolean): Counts {
	const report = v.parse(Report, JSON.parse(json));
	const brokenFiles = report.testResults.filter(
		(file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
	).length;
	const failed = report.numFailedTests + brokenFiles;
	return {
		passed: report.numPassedTests,
		failed: failed === 0 && !green ? 1 : failed,
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

export function sumOf(counts: readonly Counts[]): Counts {
	const total: Counts = { passed: 0, failed: 0, skipped: 0 };
	for (const { passed, failed, skipped } of counts) {
		total.passed += passed;
		total.failed += failed;
		total.skipped += skipped;
	}
	return total;
}

/** The line that CI reads, alone on the last line of the output. */
export function lastLine({ passed, failed }: Counts): string {
	return `${passed} passed, ${failed} failed`;
}
