import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { Journal } from '../../../server/journal/journal.ts';
import { openSqliteJournal } from '../../../server/journal/sqlite-journal.ts';
import { DIGEST_VERSION, digestOf } from '../../../shared/course.ts';
import { idNamed } from '../../harness/server-events.ts';
import { folderHolds, freshFolder } from '../../harness/server-folder.ts';
import { waitFor } from '../../harness/wait-for.ts';
import { logOf, phase, rates, started } from '../../shared/log-builder.ts';

const SESSION = idNamed('session');
const CANARY = 'canary-in-a-place';
const LOG = logOf([
	started,
	{ s: 1, body: { kind: 'point', point: 1, muscle: 'soleus', side: 'left', place: CANARY } },
	phase(2, 'press'),
	...rates([2, 50], [5, 80], [8, 40]),
	{ s: 9, body: { kind: 'ended' } },
]);

interface Place {
	readonly folder: string;
	readonly journal: Journal;
	/** What is kept, as version and body. */
	kept(): readonly { readonly version: number; readonly body: string }[];
	/** Changes what is kept behind the journal's back. */
	tamper(sql: string): void;
}

async function openPlace(): Promise<Place> {
	const folder = freshFolder();
	const file = join(folder, 'journal.db');
	const journal = await openSqliteJournal({ file });
	onTestFinished(() => journal.close());
	await journal.append(LOG.map((event) => ({ session: SESSION, event })));
	const beside = new Database(file);
	onTestFinished(() => void beside.close());
	const all = beside.prepare<[], { version: number; body: string }>('select version, body from digest');
	return { folder, journal, kept: () => all.all(), tamper: (sql) => void beside.exec(sql) };
}

const PLAIN = { points: [], visits: [], stops: [], over: [] };

test('COURSE4 a digest is kept, and after a new start told from there; one of another version is worked out anew', async () => {
	const { folder, journal, kept, tamper } = await openPlace();
	expect(await journal.digest(SESSION)).toEqual(digestOf(LOG));
	await waitFor(() => expect(kept().map(({ version }) => version)).toEqual([DIGEST_VERSION]));
	tamper(`update digest set body = '${JSON.stringify(PLAIN)}'`);
	const again = await openSqliteJournal({ file: join(folder, 'journal.db') });
	onTestFinished(() => again.close());
	expect(await again.digest(SESSION)).toEqual(PLAIN);
	tamper('update digest set version = version - 1');
	expect(await again.digest(SESSION)).toEqual(digestOf(LOG));
	await waitFor(() => expect(kept().map(({ body }) => JSON.parse(body))).toEqual([digestOf(LOG)]));
});

test('COURSE4 ERASE1 a kept digest goes with its session, to the last byte', async () => {
	const { folder, journal, kept } = await openPlace();
	await journal.digest(SESSION);
	await waitFor(() => expect(kept()).toHaveLength(1));
	await journal.erase(SESSION);
	expect(kept()).toEqual([]);
	expect(folderHolds(folder, CANARY)).toBe(false);
});

test.for(['erase', 'redact'] as const)(
	'COURSE4 ERASE5 what was worked out before a session was taken out (%s) is not kept after, however they meet',
	async (how) => {
		const { folder, journal, kept } = await openPlace();
		const asked = [journal.digest(SESSION), journal[how](SESSION), journal.digest(SESSION)];
		await Promise.all(asked);
		// A turn of its own, after whatever these left to be kept.
		await journal.append([]);
		await journal.redact(idNamed('other'));
		expect(kept().filter(({ body }) => body.includes(CANARY))).toEqual([]);
		expect(folderHolds(folder, CANARY)).toBe(false);
	},
);

test('COURSE4 the version of a digest is raised when the same log gives another', () => {
	const hash = createHash('sha256')
		.update(JSON.stringify(digestOf(LOG)))
		.digest('hex');
	expect({ version: DIGEST_VERSION, hash }).toEqual({
		version: 1,
		hash: '2833bae3020b08b7e1d7be6d28fa8067247eb21876b3a3e353251dcf1122805e',
	});
});
