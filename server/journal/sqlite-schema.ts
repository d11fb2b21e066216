import { type SqliteFile, versionOf } from '../store/sqlite-file.ts';

export const JOURNAL_VERSION = 1;

/**
 * Long names once, integers in every event: the id of a session and of a writer are stored a single time.
 * An event's body is JSON; the check lets `quick_check` notice a body that was damaged on the disk.
 */
const CREATE = `
create table session_key (
	key integer primary key,
	session text not null unique
) strict;
create table stream (
	key integer primary key,
	session integer not null references session_key (key),
	writer text not null,
	lane text not null check (lane in ('say', 'flow')),
	seat text not null,
	unique (session, writer, lane)
) strict;
create table event (
	stream integer not null references stream (key),
	n integer not null check (n >= 1),
	at integer not null,
	arrived_at integer not null,
	body text not null check (json_valid(body)),
	practice integer check (practice = 1),
	of text check (json_valid(of)),
	primary key (stream, n)
) strict, without rowid;
`;

export function prepareJournal(db: SqliteFile): void {
	db.transaction(() => {
		if (versionOf(db) === 0) db.exec(CREATE);
		db.pragma(`user_version = ${JOURNAL_VERSION}`);
	}).immediate();
}
