import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Runs a command of `tools/` on a data folder to its end. */
export async function runTool(
	name: 'backup' | 'restore',
	dataDir: string,
	args: readonly string[],
): Promise<{ readonly code: number | null; readonly text: string }> {
	const child = spawn(process.execPath, [join(ROOT, 'tools', `${name}.ts`), ...args], {
		env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let text = '';
	const hear = (bytes: Buffer) => {
		text += bytes.toString('utf8');
	};
	child.stdout.on('data', hear);
	child.stderr.on('data', hear);
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, text };
}
