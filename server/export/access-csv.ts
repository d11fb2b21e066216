import type { Selectable } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { metaLine, textCell } from './csv-cells.ts';

type Entry = Selectable<Tables['access']>;

const COLUMNS = [
	'n',
	'at',
	'what',
	'member',
	'as',
	'session',
	'client',
	'subject',
	'code',
	'times',
	'before',
	'hash',
] as const;

/** What every hash is made of, so that whoever has the file can check it without this program. */
const HASHED = 'SHA-256 in hex of the JSON list before clinic n at what member as session client subject code times';

/** A clinic's access log as CSV. Ids and hashes as they are stored, `at` in ms since epoch as it was hashed. */
export async function* writeAccessCsv(
	meta: { readonly clinic: string; readonly version: string },
	entries: AsyncIterable<Entry>,
): AsyncIterable<string> {
	yield metaLine('file', 'palpate access log 1');
	yield metaLine('version', meta.version);
	yield metaLine('clinic', meta.clinic);
	yield metaLine('hash', HASHED);
	yield metaLine('cells', 'an apostrophe before a minus is not part of the value / an empty cell is null');
	yield `${COLUMNS.join(',')}\r\n`;
	for await (const entry of entries) {
		yield `${COLUMNS.map((column) => textCell(String(entry[column] ?? ''))).join(',')}\r\n`;
	}
}
