import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own for one test, gone afterwards. */
export function freshFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'palpate-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Whether these bytes stand in any file of the folder. */
export function folderHolds(folder: string, text: string): boolean {
	const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	return files.some((file) => readFileSync(join(file.parentPath, file.name)).includes(text));
}
