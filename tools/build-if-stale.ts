/**
 * Builds the pages when dist/client is absent or was built from other sources than those here.
 * Staleness is a hash of the sources, so neither a checkout's nor a container's file times matter.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'dist', 'client');
/** The names of the builds in vite.config.ts, which can't be read where vite is not installed. */
const BUILD_MODES = ['desk', 'phone', 'follow-up'] as const;
const STAMP = join('.vite', 'sources.sha256');
const SOURCES = ['client', 'shared', 'vite.config.ts', 'svelte.config.js', 'package-lock.json'];

/** Every file at or under `path`, sorted; none when it does not exist. */
function filesUnder(path: string): string[] {
	if (!existsSync(path)) return [];
	try {
		const names = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
		return names.flatMap((entry) =>
			entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)],
		);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
		throw error;
	}
}

/** SHA-256 (hex) over names and contents of all sources of the pages. */
export function hashOfSources(root: string = ROOT, sources: readonly string[] = SOURCES): string {
	const hash = createHash('sha256');
	for (const file of sources.flatMap((source) => filesUnder(join(root, source)))) {
		const content = readFileSync(file);
		hash.update(`${relative(root, file).split(sep).join('/')}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex');
}

function builtFrom(): string | undefined {
	const stamp = join(OUT, STAMP);
	return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

async function openVite(): Promise<typeof import('vite') | undefined> {
	try {
		return await import('vite');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
		throw error;
	}
}

/** Builds beside the served folder and swaps, so a running server never serves half a build. */
async function build(vite: typeof import('vite'), hash: string): Promise<void> {
	const fresh = join(ROOT, 'dist', `.client-${process.pid}`);
	try {
		for (const [i, mode] of BUILD_MODES.entries()) {
			await vite.build({
				configFile: join(ROOT, 'vite.config.ts'),
				mode,
				logLevel: 'warn',
				build: { outDir: fresh, emptyOutDir: i === 0 },
			});
		}
		writeFileSync(join(fresh, STAMP), hash);
		rmSync(OUT, { recursive: true, force: true });
		renameSync(fresh, OUT);
	} finally {
		rmSync(fresh, { recursive: true, force: true });
	}
}

/** Resolves when dist/client holds a build of the present sources; `force` builds in any case. */
export async function buildIfStale(force = false): Promise<void> {
	const hash = hashOfSources();
	if (!force && builtFrom() === hash) return;
	const vite = await openVite();
	if (!vite) {
		if (!existsSync(OUT))
			throw new Error('The pages are not built and the tools to build them are not installed: run `npm ci`.');
		console.warn('The pages were built from other sources; the tools to build them again are not installed.');
		return;
	}
	const startedAt = performance.now();
	await build(vite, hash);
	console.log(`Pages built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

if (import.meta.main) {
	const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } });
	await buildIfStale(values.force);
}
