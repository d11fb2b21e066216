import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { Journal } from '../../../server/journal/journal.ts';
import { MOST_READ } from '../../../server/journal/requests.ts';
import { openSqliteJournal } from '../../../server/journal/sqlite-journal.ts';
import { createFaultControls, type FaultControls } from '../../../server/store/faults.ts';
import { eventOf, idNamed, ratings } from '../../harness/server-events.ts';
import { folderHolds, freshFolder } from '../../harness/server-folder.ts';
import { describeJournal } from './journal-contract.ts';

const SESSION = idNamed('session');
const journalFile = (): string => join(freshFolder(), 'journal.db');

describeJournal('SQLite journal', () => openSqliteJournal({ file: journalFile() }));

async function openFaulty(): Promise<{ file: string; journal: Journal; faults: FaultControls }> {
	const file = journalFile();
	const faults = createFaultControls();
	const journal = await openSqliteJournal({ file, faults: faults.port });
	onTestFinished(async () => {
		await journal.close();
		faults.close();
	});
	return { file, journal, faults };
}

function connectBeside(file: string): Database.Database {
	const beside = new Database(file);
	onTestFinished(() => void beside.close());
	return beside;
}

/** A note too large for any page that is already there. */
const largeNote = (n: number) => ({
	session: SESSION,
	event: eventOf({ n, lane: 'say', seat: 'therapist', body: { kind: 'note', text: 'x'.repeat(60_000) } }),
});

test('REC6 what was answered is there after the process that wrote it is gone', async () => {
	const file = journalFile();
	const first = await openSqliteJournal({ file });
	await first.append(ratings(SESSION, 1, 20));
	await first.close();
	const second = await openSqliteJournal({ file });
	await second.append(ratings(SESSION, 15, 30));
	expect((await second.read(SESSION)).map(({ n }) => n)).toEqual(ratings(SESSION, 1, 30).map(({ event }) => event.n));
	await second.close();
});

test('REC7 appends that wait while a commit runs go into the next one together', async () => {
	const { file, journal, faults } = await openFaulty();
	await faults.apply({ kind: 'stall', ms: 50 });
	const walBefore = statSync(`${file}-wal`).size;
	await Promise.all(ratings(SESSION, 1, 500).map((entry) => journal.append([entry])));
	const framesWritten = (statSync(`${file}-wal`).size - walBefore) / (4_096 + 24);
	expect(await journal.read(SESSION)).toHaveLength(500);
	expect(framesWritten).toBeLessThan(50);
});

test('REC1 a session longer than one answer of the worker is read whole', async () => {
	const { journal } = await openFaulty();
	const lanes = [ratings(SESSION, 1, 7_501), ratings(SESSION, 1, 5_000, idNamed('second-phone'))];
	await Promise.all([...lanes, ratings(idNamed('other'), 1, 9)].map((entries) => journal.append(entries)));
	const read = await journal.read(SESSION);
	expect(read).toEqual(lanes.flat().map(({ event }) => event));
});

test('REC14 what is committed between two pages waits for neither, and every page comes in its turn', async () => {
	const { journal } = await openFaulty();
	const all = ratings(SESSION, 1, 7_501);
	await journal.append(all);
	const read: unknown[] = [];
	for await (const page of journal.pages(SESSION)) {
		expect(page.length).toBeLessThanOrEqual(MOST_READ);
		if (read.length === 0) expect(await journal.append(ratings(idNamed('other'), 1, 9))).toEqual([]);
		read.push(...page);
	}
	expect(read).toEqual(all.map(({ event }) => event));
});

test('REC14 a reading that an erasing overtakes fails', async () => {
	const { journal } = await openFaulty();
	await journal.append(ratings(SESSION, 1, 7_501));
	const pages = journal.pages(SESSION)[Symbol.asyncIterator]();
	expect((await pages.next()).value).toHaveLength(MOST_READ);
	await journal.erase(SESSION);
	await expect(pages.next()).rejects.toThrow('erased');
});

test('REC3 a row that the store itself refuses stops none of the others', async () => {
	const { file, journal } = await openFaulty();
	connectBeside(file).exec(`create trigger poison before insert on event when new.body = 15
		begin select raise(abort, 'refused for the test'); end`);
	const entries = ratings(SESSION, 1, 10);
	expect((await journal.append(entries)).map(({ event }) => event.n)).toEqual([7]);
	const instead = eventOf({ n: 7, body: { kind: 'stop' } });
	expect(await journal.append([{ session: SESSION, event: instead }])).toEqual([]);
	expect((await journal.read(SESSION)).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('REC8 on a full disk an append is refused with nothing kept, reading goes on, and the same journal recovers', async () => {
	const { journal, faults } = await openFaulty();
	await journal.append(ratings(SESSION, 1, 3));
	await faults.apply({ kind: 'full', on: true });
	await expect(journal.append([largeNote(1), ...ratings(SESSION, 4, 5)])).rejects.toMatchObject({
		code: 'SQLITE_FULL',
	});
	expect(await journal.read(SESSION)).toHaveLength(3);
	await faults.apply({ kind: 'full', on: false });
	expect(await journal.append([largeNote(1), ...ratings(SESSION, 4, 5)])).toEqual([]);
	expect(await journal.read(SESSION)).toHaveLength(6);
});

test('REC8 a read-only disk refuses appends and erasing, and recovers', async () => {
	const { journal, faults } = await openFaulty();
	await journal.append(ratings(SESSION, 1, 3));
	await faults.apply({ kind: 'read-only', on: true });
	await expect(journal.append(ratings(SESSION, 4, 5))).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
	await expect(journal.erase(SESSION)).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
	await faults.apply({ kind: 'read-only', on: false });
	expect(await journal.append(ratings(SESSION, 4, 5))).toEqual([]);
	expect(await journal.read(SESSION)).toHaveLength(5);
});

test('REC8 a store locked by another program refuses appends, and recovers', async () => {
	const { file, journal } = await openFaulty();
	const beside = connectBeside(file);
	beside.exec('begin exclusive');
	await expect(journal.append(ratings(SESSION, 1, 2))).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
	beside.exec('rollback');
	expect(await journal.append(ratings(SESSION, 1, 2))).toEqual([]);
});

test('REC9 a write that stands still does not stop the thread that asked for it', async () => {
	const { journal, faults } = await openFaulty();
	await faults.apply({ kind: 'stall', ms: 300 });
	let isRecorded = false;
	const recorded = journal.append(ratings(SESSION, 1, 1)).then(() => {
		isRecorded = true;
	});
	let turns = 0;
	while (!isRecorded) {
		await new Promise((resolve) => setImmediate(resolve));
		turns += 1;
	}
	await recorded;
	expect(turns).toBeGreaterThan(100);
});

test('REC5 after erasing, the bytes are in no file of the store', async () => {
	const folder = freshFolder();
	const journal = await openSqliteJournal({ file: join(folder, 'journal.db') });
	const secret = 'canary-in-a-note';
	const note = eventOf({ n: 1, lane: 'say', seat: 'therapist', body: { kind: 'note', text: secret } });
	await journal.append([{ session: SESSION, event: note }, ...ratings(idNamed('other'), 1, 50)]);
	expect(folderHolds(folder, secret)).toBe(true);
	await journal.erase(SESSION);
	expect(folderHolds(folder, secret)).toBe(false);
	// Its id stays, as its tombstone.
	expect(folderHolds(folder, SESSION)).toBe(true);
	expect(await journal.read(idNamed('other'))).toHaveLength(50);
	await journal.close();
});

test('REC10 a damaged store is refused with the way to restore it', async () => {
	const file = journalFile();
	const journal = await openSqliteJournal({ file });
	await journal.append(ratings(SESSION, 1, 2_000));
	await journal.close();
	const bytes = readFileSync(file);
	writeFileSync(file, bytes.fill(0x5a, 8_192, 40_960));
	await expect(openSqliteJournal({ file })).rejects.toMatchObject({
		code: 'damaged',
		message: expect.stringContaining('put your newest backup'),
	});
});

test('REC10 a file that is no store is refused and left as it was', async () => {
	const file = journalFile();
	const text = 'These are somebody’s own notes, and no store at all.\n'.repeat(40);
	writeFileSync(file, text);
	await expect(openSqliteJournal({ file })).rejects.toMatchObject({ code: 'damaged' });
	expect(readFileSync(file, 'utf8')).toBe(text);
});

test('REC10 a store of a later version is refused', async () => {
	const file = journalFile();
	await (await openSqliteJournal({ file })).close();
	const beside = new Database(file);
	beside.pragma('user_version = 99');
	beside.close();
	await expect(openSqliteJournal({ file })).rejects.toMatchObject({ code: 'too_new' });
});

test('REC11 after closing, appends are refused', async () => {
	const journal = await openSqliteJournal({ file: journalFile() });
	const last = journal.append(ratings(SESSION, 1, 1));
	await journal.close();
	expect(await last).toEqual([]);
	await expect(journal.append(ratings(SESSION, 2, 2))).rejects.toMatchObject({ code: 'closed' });
});
