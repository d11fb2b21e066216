/**
 * How much memory the server takes while it gives a 90-minute session of 100,000 samples away as files, one at a time and
 * several at once, through its own routes (Linux): `node tools/bench-export.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteJournal } from '../server/journal/sqlite-journal.ts';
import { startRealServer } from '../tests/harness/real-server.ts';
import { longSession } from './bench/long-session.ts';
import { type ClinicCalls, setUpClinic } from './wire/clinic-calls.ts';

const MINUTES = 90;
const SAMPLES = 100_000;
const STARTED_AT = Date.UTC(2026, 8, 21, 9);
const SESSION = 'long'.padEnd(22, '0');
const CLIENT = 'client'.padEnd(22, '0');
const KINDS = ['csv', 'json', 'fhir'] as const;
const AT_ONCE = 5;

/** Puts the session into the stores of a server that does not run. */
async function addLongSession(dataDir: string): Promise<void> {
	const journal = await openSqliteJournal({ file: join(dataDir, 'journal.db') });
	const events = longSession({ startedAt: STARTED_AT, minutes: MINUTES, samples: SAMPLES, seed: 1 });
	await journal.append(events.map((event) => ({ session: SESSION, event })));
	await journal.close();
	const db = new Database(join(dataDir, 'clinic.db'));
	const endedAt = STARTED_AT + MINUTES * 60_000;
	db.prepare(
		`insert into client (id, clinic, name, searchName, createdAt)
		 select ?, organizationId, 'Blue Heron', 'blue heron', ? from member`,
	).run(CLIENT, STARTED_AT);
	db.prepare(
		`insert into session (id, clinic, member, client, startedAt, endedAt, sealedAt, recording, isTest)
		 select ?, organizationId, id, ?, ?, ?, ?, 'recorded', 0 from member`,
	).run(SESSION, CLIENT, STARTED_AT, endedAt, endedAt);
	db.close();
}

/** Of the process, MB: what it holds now, and the most since `forget`. */
function memoryOf(pid: number) {
	const read = (what: string) => {
		const [, kB] = new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		return Number(kB) / 1_024;
	};
	return {
		now: () => read('VmRSS'),
		most: () => read('VmHWM'),
		forget: () => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
	};
}

/** Reads a file to its end without keeping it; answers its size and the time to its first byte. */
async function take(calls: ClinicCalls, kind: (typeof KINDS)[number]): Promise<{ bytes: number; firstMs: number }> {
	const from = performance.now();
	const answer = await calls.ask('GET', `/api/sessions/${SESSION}/${kind}`);
	if (!answer.ok || !answer.body) throw new Error(`${kind} was answered ${answer.status}`);
	let bytes = 0;
	let firstMs = 0;
	for await (const chunk of answer.body) {
		firstMs ||= performance.now() - from;
		bytes += chunk.byteLength;
	}
	return { bytes, firstMs };
}

async function run(): Promise<void> {
	const server = await startRealServer({ LOG_LEVEL: 'warn' });
	try {
		const calls = await setUpClinic(server.origin, server.setupCode());
		await server.stop('SIGTERM');
		await addLongSession(server.dataDir);
		await server.start();
		const memory = memoryOf(server.pid());
		for (let i = 0; i < 20; i += 1) await (await calls.ask('POST', '/api/sessions/list', {})).text();
		const load = loadavg().map((each) => each.toFixed(1));
		console.log(`${SAMPLES} samples, ${MINUTES} min; the machine's load before: ${load.join(', ')}`);
		console.log(`the server at rest: ${memory.now().toFixed(0)} MB`);
		for (const kind of KINDS) {
			for (const times of [1, 1, 1, AT_ONCE]) {
				const before = memory.now();
				memory.forget();
				const at = performance.now();
				const all = await Promise.all(Array.from({ length: times }, () => take(calls, kind)));
				const ms = performance.now() - at;
				const { bytes, firstMs } = all[0] ?? { bytes: 0, firstMs: 0 };
				console.log(
					`${times} × ${kind} of ${(bytes / 1e6).toFixed(1)} MB: ${before.toFixed(0)} MB before, at most ${memory.most().toFixed(0)} MB ` +
						`(+${(memory.most() - before).toFixed(0)}); first byte after ${firstMs.toFixed(0)} ms, all after ${ms.toFixed(0)} ms`,
				);
			}
		}
	} finally {
		await server.remove();
	}
}

await run();
