import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteJournal } from '../../../server/journal/sqlite-journal.ts';
import { createAccessLog, verifyAccess } from '../../../server/store/access-log.ts';
import { readDetails } from '../../../server/store/client-record.ts';
import { openClinicStore } from '../../../server/store/clinic-store.ts';
import { listDirectory } from '../../../server/store/directory.ts';
import { applyTombstones } from '../../../server/store/erasing.ts';
import { listMembers } from '../../../server/store/people.ts';
import { listSessions } from '../../../server/store/sessions.ts';
import { idNamed, NINE } from '../../harness/server-events.ts';
import { folderHolds, freshFolder } from '../../harness/server-folder.ts';

/** Small stores as each earlier version wrote them, dumped as SQL. Every one holds the same clinic, client and session. */
const STORES = join(import.meta.dirname, 'stores');
const versions = [...new Set(readdirSync(STORES).map((file) => String(file.split('-')[0])))];

/** A folder as that version left it. */
function folderOf(version: string): string {
	const folder = freshFolder();
	for (const name of ['clinic', 'journal']) {
		const db = new Database(join(folder, `${name}.db`));
		db.pragma('foreign_keys = OFF');
		db.exec(readFileSync(join(STORES, `${version}-${name}.sql`), 'utf8'));
		db.close();
	}
	return folder;
}

async function open(folder: string) {
	const journal = await openSqliteJournal({ file: join(folder, 'journal.db') });
	const store = await openClinicStore({ file: join(folder, 'clinic.db') });
	onTestFinished(async () => {
		await journal.close();
		await store.close();
	});
	return { journal, store };
}

const CLINIC = idNamed('clinic');

test.each(versions)(
	'KEEP12 a store of the version %s opens as of this one, with all that was in it',
	async (version) => {
		const { journal, store } = await open(folderOf(version));
		const rows = await listSessions(store.db, { clinic: CLINIC, text: 'eva', after: null, limit: 10 });
		expect(rows).toMatchObject([
			{
				session: idNamed('session'),
				client: { name: 'Éva' },
				points: ['left soleus'],
				peak: 55,
				stops: 1,
				therapist: 'Ada Owner',
			},
		]);
		expect((await journal.read(idNamed('session'))).map(({ n, body }) => [n, body])).toEqual([
			[1, { kind: 'consent', choice: 'recorded' }],
			[2, { kind: 'stop' }],
			[1, { kind: 'rating', value: 40, touched: true }],
			[2, { kind: 'rating', value: 55, touched: true }],
		]);
		expect(await listMembers(store.db, CLINIC)).toMatchObject([
			{ name: 'Ada Owner', role: 'owner', isDisabled: false },
		]);
		expect(
			await listDirectory(store.db, { clinic: CLINIC, sight: null, text: '', after: null, limit: 10 }),
		).toMatchObject([{ name: 'Éva', sessions: 1, isPseudonym: false }]);
		expect(await readDetails(store.db, idNamed('client'))).toMatchObject({
			birthYear: null,
			hold: null,
			createdAt: NINE,
		});
	},
);

test.each(versions)('KEEP12 in a store of the version %s everything of this one can be done', async (version) => {
	const folder = folderOf(version);
	const { journal, store } = await open(folder);
	const log = createAccessLog({ db: store.db, now: () => NINE, onTrouble: () => undefined });
	await log.write({ clinic: CLINIC, what: 'client-erased', member: idNamed('member'), as: 'owner' });
	expect((await verifyAccess(store.db, CLINIC)).entries).toBe(1);
	const about = { clinic: CLINIC, at: NINE };
	await applyTombstones({ db: store.db, journal, purge: store.purge, now: () => NINE }, [
		{ kind: 'session', id: idNamed('session'), ...about },
		{ kind: 'client', id: idNamed('client'), ...about },
	]);
	expect(await journal.read(idNamed('session'))).toEqual([]);
	expect(folderHolds(folder, 'Éva')).toBe(false);
});
