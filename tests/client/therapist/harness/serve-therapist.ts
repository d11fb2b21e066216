import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..', '..', '..', '..');
const PAGE = 'therapist-harness.html';
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
/** As the product serves its pages: no inline script, no style attribute. */
const CSP = "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'";

export interface ServedHarness {
	readonly origin: string;
	close(): Promise<void>;
}

/** Builds the therapist page with a line that tests move by hand, and serves it at /therapist under the product's CSP. */
export async function serveTherapist(): Promise<ServedHarness> {
	const folder = mkdtempSync(join(tmpdir(), 'palpate-therapist-'));
	await build({
		root: HERE,
		configFile: false,
		logLevel: 'error',
		publicDir: false,
		plugins: [svelte({ configFile: join(ROOT, 'svelte.config.js') })],
		build: {
			outDir: folder,
			emptyOutDir: true,
			minify: false,
			assetsInlineLimit: 0,
			modulePreload: { polyfill: false },
			reportCompressedSize: false,
			target: ['chrome111'],
			rolldownOptions: { input: join(HERE, PAGE) },
		},
	});
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? '/', 'http://harness').pathname;
		const file = path === '/therapist' ? PAGE : path.slice(1);
		try {
			const content = readFileSync(join(folder, file));
			const type = TYPES[extname(file)] ?? 'application/octet-stream';
			response.writeHead(200, { 'content-type': type, 'content-security-policy': CSP }).end(content);
		} catch {
			response.writeHead(404).end();
		}
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections();
			await new Promise<void>((closed) => server.close(() => closed()));
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
