import { describe, expect, test } from 'vitest';
import { codeComplaints } from './code-rules.ts';
import { readSources } from './sources.ts';

// Every source is read as syntax.
test('CODE4 CODE5 CODE6 CODE7 no file of the project breaks a rule of the code', { timeout: 60_000 }, () => {
	expect(readSources().flatMap(codeComplaints)).toEqual([]);
});

describe('broken rules are seen', () => {
	test.each([
		['CODE4', 'client/ui/all.ts', "export { Slider } from './slider.ts';"],
		['CODE4', 'shared/all.ts', "export * from './scale.ts';"],
		['CODE4', 'shared/all.ts', 'export default 1;'],
		['CODE4', 'shared/all.ts', 'export default function f() {}'],
		['CODE4', 'server/log.ts', 'const x = {} as any;'],
		['CODE4', 'client/ui/X.svelte', '<p>{x as any}</p>'],
		['CODE5', 'client/ui/X.svelte', '<p>{@html note}</p>'],
		['CODE5', 'client/ui/X.svelte', '<p style="color: red">x</p>'],
		['CODE6', 'shared/x.ts', 'export const f = () => Date.now();'],
		['CODE6', 'shared/x.ts', 'export const f = () => new Date();'],
		['CODE6', 'shared/x.ts', 'export const f = () => crypto.randomUUID();'],
		['CODE6', 'shared/x.ts', 'export const f = () => setTimeout(f, 1);'],
		['CODE7', 'tests/x.server.test.ts', 'await new Promise((done) => setTimeout(done, 50));'],
		['CODE7', 'tests/x.browser.test.ts', 'await page.waitForTimeout(50);'],
	])('%s %s: %s', (_id, path, text) => {
		expect(codeComplaints({ path, text })).toHaveLength(1);
	});

	test('CODE4 CODE6 what only looks like it passes', () => {
		const text = "export const f = (now: number) => [new Date(now).toISOString(), 'any', '{@html'].join();";
		expect(codeComplaints({ path: 'shared/x.ts', text })).toEqual([]);
	});
});
