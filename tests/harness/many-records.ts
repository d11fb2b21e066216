import { join } from 'node:path';
import Database from 'better-sqlite3';

/** So many sessions and clients a clinic of a few years has. */
export const MANY = 10_000;
const MINUTE_MS = 60_000;

/** Ids as they are written, of 22 signs. */
const idOf = (kind: string, i: number) => `${kind}${String(i).padStart(22 - kind.length, '0')}`;

/** Whom number `i` of them is about; the last one came last. */
export const manyName = (i: number) => `Heron ${String(i).padStart(5, '0')}`;

/** Puts that many invented clients and sessions into the store of a server that does not run. */
export function addManyRecords(dataDir: string, before: number): void {
	const db = new Database(join(dataDir, 'clinic.db'));
	try {
		const { clinic, member } = db.prepare('select organizationId as clinic, id as member from member').get() as {
			readonly clinic: string;
			readonly member: string;
		};
		const client = db.prepare('insert into client (id, clinic, name, searchName, createdAt) values (?, ?, ?, ?, ?)');
		const session = db.prepare(
			`insert into session (id, clinic, member, client, startedAt, endedAt, sealedAt, recording, isTest)
			 values (?, ?, ?, ?, ?, ?, ?, 'recorded', 0)`,
		);
		db.transaction(() => {
			for (let i = 0; i < MANY; i += 1) {
				const name = `Heron ${String(i).padStart(5, '0')}`;
				const at = before - (MANY - i) * MINUTE_MS;
				client.run(idOf('client', i), clinic, name, name.toLowerCase(), at);
				session.run(idOf('session', i), clinic, member, idOf('client', i), at, at, at);
			}
		})();
	} finally {
		db.close();
	}
}

/** Two of them were last here at `at`; the second stands under a legal hold. */
export function makeDue(dataDir: string, at: number): { readonly free: string; readonly held: string } {
	const db = new Database(join(dataDir, 'clinic.db'));
	try {
		const was = db.prepare('update session set startedAt = ?, endedAt = ?, sealedAt = ? where id = ?');
		for (const i of [0, 1]) was.run(at, at, at, idOf('session', i));
		db.prepare("update client set heldAt = ?, holdReason = 'A claim' where id = ?").run(at, idOf('client', 1));
		return { free: manyName(0), held: manyName(1) };
	} finally {
		db.close();
	}
}
