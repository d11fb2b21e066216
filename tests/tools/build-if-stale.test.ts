import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOfSources } from '../../tools/build-if-stale.ts';

let root = '';
const hash = (): string => hashOfSources(root, ['client', 'shared', 'lock.json']);

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'palpate-stale-'));
	mkdirSync(join(root, 'client', 'phone'), { recursive: true });
	writeFileSync(join(root, 'client', 'phone', 'main.ts'), 'one');
	writeFileSync(join(root, 'lock.json'), '{}');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('RUN3 time alone makes nothing stale', () => {
	const before = hash();
	utimesSync(join(root, 'client', 'phone', 'main.ts'), new Date(0), new Date(0));
	expect(hash()).toBe(before);
});

test.each<[string, () => void]>([
	['a changed file', () => writeFileSync(join(root, 'client', 'phone', 'main.ts'), 'two')],
	['a new file', () => writeFileSync(join(root, 'client', 'new.ts'), '')],
	['a removed file', () => rmSync(join(root, 'client', 'phone', 'main.ts'))],
	['a renamed file', () => renameSync(join(root, 'client', 'phone', 'main.ts'), join(root, 'client', 'phone', 'm.ts'))],
	['a new folder of sources', () => mkdirSync(join(root, 'shared')) ?? writeFileSync(join(root, 'shared', 'a.ts'), '')],
	['other dependencies', () => writeFileSync(join(root, 'lock.json'), '{"a":1}')],
])('RUN3 %s makes the pages stale', (_name, change) => {
	const before = hash();
	change();
	expect(hash()).not.toBe(before);
});
