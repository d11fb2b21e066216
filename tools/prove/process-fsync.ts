import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { headOf } from '../../shared/stream.ts';
import { startRealServer } from '../../tests/harness/real-server.ts';
import { setUpClinic } from '../wire/clinic-calls.ts';
import { type LetIn, openLetIn } from '../wire/let-in.ts';
import type { Finding, Row } from './row.ts';

const SIZES = { small: { commits: 40 }, full: { commits: 200 } } as const;

/** Row 5. The server itself refuses to start where `synchronous`, read back after a write, is not FULL. */
export const fsyncRow: Row = {
	row: 5,
	promise: '“recorded” means fsync',
	async try(size) {
		const { commits } = SIZES[size];
		const server = await startRealServer({ LOG_LEVEL: 'warn' });
		try {
			const calls = await setUpClinic(server.origin, server.setupCode());
			await server.stop('SIGTERM');
			await server.start();
			const starts = startsOf(join(server.dataDir, 'journal.db'));
			const session = await openLetIn(server.port, calls, 'Client Example');
			const counted = await countFsyncs(server.pid(), () => sayOneByOne(session, commits));
			session.close();
			return [
				{
					what: 'starts at which FULL was read back after a write',
					asked: '2 of 2',
					seen: `${starts} of 2`,
					holds: starts === 2,
				},
				fsyncFinding(counted, commits),
			];
		} finally {
			await server.remove();
		}
	},
};

function fsyncFinding(counted: number | string, commits: number): Finding {
	const what = `fsyncs of the journal for ${commits} acknowledgements, one after the other`;
	if (typeof counted === 'string') return { what, asked: '', seen: `not tried: ${counted}`, holds: null };
	return { what, asked: `≥ ${commits}`, seen: `${counted}`, holds: counted >= commits };
}

/** The journal counts each start in the write that it reads `synchronous` back after. */
function startsOf(file: string): number {
	const db = new Database(file, { readonly: true });
	const count = db.prepare<[], number>('select count from start').pluck().get() ?? 0;
	db.close();
	return count;
}

/** Says so many ratings, each after the one before was acknowledged: every acknowledgement is a commit of its own. */
async function sayOneByOne({ phone, phoneWriter: writer }: LetIn, count: number): Promise<void> {
	const say = (lane: 'say' | 'flow', n: number, body: object) => {
		phone.up({ t: 'events', writer, lane, events: [{ n, at: Date.now(), body }] });
		return phone.until(
			(frame) =>
				(frame.t === 'recorded' || (frame.t === 'now' && frame.recording === 'recorded')) &&
				headOf(frame.heads, { writer, lane }) >= n,
		);
	};
	await say('say', 1, { kind: 'consent', choice: 'recorded' });
	for (let n = 1; n <= count; n += 1) {
		await say('flow', n, { kind: 'rating', value: n % 101, touched: true });
		// Within what one line may send.
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** How often the process fsynced its journal meanwhile; a reason where that can't be seen here. */
async function countFsyncs(pid: number, work: () => Promise<void>): Promise<number | string> {
	if (spawnSync('strace', ['-V']).error) return 'strace is not installed';
	const folder = mkdtempSync(join(tmpdir(), 'palpate-strace-'));
	const file = join(folder, 'calls');
	try {
		const tracer = spawn('strace', ['-f', '-y', '-p', `${pid}`, '-e', 'trace=fsync,fdatasync', '-o', file]);
		const refusal = await attached(tracer);
		if (refusal !== null) return refusal;
		await work();
		const gone = once(tracer, 'exit');
		tracer.kill('SIGINT');
		await gone;
		return readFileSync(file, 'utf8')
			.split('\n')
			.filter((line) => /\b(fsync|fdatasync)\(/.test(line) && line.includes('journal.db')).length;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Null once strace follows the process; otherwise why it can't. */
function attached(tracer: ChildProcess): Promise<string | null> {
	return new Promise((resolve) => {
		let said = '';
		tracer.stderr?.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			if (/ attached/.test(said)) resolve(null);
		});
		tracer.once('exit', () => resolve(`strace could not follow the server (${said.trim().split('\n').at(-1)})`));
	});
}
