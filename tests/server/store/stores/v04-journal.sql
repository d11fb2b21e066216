PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE erased (
	session text primary key
) strict, without rowid;
CREATE TABLE event (
	stream integer not null references stream (key),
	n integer not null check (n >= 1),
	at integer not null,
	arrived_at integer not null,
	body any not null check (typeof(body) = 'integer' or json_valid(body)),
	practice integer check (practice = 1),
	of text check (json_valid(of)),
	primary key (stream, n)
) strict, without rowid;
INSERT INTO "event" VALUES(1,1,1767603600000,1767603600003,'{"kind":"consent","choice":"recorded"}',NULL,NULL);
INSERT INTO "event" VALUES(1,2,1767603600009,1767603600012,'{"kind":"stop"}',NULL,NULL);
INSERT INTO "event" VALUES(2,1,1767603600000,1767603600003,81.0,NULL,NULL);
INSERT INTO "event" VALUES(2,2,1767603600001,1767603600004,111.0,NULL,NULL);
CREATE TABLE session_key (
	key integer primary key,
	session text not null unique
) strict;
INSERT INTO "session_key" VALUES(1,'session000000000000000');
CREATE TABLE start (one integer primary key check (one = 1), count integer not null) strict;
INSERT INTO "start" VALUES(1,2);
CREATE TABLE stream (
	key integer primary key,
	session integer not null references session_key (key),
	writer text not null,
	lane text not null check (lane in ('say', 'flow')),
	seat text not null,
	unique (session, writer, lane)
) strict;
INSERT INTO "stream" VALUES(1,1,'phone00000000000000000','say','client');
INSERT INTO "stream" VALUES(2,1,'phone00000000000000000','flow','client');
COMMIT;
