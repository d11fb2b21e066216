import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const PAGES = ['index', 'phone', 'therapist', 'clinic', 'follow-up'] as const;

/**
 * The pages are built in three goes, one after the other into one folder: what pages of one go share is cut along what any
 * of them uses, and the pages that clients open are to carry only what they use themselves.
 */
export const BUILDS = {
	desk: { pages: ['index', 'therapist', 'clinic'], manifest: '.vite/manifest.json' },
	phone: { pages: ['phone'], manifest: '.vite/phone.json' },
	'follow-up': { pages: ['follow-up'], manifest: '.vite/follow-up.json' },
} as const satisfies Record<string, { pages: readonly (typeof PAGES)[number][]; manifest: string }>;
export type BuildName = keyof typeof BUILDS;

const isBuildName = (name: string): name is BuildName => Object.hasOwn(BUILDS, name);

/** Vite's helper fetches ahead what a part needs beside itself. The phone's parts need nothing, and its bytes are counted. */
const withoutPreload: Plugin = {
	name: 'without-preload',
	transform: {
		filter: { id: /vite\/preload-helper/ },
		handler: () => 'export const __vitePreload = (load) => load();',
	},
};

/**
 * Five pages built into dist/client, served by the Express server at /, /join, /therapist, /clinic and /follow-up; the mode
 * names the build. Nothing is inlined and no polyfill is injected: the pages run under `default-src 'self'`.
 * The manifests in dist/client/.vite name each page's files.
 */
export default defineConfig(({ mode }) => {
	const { pages, manifest } = BUILDS[isBuildName(mode) ? mode : 'desk'];
	return {
		root: here('client'),
		base: '/',
		publicDir: here('client/public'),
		cacheDir: here('node_modules/.vite'),
		plugins: [svelte({ configFile: here('svelte.config.js') }), ...(mode === 'phone' ? [withoutPreload] : [])],
		build: {
			outDir: here('dist/client'),
			emptyOutDir: true,
			manifest,
			target: ['chrome111', 'safari16.4', 'firefox115'],
			assetsInlineLimit: 0,
			modulePreload: { polyfill: false },
			reportCompressedSize: false,
			rolldownOptions: {
				input: Object.fromEntries(pages.map((page) => [page, here(`client/${page}.html`)])),
			},
		},
	};
});
