import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type BackupHeader, type BackupPart, packBackup } from './container.ts';
import { copyStore, pruneJournal } from './copies.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Makes one file of everything in a data folder, while the server runs or not, and returns when it is on the disk.
 * The clinic's store is copied first: whatever it calls recorded at that moment is in the journal by then. What the
 * journal got since of other sessions is taken out again, so that the file is of one moment.
 */
export async function makeBackup(parts: {
	readonly dataDir: string;
	readonly file: string;
	readonly now: () => number;
	readonly version: string;
}): Promise<BackupHeader> {
	const file = resolve(parts.file);
	if (existsSync(file)) throw new Error(`There is a file ${parts.file} already. Choose another name.`);
	const work = mkdtempSync(join(dirname(file), `.${basename(file)}-`));
	try {
		const madeAt = parts.now();
		copyStore(join(parts.dataDir, 'clinic.db'), join(work, 'clinic.db'));
		copyStore(join(parts.dataDir, 'journal.db'), join(work, 'journal.db'));
		pruneJournal(join(work, 'journal.db'), join(work, 'clinic.db'));
		const names: BackupPart[] = ['clinic.db', 'journal.db'];
		if (existsSync(join(parts.dataDir, 'auth-secret'))) {
			await copyFile(join(parts.dataDir, 'auth-secret'), join(work, 'auth-secret'));
			names.push('auth-secret');
		}
		const header = await packBackup(join(work, 'backup'), work, { madeAt, version: parts.version, names });
		renameSync(join(work, 'backup'), file);
		syncFolder(dirname(file));
		return header;
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}
