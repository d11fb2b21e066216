import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

export interface RunningProcess {
	readonly child: ChildProcess;
	/** All it has printed so far. */
	printed(): string;
	/** Resolves when it has printed this; rejects when it ends before. */
	untilPrinted(pattern: RegExp): Promise<RegExpMatchArray>;
	/** Resolves with its exit code. */
	ended(): Promise<number | null>;
}

/** Runs a file of the project in a process of its own with this environment and nothing else, killed after the test. */
export function runFile(file: string, env: Record<string, string>, args: readonly string[] = []): RunningProcess {
	const child = spawn(process.execPath, [join(ROOT, file), ...args], {
		env: { PATH: process.env.PATH ?? '', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let text = '';
	const listeners = new Set<() => void>();
	const hear = (bytes: Buffer): void => {
		text += bytes.toString('utf8');
		for (const listener of listeners) listener();
	};
	child.stdout.on('data', hear);
	child.stderr.on('data', hear);
	const end = new Promise<number | null>((resolve) => child.on('close', resolve));
	onTestFinished(() => void child.kill('SIGKILL'));
	return {
		child,
		printed: () => text,
		untilPrinted: (pattern) =>
			new Promise((resolve, reject) => {
				const look = (): void => {
					const match = text.match(pattern);
					if (match) resolve(match);
				};
				listeners.add(look);
				look();
				void end.then(() => reject(new Error(`ended without printing ${pattern}:\n${text}`)));
			}),
		ended: () => end,
	};
}
