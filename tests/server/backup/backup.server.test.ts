import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteJournal } from '../../../server/journal/sqlite-journal.ts';
import { readAccess, verifyAccess } from '../../../server/store/access-log.ts';
import { makeBackup } from '../../../server/store/backup/make.ts';
import { restoreBackup } from '../../../server/store/backup/restore.ts';
import { openClinicStore } from '../../../server/store/clinic-store.ts';
import type { LoggedEvent } from '../../../shared/events.ts';
import { streamKey } from '../../../shared/stream.ts';
import { type RunningApp, startApp } from '../../harness/server-app.ts';
import { eventOf, idNamed, NINE, ratings } from '../../harness/server-events.ts';
import { folderHolds, freshFolder } from '../../harness/server-folder.ts';
import { openPage, type TestPage } from '../../harness/server-page.ts';
import { runFile } from '../../harness/server-process.ts';
import { waitFor } from '../../harness/wait-for.ts';

interface Live {
	readonly session: string;
	readonly page: TestPage;
}

async function startRecorded(app: RunningApp, cookie: string, name: string): Promise<Live> {
	const { json } = await app.call('POST', '/api/sessions', { cookie, json: { client: { name } } });
	const session = String(json.session);
	const page = openPage(app.app.hub, String(json.token), name);
	page.say({ kind: 'started' }, Date.now());
	page.say({ kind: 'spoken-consent', choice: 'recorded', member: 'Ada Owner' }, Date.now());
	await waitFor(async () => expect(await app.journal.read(session)).toHaveLength(2));
	return { session, page };
}

/** Opens what a folder holds, as the server would. */
async function openFolder(folder: string) {
	const journal = await openSqliteJournal({ file: join(folder, 'journal.db') });
	const store = await openClinicStore({ file: join(folder, 'clinic.db') });
	onTestFinished(async () => {
		await journal.close();
		await store.close();
	});
	return { journal, db: store.db };
}

const byStream = (events: readonly LoggedEvent[]) => Map.groupBy(events, streamKey);

const restore = (file: string, dataDir: string, erasedFiles: readonly string[] = []) =>
	restoreBackup({ file, dataDir, erasedFiles, now: () => NINE });

test('BACK1 BACK2 a backup made by the command under load, restored elsewhere, equals the log up to the backup', async () => {
	const app = await startApp();
	const cookie = await app.setUp();
	const live = await Promise.all(['one', 'two', 'three'].map((name) => startRecorded(app, cookie, name)));
	let written = 0;
	let isLoading = true;
	const load = (async () => {
		while (isLoading) {
			written += 1;
			for (const { page } of live) page.say({ kind: 'note', text: `note ${written}` }, Date.now());
			if (written % 50 === 0) await startRecorded(app, cookie, `late ${written}`);
			await turn();
		}
	})();
	await waitFor(() => expect(written).toBeGreaterThan(100));
	const before = new Map(
		await Promise.all(live.map(async ({ session }) => [session, await app.journal.read(session)] as const)),
	);
	const file = join(freshFolder(), 'palpate.backup');
	const command = runFile('tools/backup.ts', { DATA_DIR: app.folder }, [file]);
	expect([await command.ended(), command.printed()]).toEqual([0, expect.stringContaining('holds everything up to')]);
	isLoading = false;
	await load;
	expect(statSync(file).mode & 0o077).toBe(0);

	const elsewhere = freshFolder();
	await restore(file, elsewhere);
	const restored = await openFolder(elsewhere);
	const rows = await restored.db.selectFrom('session').select(['id', 'recording']).execute();
	const sessions = await app.store.db.selectFrom('session').select('id').execute();
	expect(rows.length).toBeGreaterThanOrEqual(live.length);
	for (const { id } of sessions) {
		const source = byStream(await app.journal.read(id));
		const copy = byStream(await restored.journal.read(id));
		const isKnown = rows.some((row) => row.id === id && row.recording === 'recorded');
		if (!isKnown) expect([id, copy.size]).toEqual([id, 0]);
		for (const [stream, events] of copy) expect(events).toEqual(source.get(stream)?.slice(0, events.length));
		for (const [stream, events] of byStream(before.get(id) ?? [])) {
			expect(copy.get(stream)?.length).toBeGreaterThanOrEqual(events.length);
		}
	}
	const owner = await restored.db.selectFrom('member').select('organizationId').executeTakeFirstOrThrow();
	const entries = await Array.fromAsync(readAccess(restored.db, owner.organizationId));
	expect(entries.at(-1)).toMatchObject({ what: 'backup-restored', as: 'server' });
	expect((await verifyAccess(restored.db, owner.organizationId)).isWhole).toBe(true);
	expect(await restored.db.selectFrom('login').select('id').execute()).toEqual([]);
});

/** A folder as the server leaves it: one recorded session. */
async function writeFolder(): Promise<string> {
	const folder = freshFolder();
	const journal = await openSqliteJournal({ file: join(folder, 'journal.db') });
	const store = await openClinicStore({ file: join(folder, 'clinic.db') });
	const iso = new Date(NINE).toISOString();
	const clinic = idNamed('clinic');
	const user = { id: idNamed('user'), name: 'Ada', email: 'ada@example.org' };
	await store.db
		.insertInto('user')
		.values({ ...user, emailVerified: 0, image: null, createdAt: iso, updatedAt: iso })
		.execute();
	await store.db
		.insertInto('clinic')
		.values({ id: clinic, name: 'C', slug: 'c', logo: null, metadata: null, zone: 'UTC', createdAt: iso })
		.execute();
	const member = idNamed('member');
	await store.db
		.insertInto('member')
		.values({ id: member, organizationId: clinic, userId: user.id, role: 'owner', createdAt: iso })
		.execute();
	for (const name of ['kept', 'erased']) {
		const client = idNamed(`client-${name}`);
		await store.db
			.insertInto('client')
			.values({ id: client, clinic, name: `canary ${name}`, searchName: `canary ${name}`, createdAt: NINE })
			.execute();
		const session = { id: idNamed(name), clinic, member, client, startedAt: NINE, isTest: 0 as const };
		await store.db
			.insertInto('session')
			.values({ ...session, endedAt: NINE, sealedAt: NINE, recording: 'recorded' })
			.execute();
		const note = eventOf({
			n: 1,
			lane: 'say',
			writer: idNamed('desk'),
			body: { kind: 'note', text: `canary note ${name}` },
		});
		await journal.append([...ratings(idNamed(name), 1, 50), { session: idNamed(name), event: note }]);
	}
	await journal.close();
	await store.close();
	return folder;
}

async function backUp(dataDir: string): Promise<string> {
	const file = join(freshFolder(), 'palpate.backup');
	await makeBackup({ dataDir, file, now: () => NINE, version: '0.0.0' });
	return file;
}

test('BACK2 of a session that was not recorded yet, or not there, a backup holds no event', async () => {
	const source = await writeFolder();
	const { db, journal } = await openFolder(source);
	await db.updateTable('session').set({ recording: 'held' }).where('id', '=', idNamed('erased')).execute();
	await journal.append(ratings(idNamed('unknown'), 1, 20));
	const target = freshFolder();
	await restore(await backUp(source), target);
	const restored = await openFolder(target);
	const lengths = await Promise.all(
		['kept', 'erased', 'unknown'].map(async (name) => (await restored.journal.read(idNamed(name))).length),
	);
	expect(lengths).toEqual([51, 0, 0]);
	expect(folderHolds(target, 'canary note erased')).toBe(false);
});

const TOMBSTONES = [
	{ kind: 'session', id: idNamed('erased'), clinic: idNamed('clinic'), at: NINE + 1 },
	{ kind: 'client', id: idNamed('client-erased'), clinic: idNamed('clinic'), at: NINE + 1 },
] as const;
const LINES = `${TOMBSTONES.map((one) => JSON.stringify(one)).join('\n')}\n{"kind":"ses`;

test.each(['beside a lost store', 'handed in', 'in the store itself'] as const)(
	'BACK3 what was erased since the backup stays erased, told %s',
	async (where) => {
		const source = await writeFolder();
		const file = await backUp(source);
		const target = freshFolder();
		const lines = join(freshFolder(), 'erased.jsonl');
		writeFileSync(lines, LINES);
		if (where === 'beside a lost store') {
			copyFileSync(lines, join(target, 'erased.jsonl'));
			writeFileSync(join(target, 'clinic.db'), 'no store any more');
		}
		if (where === 'in the store itself') {
			const { db } = await openClinicStore({ file: join(target, 'clinic.db') });
			await db
				.insertInto('tombstone')
				.values(TOMBSTONES.map((one) => ({ ...one, doneAt: NINE })))
				.execute();
			await db.destroy();
		}
		const { erased } = await restore(file, target, where === 'handed in' ? [lines] : []);
		expect(erased).toBe(2);
		expect([folderHolds(target, 'canary erased'), folderHolds(target, 'canary note erased')]).toEqual([false, false]);
		const { db, journal } = await openFolder(target);
		expect(await journal.read(idNamed('erased'))).toEqual([]);
		expect(await journal.read(idNamed('kept'))).toHaveLength(51);
		expect((await db.selectFrom('client').select('name').execute()).map(({ name }) => name)).toEqual(['canary kept']);
		expect(readFileSync(join(target, 'erased.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
	},
);

test('BACK3 a session that was moved before its former client was erased stays, without the name', async () => {
	const file = await backUp(await writeFolder());
	const lines = join(freshFolder(), 'erased.jsonl');
	writeFileSync(lines, JSON.stringify(TOMBSTONES[1]));
	const target = freshFolder();
	await restore(file, target, [lines]);
	expect([folderHolds(target, 'canary erased'), folderHolds(target, 'canary note erased')]).toEqual([false, false]);
	const { journal } = await openFolder(target);
	expect(await journal.read(idNamed('erased'))).toHaveLength(51);
});

test('BACK4 nothing is restored over a running server, and nothing from a file that is not as it was packed', async () => {
	const source = await writeFolder();
	const file = await backUp(source);
	const { journal } = await openFolder(source);
	await expect(restore(file, source)).rejects.toThrow('The server is running');
	expect(await journal.read(idNamed('kept'))).toHaveLength(51);
	const whole = readFileSync(file);
	const header = whole.indexOf('\n', whole.indexOf('\n', 20) + 1) + 1;
	const flipped = (at: number) => {
		const copy = Buffer.from(whole);
		copy[at] = (copy[at] ?? 0) ^ 1;
		return copy;
	};
	const broken = {
		'no backup': Buffer.from('SQLite format 3'),
		empty: Buffer.alloc(0),
		'cut short': whole.subarray(0, whole.length - 1),
		'with more behind': Buffer.concat([whole, Buffer.from('x')]),
		'its header changed': flipped(40),
		'its first page changed': flipped(header + 5_000),
		'its last byte changed': flipped(whole.length - 1),
	};
	const target = freshFolder();
	for (const [what, bytes] of Object.entries(broken)) {
		const bad = join(freshFolder(), 'bad.backup');
		writeFileSync(bad, bytes);
		await expect(restore(bad, target), what).rejects.toThrow('Nothing was changed');
		expect([what, folderHolds(target, 'canary')]).toEqual([what, false]);
	}
});

test('BACK4 what was in the folder lies aside, and the commands say what is wrong in a sentence', async () => {
	const source = await writeFolder();
	const file = await backUp(source);
	const again = runFile('tools/backup.ts', { DATA_DIR: source }, [file]);
	expect([await again.ended(), again.printed()]).toEqual([1, expect.stringContaining('Choose another name')]);
	const restored = runFile('tools/restore.ts', { DATA_DIR: source }, [file]);
	expect([await restored.ended(), restored.printed()]).toEqual([0, expect.stringContaining('before-restore-')]);
	const nothing = runFile('tools/restore.ts', { DATA_DIR: source }, [join(source, 'nowhere')]);
	expect([await nothing.ended(), nothing.printed()]).toEqual([1, expect.stringContaining('There is no file')]);
	const { journal } = await openFolder(source);
	expect(await journal.read(idNamed('kept'))).toHaveLength(51);
});
