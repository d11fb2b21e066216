import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteFile, type SqliteFile } from '../../../server/store/sqlite-file.ts';
import { freshFolder } from '../../harness/server-folder.ts';

const synchronousAfterWrite = (db: SqliteFile): unknown => {
	db.exec('create table if not exists probe (x integer)');
	db.exec('insert into probe values (1)');
	return db.pragma('synchronous', { simple: true });
};

test('REC6 every commit is fsynced: the setting reads FULL after a write, at the first start and at the next', () => {
	const file = join(freshFolder(), 'store.db');
	for (const start of ['first', 'second', 'third']) {
		const db = openSqliteFile(file, { version: 0, prepare: () => {} });
		expect([start, synchronousAfterWrite(db)]).toEqual([start, 2]);
		expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
		expect(db.pragma('secure_delete', { simple: true })).toBe(1);
		db.close();
	}
});

test('REC6 a store that does not write through is refused', () => {
	const file = join(freshFolder(), 'store.db');
	const prepare = (db: SqliteFile) => void db.pragma('synchronous = NORMAL');
	expect(() => openSqliteFile(file, { version: 0, prepare })).toThrow(/does not write through/);
});
