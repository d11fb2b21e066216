import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Mutant } from './mutants.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** What a simulated session runs on. */
const NEEDED = ['package.json', 'shared', 'client', 'server', 'tools/simulator'];

export interface Caught {
	/** The first seed that showed it; null where none did. */
	readonly seed: number | null;
	readonly violation: string | null;
}

/** Plants one bug in a copy of the sources and runs seeds there until one shows it. The sources themselves have no hooks. */
export async function huntMutant(mutant: Mutant, seeds: number): Promise<Caught> {
	const folder = mkdtempSync(join(tmpdir(), 'palpate-mutant-'));
	try {
		for (const path of NEEDED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
		symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
		plant(folder, mutant);
		return await hunt(folder, seeds);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function plant(folder: string, { name, file, find, replace }: Mutant): void {
	const path = join(folder, file);
	const source = readFileSync(path, 'utf8');
	const parts = source.split(find);
	if (parts.length !== 2) throw new Error(`${name}: what it replaces stands ${parts.length - 1} times in ${file}`);
	writeFileSync(path, parts.join(replace));
}

async function hunt(folder: string, seeds: number): Promise<Caught> {
	const script = join(folder, 'tools', 'simulator', 'hunt.ts');
	const child = spawn(process.execPath, [script, String(seeds)], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
	const [answer] = await Promise.all([text(child.stdout), once(child, 'exit')]);
	const [failed] = JSON.parse(answer) as { readonly seed: number; readonly violations: readonly string[] }[];
	return { seed: failed?.seed ?? null, violation: failed?.violations[0] ?? null };
}
