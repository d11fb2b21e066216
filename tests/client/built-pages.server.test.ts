import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { BUILDS, PAGES } from '../../vite.config.ts';

const OUT = join(import.meta.dirname, '..', '..', 'dist', 'client');
const Manifest = v.record(
	v.string(),
	v.object({
		file: v.string(),
		imports: v.optional(v.array(v.string()), []),
		dynamicImports: v.optional(v.array(v.string()), []),
		css: v.optional(v.array(v.string()), []),
	}),
);

const read = (file: string): Buffer => readFileSync(join(OUT, file));
const manifest = Object.assign(
	{},
	...Object.values(BUILDS).map((build) => v.parse(Manifest, JSON.parse(read(build.manifest).toString()))),
) as v.InferOutput<typeof Manifest>;

/** The script and style files that opening a page loads, its words included. */
function filesOf(entry: string, seen: Set<string> = new Set()): Set<string> {
	const chunk = manifest[entry];
	if (!chunk || seen.has(chunk.file)) return seen;
	for (const file of [chunk.file, ...chunk.css]) seen.add(file);
	for (const next of [...chunk.imports, ...chunk.dynamicImports]) filesOf(next, seen);
	return seen;
}

test.each(PAGES)('RUN4 %s.html runs under a strict content security policy', (page) => {
	const html = read(`${page}.html`).toString();
	expect(html).toMatch(/<script type="module"[^>]* src="\/assets\//);
	expect([...html.matchAll(/<script\b(?![^>]*\bsrc=)/g)]).toEqual([]);
	expect(html).not.toMatch(/<style\b|\sstyle=|\son[a-z]+=|data:|https?:\/\//);
});

test('RUN5 the phone page weighs at most 45 kB of script and style, compressed', () => {
	const files = [...filesOf('phone.html')];
	const bytes = files.reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
	expect(files.length).toBeGreaterThan(0);
	expect(bytes).toBeLessThanOrEqual(45_000);
});

test('RUN5 what the phone page loads later needs no style and no script that is not there already, since nothing is fetched ahead', () => {
	const page = manifest['phone.html'];
	const later = page?.dynamicImports ?? [];
	expect(later.length).toBeGreaterThan(0);
	expect(later.flatMap((part) => manifest[part]?.css ?? [])).toEqual([]);
	expect(later.flatMap((part) => manifest[part]?.imports ?? []).filter((part) => part !== 'phone.html')).toEqual([]);
});
