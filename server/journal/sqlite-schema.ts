import { type SqliteFile, versionOf } from '../store/sqlite-file.ts';

export const JOURNAL_VERSION = 3;

/**
 * Long names once, integers in every event: the id of a session and of a writer are stored a single time.
 * An event's body is as row.ts packs it; the check lets `quick_check` notice a body that was damaged on the disk.
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
	body any not null check (typeof(body) = 'integer' or json_valid(body)),
	practice integer check (practice = 1),
	of text check (json_valid(of)),
	primary key (stream, n)
) strict, without rowid;
`;

/** Sessions that were erased: nothing of them is kept again, whatever was still on its way. */
const CREATE_ERASED = `
create table erased (
	session text primary key
) strict, without rowid;
`;

/**
 * What was worked out of a session, beside its events so that it goes with them: by which version of this program's, and
 * of how many events.
 */
const CREATE_DIGEST = `
create table digest (
	session integer primary key references session_key (key),
	version integer not null,
	size integer not null,
	body text not null check (json_valid(body))
) strict;
`;

/** What brings a journal from each version to the next. */
const STEPS: readonly string[] = [CREATE, CREATE_ERASED, CREATE_DIGEST];

export function prepareJournal(db: SqliteFile): void {
	db.transaction(() => {
		for (const step of STEPS.slice(versionOf(db))) db.exec(step);
		db.pragma(`user_version = ${JOURNAL_VERSION}`);
	}).immediate();
}
