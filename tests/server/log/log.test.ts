import { expect, test } from 'vitest';
import { createLog, type LogFacts } from '../../../server/log.ts';

function linesOf(write: (log: ReturnType<typeof createLog>) => void): readonly Record<string, unknown>[] {
	const lines: string[] = [];
	write(createLog('debug', { write: (line) => void lines.push(line) }));
	return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('LOG1 of a failure the log keeps kind, code and place, and never its text', () => {
	const problem = Object.assign(new RangeError('rating 73 of Canary Robin'), { code: 'SQLITE_FULL' });
	const [line] = linesOf((log) => log.fault('the store could not be written', problem, { session: 'abc' }));
	expect(line).toMatchObject({ level: 50, msg: 'the store could not be written', code: 'SQLITE_FULL', session: 'abc' });
	expect(line?.where).toEqual(expect.arrayContaining([expect.stringContaining('log.test.ts')]));
	expect(JSON.stringify(line)).not.toMatch(/Canary|73 of/);
});

test('LOG1 a failure whose text has several lines leaves none of them', () => {
	const problem = new Error('first\nsecond Canary\n  at Canary (Robin.ts:1:1)');
	problem.stack = `Error: ${problem.message}\n    at open (file.ts:1:2)`;
	const [line] = linesOf((log) => log.fault('failed', problem));
	expect(line?.where).toEqual(['at open (file.ts:1:2)']);
	const [thrown] = linesOf((log) => log.fault('failed', 'Canary'));
	expect(JSON.stringify(thrown)).not.toContain('Canary');
});

test('LOG1 what is not a known fact is left out, and a line break can’t start a new line', () => {
	const facts = { session: 'abc\n{"level":60}', name: 'Canary Robin' } as LogFacts;
	const [line, ...more] = linesOf((log) => log.info('started', facts));
	expect(line).toMatchObject({ session: 'abc\n{"level":60}', msg: 'started' });
	expect(line).not.toHaveProperty('name');
	expect(more).toEqual([]);
});
