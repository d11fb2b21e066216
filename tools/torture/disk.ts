import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { eventKey } from '../../shared/events.ts';
import type { TorturePhone } from './phones.ts';

export interface DiskFindings {
	/** Acknowledged and not there. */
	readonly lost: number;
	/** There twice, or there and never said. */
	readonly doubled: number;
	/** Of a dead server's store: what `pragma integrity_check` finds; `ok`. */
	readonly integrity: string;
	/** Events of phones there. */
	readonly events: number;
}

interface Count {
	readonly session: string;
	readonly writer: string;
	readonly lane: 'say' | 'flow';
	readonly rows: number;
	readonly last: number;
}

const COUNTS = `
	select session_key.session as session, writer, lane, count(*) as rows, max(n) as last
	from session_key join stream on stream.session = session_key.key join event on event.stream = stream.key
	where seat = 'client' group by stream.key`;

/** Looks at a copy of a dead server's journal as it lies there: each stream whole, and as long as was acknowledged. */
export function checkDead(dataDir: string, phones: readonly TorturePhone[]): DiskFindings {
	const folder = mkdtempSync(join(tmpdir(), 'palpate-torture-'));
	try {
		for (const end of ['', '-wal', '-shm']) {
			const from = join(dataDir, `journal.db${end}`);
			if (existsSync(from)) copyFileSync(from, join(folder, `journal.db${end}`));
		}
		const db = new Database(join(folder, 'journal.db'));
		const integrity = String(db.pragma('integrity_check(1)', { simple: true }));
		const counts = db.prepare<[], Count>(COUNTS).all();
		db.close();
		return { ...compareHeads(counts, phones), integrity };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function compareHeads(counts: readonly Count[], phones: readonly TorturePhone[]) {
	const rowsOf = new Map(
		counts.map(({ session, writer, lane, rows, last }) => [`${session}.${writer}.${lane}`, { rows, last }]),
	);
	let lost = 0;
	for (const phone of phones) {
		for (const [writer, heads] of Object.entries(phone.acknowledged())) {
			for (const [i, lane] of (['say', 'flow'] as const).entries()) {
				// The heads of the therapist's stream are told to the phone as well.
				if (!phone.said.has(eventKey({ writer, lane, n: 1 }))) continue;
				lost += Math.max(0, (heads[i] ?? 0) - (rowsOf.get(`${phone.session}.${writer}.${lane}`)?.rows ?? 0));
			}
		}
	}
	const events = counts.reduce((sum, { rows }) => sum + rows, 0);
	// Rows beyond the last n, or a missing n among them.
	const doubled = counts.reduce((sum, { rows, last }) => sum + Math.abs(rows - last), 0);
	return { lost, doubled, events };
}

/** Reads the whole journal of a server that stopped, and compares it with all that was said: each once, as it was. */
export async function checkAll(
	dataDir: string,
	phones: readonly TorturePhone[],
): Promise<Omit<DiskFindings, 'integrity'>> {
	const journal = await openSqliteJournal({ file: join(dataDir, 'journal.db') });
	let [lost, doubled, count] = [0, 0, 0];
	try {
		for (const phone of phones) {
			const events = (await journal.read(phone.session)).filter(({ seat }) => seat === 'client');
			const kept = new Map(events.map((event) => [eventKey(event), event]));
			count += events.length;
			doubled += events.length - kept.size;
			for (const [key, { at, body }] of phone.said) {
				const event = kept.get(key);
				const isSame = event?.at === at && JSON.stringify(event.body) === JSON.stringify(body);
				if (!isSame) lost += 1;
			}
			for (const key of kept.keys()) if (!phone.said.has(key)) doubled += 1;
		}
	} finally {
		await journal.close();
	}
	return { lost, doubled, events: count };
}
