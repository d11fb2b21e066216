import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { openClinicStore } from '../../server/store/clinic-store.ts';
import type { LoggedEvent } from '../../shared/events.ts';
import { headOf, streamKey } from '../../shared/stream.ts';
import { type RealServer, startRealServer } from '../../tests/harness/real-server.ts';
import { runTool } from '../../tests/harness/run-tool.ts';
import { createRandom } from '../simulator/random.ts';
import type { TorturePhone } from '../torture/phones.ts';
import { openPhones, pause, waitUntil } from '../torture/torture.ts';
import { figures } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = { small: { backups: 3, phones: 6 }, full: { backups: 20, phones: 30 } } as const;
const BETWEEN_MS = { least: 200, most: 1_500 };
const DRAIN_MS = 60_000;

/** What one stream of a restored store holds: how many events, and what they say. */
interface Restored {
	readonly session: string;
	readonly stream: string;
	readonly length: number;
	readonly hash: string;
}

interface Tally {
	readonly ms: number[];
	/** Events in all restored stores together. */
	events: number;
	/** Streams that hold less than was acknowledged before their backup began. */
	short: number;
	readonly streams: Restored[];
}

/** Row 29. */
export const backupRow: Row = {
	row: 29,
	promise: 'backup restores',
	async try(size) {
		const { backups, phones: count } = SIZES[size];
		const server = await startRealServer({ LOG_LEVEL: 'warn', MAX_CONNECTIONS_PER_ADDRESS: '1000' });
		const random = createRandom(29);
		const shelf = mkdtempSync(join(tmpdir(), 'palpate-backups-'));
		const phones = await openPhones(server, count, random);
		const tally: Tally = { ms: [], events: 0, short: 0, streams: [] };
		try {
			await waitUntil(() => phones.every((phone) => Object.keys(phone.acknowledged()).length > 0), DRAIN_MS);
			for (let i = 0; i < backups; i += 1) {
				await pause(random.whole(BETWEEN_MS.least, BETWEEN_MS.most));
				await backUpAndRestore(server, phones, join(shelf, `${i}`), tally);
			}
			for (const phone of phones) phone.rest();
			await waitUntil(() => phones.every((phone) => phone.unacknowledged() === 0), DRAIN_MS);
			await server.stop('SIGTERM');
			return findingsOf(tally, backups, await countDifferent(server.dataDir, tally.streams));
		} finally {
			for (const phone of phones) phone.close();
			await server.remove();
			rmSync(shelf, { recursive: true, force: true });
		}
	},
};

/** One backup while everyone writes, restored elsewhere; notes what it holds and whether it is less than it must be. */
async function backUpAndRestore(
	{ dataDir }: RealServer,
	phones: readonly TorturePhone[],
	shelf: string,
	tally: Tally,
): Promise<void> {
	const before = phones.map((phone) => ({ session: phone.session, heads: phone.acknowledged() }));
	const from = performance.now();
	await mustRun('backup', dataDir, [`${shelf}.backup`]);
	tally.ms.push(performance.now() - from);
	await mustRun('restore', shelf, [`${shelf}.backup`]);
	rmSync(`${shelf}.backup`);
	const lengths = new Map<string, number>();
	for (const one of await readFolder(shelf)) {
		tally.streams.push(one);
		tally.events += one.length;
		lengths.set(`${one.session} ${one.stream}`, one.length);
	}
	for (const { session, heads } of before) {
		for (const writer of Object.keys(heads)) {
			for (const lane of ['say', 'flow'] as const) {
				const stream = { writer, lane };
				const has = lengths.get(`${session} ${streamKey(stream)}`) ?? 0;
				if (has < headOf(heads, stream)) tally.short += 1;
			}
		}
	}
	rmSync(shelf, { recursive: true });
}

async function mustRun(name: 'backup' | 'restore', dataDir: string, args: readonly string[]): Promise<void> {
	const { code, text } = await runTool(name, dataDir, args);
	if (code !== 0) throw new Error(`${name} ended with ${code}: ${text}`);
}

async function readFolder(folder: string): Promise<readonly Restored[]> {
	const found: Restored[] = [];
	await eachStream(folder, async (session, stream, events) => {
		found.push({ session, stream, length: events.length, hash: hashOf(events) });
	});
	return found;
}

/** Streams of restored stores that are not the beginning of what the source holds at the end. */
async function countDifferent(dataDir: string, streams: readonly Restored[]): Promise<number> {
	const wanted = Map.groupBy(streams, ({ session, stream }) => `${session} ${stream}`);
	let same = 0;
	await eachStream(dataDir, async (session, stream, events) => {
		for (const { length, hash } of wanted.get(`${session} ${stream}`) ?? []) {
			if (length <= events.length && hashOf(events.slice(0, length)) === hash) same += 1;
		}
	});
	return streams.length - same;
}

async function eachStream(
	folder: string,
	take: (session: string, stream: string, events: readonly LoggedEvent[]) => Promise<void>,
): Promise<void> {
	const journal = await openSqliteJournal({ file: join(folder, 'journal.db') });
	const store = await openClinicStore({ file: join(folder, 'clinic.db') });
	try {
		for (const { id } of await store.db.selectFrom('session').select('id').execute()) {
			const streams = Map.groupBy(await journal.read(id), streamKey);
			for (const [stream, events] of streams) await take(id, stream, events);
		}
	} finally {
		await store.close();
		await journal.close();
	}
}

function hashOf(events: readonly LoggedEvent[]): string {
	const hash = createHash('sha256');
	for (const event of events) hash.update(`${JSON.stringify(event)}\n`);
	return hash.digest('hex');
}

function findingsOf(tally: Tally, backups: number, different: number): readonly Finding[] {
	const none = (what: string, count: number): Finding => ({ what, asked: '0', seen: `${count}`, holds: count === 0 });
	return [
		{
			what: 'made while the phones write, restored elsewhere by the commands',
			asked: `${backups}`,
			seen: `${tally.ms.length}, ${tally.events.toLocaleString('en')} events in ${tally.streams.length} streams`,
			holds: tally.ms.length === backups && tally.events > 0,
		},
		none('streams that are not the beginning of the source’s, event for event', different),
		none('streams with less than was acknowledged before their backup began', tally.short),
		{ what: 'one backup', asked: '', seen: figures(tally.ms), holds: null },
	];
}
