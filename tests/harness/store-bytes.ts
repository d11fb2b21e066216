import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** What lies in a data folder, read past the program that wrote it. */

/** The files whose raw bytes hold the text, in UTF-8 or UTF-16, in whatever case. */
export function filesHolding(folder: string, text: string): readonly string[] {
	const wanted = text.toLowerCase();
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => {
			const bytes = readFileSync(file);
			return ['latin1', 'utf16le'].some((encoding) =>
				bytes
					.toString(encoding as BufferEncoding)
					.toLowerCase()
					.includes(wanted),
			);
		});
}

export interface Kept {
	readonly events: number;
	readonly streams: number;
	readonly clients: number;
	readonly sessions: readonly { readonly id: string; readonly client: string | null; readonly recording: string }[];
}

/** Counts what the two stores keep. */
export function keptIn(folder: string): Kept {
	const journal = new Database(join(folder, 'journal.db'), { readonly: true });
	const clinic = new Database(join(folder, 'clinic.db'), { readonly: true });
	const count = (db: Database.Database, table: string) =>
		(db.prepare(`select count(*) as n from ${table}`).get() as { n: number }).n;
	try {
		return {
			events: count(journal, 'event'),
			streams: count(journal, 'stream'),
			clients: count(clinic, 'client'),
			sessions: clinic.prepare('select id, client, recording from session').all() as Kept['sessions'],
		};
	} finally {
		journal.close();
		clinic.close();
	}
}
