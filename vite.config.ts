import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const PAGES = ['index', 'phone', 'therapist', 'clinic'] as const;

/**
 * Four pages built into dist/client, served by the Express server at /, /join, /therapist and /clinic.
 * Nothing is inlined and no polyfill is injected: the pages run under `default-src 'self'`.
 * dist/client/.vite/manifest.json names each page's files.
 */
export default defineConfig({
	root: here('client'),
	base: '/',
	publicDir: here('client/public'),
	cacheDir: here('node_modules/.vite'),
	plugins: [svelte({ configFile: here('svelte.config.js') })],
	build: {
		outDir: here('dist/client'),
		emptyOutDir: true,
		manifest: true,
		target: ['chrome111', 'safari16.4', 'firefox115'],
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
		rolldownOptions: {
			input: Object.fromEntries(PAGES.map((page) => [page, here(`client/${page}.html`)])),
		},
	},
});
