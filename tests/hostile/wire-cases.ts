import type { LiveLine } from '../../tools/wire/live-line.ts';
import { BINARY } from '../../tools/wire/raw-line.ts';

/** What one raw connection sends, and what it must get: a `refused` code, an `over` code, a close, or nothing but life. */
export interface WireCase {
	readonly row: number;
	readonly what: string;
	readonly send: (line: LiveLine) => void;
	readonly answer:
		| { readonly refused: string }
		| { readonly over: string }
		/** The WebSocket's close code; `any` where Socket.IO just ends it. */
		| { readonly closed: number | 'any' }
		/** The line lives on and works. */
		| 'alive';
}

const up = (json: string) => (line: LiveLine) => line.packet(`42["up",${json}]`);
const packet = (text: string) => (line: LiveLine) => line.packet(text);
const KB = 1_024;
const CLOSED = { closed: 'any' } as const;
const BAD = { refused: 'bad_request' } as const;

export const WIRE_CASES: readonly WireCase[] = [
	{ row: 1, what: 'a frame with an acknowledgement asked', send: packet('427["up",{"t":"pen"}]'), answer: BAD },
	{ row: 1, what: 'an event without any argument', send: packet('42["up"]'), answer: BAD },
	{ row: 1, what: 'two arguments', send: packet('42["up",{"t":"pen"},{"t":"pen"}]'), answer: BAD },
	{ row: 1, what: 'an acknowledgement nobody asked for', send: packet('437[{"t":"pen"}]'), answer: 'alive' },
	...[
		'null',
		'[]',
		'"up"',
		'7',
		'true',
		'{}',
		'[[[[]]]]',
		'{"t":null}',
		'{"t":["hello"]}',
		'{"__proto__":{"t":"pen"}}',
	].map((json) => ({ row: 3, what: json, send: up(json), answer: BAD })),
	{ row: 3, what: 'an unknown tag', send: up('{"t":"admin"}'), answer: { refused: 'unknown_event' } },
	{ row: 3, what: 'a tag of every object', send: up('{"t":"constructor"}'), answer: { refused: 'unknown_event' } },
	{ row: 3, what: 'a frame with something more', send: up('{"t":"pen","session":"x"}'), answer: BAD },
	{ row: 3, what: 'nesting without end', send: up(`{"t":${'['.repeat(7_000)}${']'.repeat(7_000)}}`), answer: BAD },
	...['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'].map((name) => ({
		row: 4,
		what: name,
		send: packet(`42["${name}",{}]`),
		answer: CLOSED,
	})),
	{ row: 6, what: 'a number', send: packet('42[7,{}]'), answer: { refused: 'unknown_event' } },
	...['down', 'UP', 'up ', 'message', '__proto__', 'error', ''].map((name) => ({
		row: 6,
		what: `the name “${name}”`,
		send: packet(`42["${name}",{}]`),
		answer: { refused: 'unknown_event' },
	})),
	{ row: 7, what: 'no payload at all', send: packet('42'), answer: { refused: 'unknown_event' } },
	...['42{}', '42"up"', '42[', '42["up",NaN]', '42["up",{]', '42null', '42[null]', '42[{}]'].map((text) => ({
		row: 7,
		what: text,
		send: packet(text),
		answer: CLOSED,
	})),
	...[
		'4511-["up",{"_placeholder":true,"num":0}]',
		'45459999999999-["up"]',
		'45-["up"]',
		'45-1-["up"]',
		'451.5-["up"]',
	].map((text) => ({ row: 8, what: text, send: packet(text), answer: CLOSED })),
	{
		row: 8,
		what: 'a placeholder that names no attachment',
		send: (line) => {
			line.packet('451-["up",{"_placeholder":true,"num":7}]');
			line.raw.send(Buffer.from('x'), BINARY);
		},
		answer: CLOSED,
	},
	{
		row: 10,
		what: 'bare bytes',
		send: (line) => line.raw.send(Buffer.from([4, 1, 2]), BINARY),
		answer: { over: 'bad_request' },
	},
	{
		row: 10,
		what: 'an event with an attachment',
		send: (line) => {
			line.packet('451-["up",{"_placeholder":true,"num":0}]');
			line.raw.send(Buffer.from('x'), BINARY);
		},
		answer: { over: 'bad_request' },
	},
	{ row: 10, what: 'bytes in base64', send: packet('bAQID'), answer: CLOSED },
	...['49', '9', '', '4', 'x', '47["up"]', '44{"message":"x"}', '40', '40{}'].map((text) => ({
		row: 13,
		what: `the packet “${text}”`,
		send: packet(text),
		answer: CLOSED,
	})),
	{ row: 13, what: 'an upgrade that was not asked for', send: packet('5'), answer: 'alive' },
	{ row: 13, what: 'a ping in the wrong direction', send: packet('2probe'), answer: CLOSED },
	...['40/admin,', '40/other,{"token":"x"}', '42/admin,["up",{}]', '41/other,'].map((text) => ({
		row: 14,
		what: text,
		send: packet(text),
		answer: CLOSED,
	})),
	{ row: 15, what: '2 MB', send: up(`"${'x'.repeat(2_048 * KB)}"`), answer: { closed: 1009 } },
	{ row: 15, what: 'one byte over 16 KB', send: packet(`42${'x'.repeat(16 * KB - 1)}`), answer: { closed: 1009 } },
	{ row: 15, what: '16 KB of a frame', send: up(`"${'x'.repeat(16 * KB - 12)}"`), answer: BAD },
	{ row: 16, what: '900 KB', send: packet(`42["${'x'.repeat(900 * KB)}"]`), answer: { closed: 1009 } },
	{
		row: 25,
		what: '20,000 pieces of one byte',
		send: (line) => {
			line.raw.send('4', 1, false);
			for (let i = 0; i < 20_000; i += 1) line.raw.send('2', 0, false);
		},
		answer: CLOSED,
	},
	{ row: 25, what: '20,000 empty pieces', send: (line) => emptyPieces(line, 20_000), answer: CLOSED },
	{ row: 25, what: 'a piece of nothing', send: (line) => line.raw.send('x', 0), answer: { closed: 1002 } },
	{
		row: 25,
		what: 'text that is not UTF-8',
		send: (line) => line.raw.send(Buffer.from([0x34, 0xff]), 1),
		answer: { closed: 1007 },
	},
	{ row: 25, what: 'an opcode nobody has', send: (line) => line.raw.send('x', 3), answer: { closed: 1002 } },
	{
		row: 25,
		what: 'a frame that is not masked',
		send: (line) => line.raw.sendBytes(Buffer.from([0x81, 1, 0x32])),
		answer: { closed: 1002 },
	},
	{ row: 25, what: 'a length of 2^63', send: (line) => line.raw.sendBytes(hugeHead()), answer: CLOSED },
];

function emptyPieces(line: LiveLine, count: number): void {
	line.raw.send('', 1, false);
	for (let i = 0; i < count; i += 1) line.raw.send('', 0, false);
}

function hugeHead(): Buffer {
	return Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
}

/** What stands in CONNECT (row 27): the connection is the same as without it. */
export const CONNECT_PAYLOADS: readonly string[] = [
	'{"token":"x"}',
	'{"pid":"someone-elses","offset":"1"}',
	'{"pid":{"$ne":null},"offset":[]}',
	`{"a":${'{"a":'.repeat(500)}1${'}'.repeat(500)}}`,
	'{"__proto__":{"admin":true}}',
	// Read as the number of the packet.
	'7',
];
export const REFUSED_CONNECT_PAYLOADS: readonly string[] = ['[]', '"x"', 'null', `{"a":"${'x'.repeat(17 * KB)}"}`];
