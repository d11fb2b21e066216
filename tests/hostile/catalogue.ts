/**
 * What comes in wrong or in bad faith, and what it must get. `by` says where the row is tried: in one of the tables of this
 * folder, in a test named by how its title begins, or not here, and why.
 */
export interface CatalogueRow {
	readonly row: number;
	readonly input: string;
	readonly answer: string;
	readonly by: 'wire' | 'events' | { readonly test: string } | { readonly notHere: string };
}

const HTTP_TABLE = { test: 'HTTP1 HTTP2 HTTP3 every hostile request' };

export const CATALOGUE: readonly CatalogueRow[] = [
	// The wire
	{ row: 1, input: 'an event with or without an acknowledgement asked', answer: 'handled, or bad_request', by: 'wire' },
	{
		row: 2,
		input: 'a handler that throws',
		answer: 'internal, noted; alive',
		by: { test: 'HOST2 a handler that throws' },
	},
	{ row: 3, input: 'null, an array, a string in place of a frame', answer: 'bad_request', by: 'wire' },
	{ row: 4, input: 'event names that Socket.IO keeps for itself', answer: 'closed', by: 'wire' },
	{ row: 6, input: 'a number or an unknown name as event name', answer: 'unknown_event', by: 'wire' },
	{ row: 7, input: 'a payload that is no array, broken JSON, NaN', answer: 'closed', by: 'wire' },
	{ row: 8, input: 'more attachments than anyone sends', answer: 'closed', by: 'wire' },
	{ row: 10, input: 'any binary', answer: 'bad_request, closed', by: 'wire' },
	{ row: 13, input: 'an unknown packet, an empty frame, a second CONNECT', answer: 'closed', by: 'wire' },
	{ row: 14, input: 'another namespace', answer: 'Invalid namespace; closed', by: 'wire' },
	{ row: 15, input: '2 MB in one frame', answer: 'closed with 1009 above 16 KB', by: 'wire' },
	{ row: 16, input: 'an event name of 900 KB', answer: 'closed with 1009', by: 'wire' },
	{ row: 18, input: 'another version of the wire', answer: 'upgrade_required', by: { test: 'HOST4 another version' } },
	{
		row: 19,
		input: 'a handshake and nothing after it',
		answer: 'closed after 5 s',
		by: { test: 'HOST5 who opens a line' },
	},
	{
		row: 20,
		input: '10,000 frames a second',
		answer: 'cut; a first STOP is kept',
		by: { test: 'HOST6 a flood is cut' },
	},
	{
		row: 21,
		input: 'connections without end, of one address or one token',
		answer: '50 of an address, 5 of a token',
		by: { test: 'HOST7 one address' },
	},
	{ row: 23, input: 'a half-open line', answer: 'closed after 5 s', by: { test: 'HOST8 a line that says nothing' } },
	{ row: 24, input: 'polling, JSONP, huge bodies to it', answer: 'refused', by: { test: 'HOST4 there is no polling' } },
	{ row: 25, input: 'a message in countless pieces', answer: 'closed; a fixed version of ws', by: 'wire' },
	{
		row: 27,
		input: 'anything in CONNECT, another’s private id included',
		answer: 'of no effect',
		by: { test: 'HOST1 what stands in CONNECT' },
	},

	// Meaning
	{ row: 28, input: 'a rating that is no whole number', answer: 'bad_request', by: 'events' },
	{ row: 29, input: 'a rating outside the scale', answer: 'out_of_range; −0 is 0', by: 'events' },
	{
		row: 30,
		input: 'n missing, text, negative, a fraction, too large',
		answer: 'bad_request, unnumbered',
		by: 'events',
	},
	{ row: 31, input: 'the same event again', answer: 'nothing changes', by: { test: 'HOST10 W3 the same again' } },
	{
		row: 32,
		input: 'the same identity with other content',
		answer: 'conflict',
		by: { test: 'HOST10 W3 the same again' },
	},
	{ row: 33, input: 'a missing n', answer: 'expect; nothing kept', by: { test: 'HOST10 W3 the same again' } },
	{ row: 36, input: 'another session’s id', answer: 'bad_request', by: { test: 'JOIN3 a token that was made up' } },
	{
		row: 37,
		input: 'an event for a session that is sealed, erased or not there',
		answer: 'session_sealed, session_erased, no_session',
		by: { test: 'HOST11 a session that is gone' },
	},
	{
		row: 38,
		input: 'an outbox brought hours after the end',
		answer: 'kept until sealed',
		by: { test: 'HOST11 a session that is gone' },
	},
	{ row: 39, input: '100 STOPs at once', answer: 'all kept, one alarm with a count', by: { test: 'HOST12 a hundred' } },
	{
		row: 40,
		input: 'STOP while the line is down',
		answer: 'not delivered at 2 s',
		by: { notHere: 'of the phone: the simulator' },
	},
	{ row: 41, input: 'an event that is another seat’s', answer: 'forbidden', by: 'events' },
	{ row: 42, input: 'shown or answered from the client', answer: 'forbidden', by: 'events' },
	{ row: 44, input: 'two therapist pages', answer: 'both show; a touch takes the pen', by: { test: 'W10 ' } },
	{ row: 46, input: 'an older or a newer page', answer: 'page_too_old, server_too_old', by: 'events' },
	{ row: 47, input: 'an older server', answer: 'server_too_old', by: 'events' },

	// HTTP
	...[48, 49, 50, 51, 53, 54, 55, 57, 58, 59, 62, 69, 70].map((row) => ({
		row,
		input: 'see the table of hostile requests',
		answer: 'as it stands there',
		by: HTTP_TABLE,
	})),
	{
		row: 64,
		input: 'headers or a body that never end',
		answer: '10 s, 15 s',
		by: { test: 'HTTP6 requests have limits' },
	},
	{ row: 66, input: 'a forged X-Forwarded-For', answer: 'ignored', by: { test: 'HTTP4 a forged' } },
	{ row: 67, input: 'a forged Host', answer: 'in no address', by: { test: 'HTTP5 addresses to join by' } },
	{ row: 68, input: 'a WebSocket elsewhere', answer: '404', by: { test: 'HTTP1 a WebSocket asked for elsewhere' } },

	// Doors
	{ row: 71, input: 'a wrong, used or expired code', answer: 'one answer', by: { test: 'JOIN5 who types at random' } },
	{ row: 74, input: 'two phones with one code', answer: 'one wins', by: { test: 'JOIN2 of two phones' } },
	{ row: 75, input: 'another clinic’s id', answer: '404, access log', by: { test: 'RIGHT2 what another clinic has' } },
	{ row: 76, input: 'the right of someone who left', answer: '401, lines cut', by: { test: 'HOST13 signing out' } },
	{ row: 77, input: 'a cookie that was altered', answer: '401', by: { test: 'DOOR5 a cookie' } },
	{ row: 79, input: 'odd and huge passwords', answer: 'whole, or refused', by: { test: 'DOOR6 passwords' } },

	// What is kept and shown
	{ row: 80, input: 'markup as a name', answer: 'text', by: { notHere: 'needs a browser: the journeys' } },
	{ row: 81, input: 'a formula as a name', answer: 'an inert cell', by: { test: 'CSV' } },
	{ row: 83, input: 'SQL and wildcards in a search', answer: 'literals', by: { test: 'KEEP3' } },
	{ row: 84, input: 'line breaks and paths in names', answer: 'in no log, no file name', by: { test: 'LOG2' } },
];

/** The world goes wrong: no numbers there. */
export const WORLD: readonly { readonly fault: string; readonly by: CatalogueRow['by'] }[] = [
	{ fault: 'the disk is full, read-only or locked', by: { test: 'REC8' } },
	{ fault: 'a page of the store is damaged', by: { test: 'REC10' } },
	{ fault: 'the wall clock steps while a session is under way', by: { test: 'W12 a wall clock that is set while a' } },
	{
		fault: 'the wall clock steps while the server is down',
		by: { test: 'W12 a wall clock that is set while the server' },
	},
	{ fault: 'the machine sleeps', by: { test: 'W12 the monotonic clock goes on' } },
	{ fault: 'one seat fills the memory', by: { test: 'HOST14 a seat that brings more' } },
	{ fault: 'the certificate ends', by: { test: 'HTTPS4 ' } },
	{ fault: 'a captive portal answers in the server’s place', by: { test: 'JOIN12 ' } },
	{ fault: 'a backup is made under load', by: { test: 'BACK1 BACK2 a backup made' } },
	{ fault: 'a phone’s battery ends in mid-press', by: { notHere: 'npm run prove -- 14: its tab is killed' } },
	{ fault: 'Redis or Postgres is gone', by: { notHere: 'neither is used yet' } },
	{ fault: '1,000 pages come back at once', by: { notHere: 'npm run prove -- 15' } },
];
