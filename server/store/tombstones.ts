import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import * as v from 'valibot';
import type { ClinicDb } from './tables.ts';

/**
 * What stays of something erased. Kept in the store and, one line each, in a plain file beside it: a backup that is
 * restored after the store was lost must still not bring back what was erased.
 */
export interface Tombstone {
	readonly kind: 'session' | 'record' | 'client' | 'anonymous';
	readonly id: string;
	readonly clinic: string;
	/** ms since epoch. */
	readonly at: number;
}

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));
const schema = v.object({
	kind: v.picklist(['session', 'record', 'client', 'anonymous']),
	id,
	clinic: id,
	at: v.pipe(v.number(), v.safeInteger()),
});

/** Writes them down as still to be done; one that is there stays. */
export async function insertTombstones(db: ClinicDb, tombstones: readonly Tombstone[]): Promise<void> {
	for (const { kind, id: of, clinic, at } of tombstones) {
		await db
			.insertInto('tombstone')
			.values({ kind, id: of, clinic, at, doneAt: null })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	}
}

export async function finishTombstones(db: ClinicDb, tombstones: readonly Tombstone[], at: number): Promise<void> {
	for (const { kind, id: of } of tombstones) {
		await db.updateTable('tombstone').set({ doneAt: at }).where('kind', '=', kind).where('id', '=', of).execute();
	}
}

export function listTombstones(db: ClinicDb): Promise<readonly Tombstone[]> {
	return db.selectFrom('tombstone').select(['kind', 'id', 'clinic', 'at']).orderBy('at').execute();
}

/** Those whose work was begun, and not seen to its end. */
export function listUndone(db: ClinicDb): Promise<readonly Tombstone[]> {
	return db
		.selectFrom('tombstone')
		.select(['kind', 'id', 'clinic', 'at'])
		.where('doneAt', 'is', null)
		.orderBy('at')
		.execute();
}

/** The file beside the store. Appending returns when the lines are on the disk. */
export interface TombstoneFile {
	append(tombstones: readonly Tombstone[]): void;
}

export function createTombstoneFile(file: string): TombstoneFile {
	return {
		append(tombstones) {
			const descriptor = openSync(file, 'a', 0o600);
			try {
				writeSync(descriptor, tombstones.map((one) => `${JSON.stringify(one)}\n`).join(''));
				fsyncSync(descriptor);
			} finally {
				closeSync(descriptor);
			}
		},
	};
}

/** The tombstones in a file; none where there is no file. A line that was cut short by a crash is left out. */
export function readTombstoneFile(file: string): readonly Tombstone[] {
	return textOf(file)
		.split('\n')
		.flatMap((line) => {
			const parsed = v.safeParse(schema, jsonOf(line));
			return parsed.success ? [parsed.output] : [];
		});
}

function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
		throw error;
	}
}

function jsonOf(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return null;
	}
}
