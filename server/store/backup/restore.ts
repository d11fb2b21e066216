import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TOMBSTONES_FILE } from '../../data-folder.ts';
import { openSqliteJournal } from '../../journal/sqlite-journal.ts';
import { createAccessLog } from '../access-log.ts';
import { type ClinicStore, openClinicStore } from '../clinic-store.ts';
import { applyTombstones } from '../erasing.ts';
import type { ClinicDb } from '../tables.ts';
import { createTombstoneFile, listTombstones, readTombstoneFile, type Tombstone } from '../tombstones.ts';
import { type BackupHeader, NotABackup, unpackBackup } from './container.ts';
import { integrityOf, isInUse } from './copies.ts';
import { syncFolder } from './sync-folder.ts';

/** Names, with what SQLite puts behind them, of what a backup takes the place of. */
const REPLACED = ['clinic.db', 'journal.db', 'auth-secret'];
const STORES = ['clinic.db', 'journal.db'] as const;

export interface Restored {
	readonly header: BackupHeader;
	/** Tombstones that the backup did not know. */
	readonly erased: number;
	/** Where the files that were in the folder lie now; null where there were none. */
	readonly aside: string | null;
}

/**
 * Puts a backup in the place of what is in a data folder, which lies aside afterwards. What was erased since the backup
 * was made is erased in it too, as far as the folder, its erased.jsonl or `erasedFiles` tell. Every login ends.
 * Throws with a sentence, nothing changed, when the server runs or anything in the backup is not as it was packed.
 */
export async function restoreBackup(parts: {
	readonly file: string;
	readonly dataDir: string;
	readonly erasedFiles: readonly string[];
	readonly now: () => number;
}): Promise<Restored> {
	const { dataDir, now } = parts;
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	if (STORES.some((name) => isInUse(join(dataDir, name)))) {
		throw new Error(`The server is running on ${dataDir}. Stop it, then restore. Nothing was changed.`);
	}
	const work = join(dataDir, 'restoring');
	rmSync(work, { recursive: true, force: true });
	mkdirSync(work, { mode: 0o700 });
	try {
		const header = unpackBackup(parts.file, work);
		for (const name of STORES) {
			if (!existsSync(join(work, name)) || integrityOf(join(work, name)) !== 'ok') {
				throw new NotABackup(parts.file, `${name} in it is damaged`);
			}
		}
		const known = await knownTombstones(dataDir, parts.erasedFiles);
		const erased = await bringUpToDate(work, known, now);
		const aside = putInPlace(dataDir, work, now());
		return { header, erased, aside };
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

/** What this folder and the given files know to be erased, each once. */
async function knownTombstones(dataDir: string, files: readonly string[]): Promise<readonly Tombstone[]> {
	for (const file of files) if (!existsSync(file)) throw new Error(`There is no file ${file}. Nothing was changed.`);
	const told = [join(dataDir, TOMBSTONES_FILE), ...files].flatMap(readTombstoneFile);
	const all = [...told, ...(await tombstonesOfStore(join(dataDir, 'clinic.db')))];
	return [...new Map(all.map((one) => [`${one.kind} ${one.id}`, one])).values()];
}

/** A store that can't be read any more tells nothing: that is what the file beside it is for. */
async function tombstonesOfStore(file: string): Promise<readonly Tombstone[]> {
	if (!existsSync(file)) return [];
	let store: ClinicStore | undefined;
	try {
		store = await openClinicStore({ file });
		return await listTombstones(store.db);
	} catch {
		return [];
	} finally {
		await store?.close();
	}
}

/** Opens the restored stores as the server would, and erases in them what is known to be erased. */
async function bringUpToDate(work: string, known: readonly Tombstone[], now: () => number): Promise<number> {
	const journal = await openSqliteJournal({ file: join(work, 'journal.db') });
	try {
		const store = await openClinicStore({ file: join(work, 'clinic.db') });
		try {
			const had = await listTombstones(store.db);
			const fresh = known.filter((one) => !had.some(({ kind, id }) => kind === one.kind && id === one.id));
			await applyTombstones({ db: store.db, journal, purge: store.purge, now }, known);
			await endLogins(store.db);
			await noteRestored(store.db, now);
			await store.purge();
			createTombstoneFile(join(work, TOMBSTONES_FILE)).append(await listTombstones(store.db));
			return fresh.length;
		} finally {
			await store.close();
		}
	} finally {
		await journal.close();
	}
}

/** A login that was ended since the backup must not come back. */
async function endLogins(db: ClinicDb): Promise<void> {
	await db.deleteFrom('login').execute();
	await db.deleteFrom('verification').execute();
}

async function noteRestored(db: ClinicDb, now: () => number): Promise<void> {
	const log = createAccessLog({
		db,
		now,
		onTrouble: (problem) => {
			throw problem;
		},
	});
	for (const { id } of await db.selectFrom('clinic').select('id').execute()) {
		await log.write({ clinic: id, what: 'backup-restored', member: null, as: 'server' });
	}
}

/** Moves what is there aside and the restored files in; each by one rename on the same disk. */
function putInPlace(dataDir: string, work: string, at: number): string | null {
	const old = readdirSync(dataDir).filter((name) => REPLACED.some((part) => name.startsWith(part)));
	const aside = join(dataDir, `before-restore-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}`);
	if (old.length > 0) mkdirSync(aside, { mode: 0o700 });
	for (const name of old) renameSync(join(dataDir, name), join(aside, name));
	for (const name of readdirSync(work)) renameSync(join(work, name), join(dataDir, name));
	syncFolder(dataDir);
	return old.length > 0 ? aside : null;
}
