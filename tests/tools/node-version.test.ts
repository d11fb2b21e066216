import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const { complaint } = createRequire(import.meta.url)('../../tools/node-version.cjs') as {
	complaint: (versions: { node: string; napi?: string }) => string;
};

test.each([
	{ node: '4.9.1' },
	{ node: '12.22.12', napi: '8' },
	{ node: '20.20.2', napi: '9' },
	{ node: '22.17.1', napi: '10' },
	{ node: '22.18.0', napi: '9' },
])('RUN1 Node $node with N-API $napi gets a sentence that says what to do', (versions) => {
	expect(complaint(versions)).toContain(`this is Node ${versions.node}`);
	expect(complaint(versions)).toContain('npm ci');
});

test.each([
	{ node: '22.18.0', napi: '10' },
	{ node: '24.21.0', napi: '10' },
	{ node: '26.0.0', napi: '11' },
])('RUN1 Node $node passes', (versions) => {
	expect(complaint(versions)).toBe('');
});
