import { expect, test } from 'vitest';
import { countsOfReport, lastLine, sumOf } from '../../tools/test-report.ts';

const report = (files: { status: string; tests: string[] }[]): string => {
	const tests = files.flatMap((file) => file.tests);
	return JSON.stringify({
		numPassedTests: tests.filter((status) => status === 'passed').length,
		numFailedTests: tests.filter((status) => status === 'failed').length,
		numPendingTests: tests.filter((status) => status === 'skipped').length,
		numTodoTests: 0,
		testResults: files.map((file) => ({
			status: file.status,
			assertionResults: file.tests.map((status) => ({ status })),
		})),
	});
};

test('RUN2 passed, failed and skipped tests are counted', () => {
	const json = report([
		{ status: 'passed', tests: ['passed', 'passed', 'skipped'] },
		{ status: 'failed', tests: ['failed', 'passed'] },
	]);
	expect(countsOfReport(json, false)).toEqual({ passed: 3, failed: 1, skipped: 1 });
});

test('RUN2 a file that can not be loaded is a failure', () => {
	const json = report([
		{ status: 'passed', tests: ['passed'] },
		{ status: 'failed', tests: [] },
	]);
	expect(countsOfReport(json, false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('RUN2 a red run with nothing failed in it is a failure', () => {
	const json = report([{ status: 'passed', tests: ['passed'] }]);
	expect(countsOfReport(json, false).failed).toBe(1);
	expect(countsOfReport(json, true).failed).toBe(0);
});

test('RUN2 the last line is the sum of all runs', () => {
	const total = sumOf([
		{ passed: 3, failed: 1, skipped: 2 },
		{ passed: 0, failed: 1, skipped: 0 },
	]);
	expect(lastLine(total)).toBe('3 passed, 2 failed');
});
