import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** The file name says what a test needs: nothing, time, a real server, a real browser, or a browser for a long walk. */
const NEEDS = ['sim', 'server', 'browser', 'walk'] as const;
const named = (need: (typeof NEEDS)[number]): string => `tests/**/*.${need}.test.ts`;

/** Workers are few: two cores serve the tests and the servers and browsers they start. */
export default defineConfig({
	// Runes are compiled and svelte is loaded as in a browser: on Node's own side of svelte no effect ever runs.
	plugins: [svelte({ configFile: './svelte.config.js', dynamicCompileOptions: () => ({ generate: 'client' }) })],
	test: {
		environment: 'node',
		pool: 'forks',
		maxWorkers: 2,
		allowOnly: false,
		projects: [
			{
				extends: true,
				// Not for servers: as in a browser, ws is a stub.
				ssr: {
					noExternal: ['svelte'],
					resolve: { conditions: ['browser', 'module', 'node', 'development|production'] },
				},
				test: {
					name: 'unit',
					include: ['tests/**/*.test.ts'],
					exclude: NEEDS.map(named),
					testTimeout: 60_000,
					// Pure functions keep nothing from file to file, and loading them anew for each takes a third of the time.
					isolate: false,
				},
			},
			{
				extends: true,
				test: { name: 'sim', include: [named('sim')], testTimeout: 60_000, hookTimeout: 30_000 },
			},
			{
				extends: true,
				test: { name: 'server', include: [named('server')], testTimeout: 30_000, hookTimeout: 30_000 },
			},
			...(['browser', 'walk'] as const).map((need) => ({
				extends: true as const,
				test: {
					name: need,
					include: [named(need)],
					testTimeout: 90_000,
					hookTimeout: 60_000,
					fileParallelism: false,
				},
			})),
		],
	},
});
