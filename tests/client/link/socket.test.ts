import { expect, test } from 'vitest';
import type { LinkEngine, Wire } from '../../../client/link/link-engine.ts';
import { type BareWebSocket, CONNECT_TIMEOUT_MS, openSocket, PAUSE_MS } from '../../../client/link/socket.ts';
import type { DownFrame, UpFrame } from '../../../shared/protocol.ts';

const LIVE: DownFrame = { t: 'pen' };
const BYE: UpFrame = { t: 'bye' };

/** A line with its WebSockets and its timer moved by hand. */
function setUp() {
	const opened: (BareWebSocket & { sent: string[]; isClosed: boolean })[] = [];
	const heard: DownFrame[] = [];
	let wires: Wire[] = [];
	let lost = 0;
	let isOver = false;
	let timer: { ms: number; act: () => void } | null = null;
	let returned = () => {};
	const link = {
		view: () => ({ line: isOver ? { is: 'over', code: 'session_sealed' } : { is: 'live' } }),
		handleOpen: (wire: Wire) => wires.push(wire),
		handleFrame(_wire: Wire, frame: DownFrame) {
			heard.push(frame);
			isOver ||= frame.t === 'over' && frame.code === 'session_sealed';
		},
		handleClose: () => {
			lost += 1;
		},
	} as unknown as LinkEngine;
	const line = openSocket(link, {
		open(url) {
			const socket = {
				url,
				sent: [] as string[],
				isClosed: false,
				onmessage: null,
				onclose: null,
				onerror: null,
				send: (text: string) => socket.sent.push(text),
				close: () => {
					socket.isClosed = true;
				},
			};
			opened.push(socket as never);
			return socket as unknown as BareWebSocket;
		},
		origin: 'https://clinic.local',
		after(ms, act) {
			const set = { ms, act };
			timer = set;
			return () => {
				if (timer === set) timer = null;
			};
		},
		random: () => 0.5,
		onReturn(act) {
			returned = act;
			return () => {
				returned = () => {};
			};
		},
	});
	const last = () => {
		const socket = opened.at(-1);
		if (!socket) throw new Error('nothing was opened');
		return socket;
	};
	const hear = (data: unknown, socket = last()) => socket.onmessage?.({ data });
	const connect = () => {
		hear('0{"sid":"a","pingInterval":25000,"pingTimeout":20000,"maxPayload":16384}');
		hear('40{"sid":"b"}');
	};
	return {
		line,
		opened,
		heard,
		last,
		hear,
		connect,
		wire: () => wires.at(-1),
		forget: () => (wires = []),
		lost: () => lost,
		timer: () => timer?.ms ?? null,
		ring() {
			const set = timer;
			timer = null;
			set?.act();
		},
		returned: () => returned(),
	};
}

test('LINE1 it greets as the server expects, answers its pings, and carries frames both ways', () => {
	const { last, hear, connect, wire, heard } = setUp();
	expect((last() as unknown as { url: string }).url).toBe('wss://clinic.local/live/?EIO=4&transport=websocket');
	connect();
	expect(last().sent).toEqual(['40']);
	hear('2');
	wire()?.send(BYE);
	hear(`42["down",${JSON.stringify(LIVE)}]`);
	expect(last().sent.slice(1)).toEqual(['3', '42["up",{"t":"bye"}]']);
	expect(heard).toEqual([LIVE]);
});

test('LINE2 nothing leaves before it is connected or after it broke, and nothing is kept for later', () => {
	const { opened, last, connect, wire, ring } = setUp();
	expect(wire()).toBeUndefined();
	connect();
	const first = wire();
	last().onclose?.(undefined as never);
	first?.send(BYE);
	ring();
	connect();
	first?.send(BYE);
	expect(opened.map(({ sent }) => sent)).toEqual([['40'], ['40']]);
});

test('LINE3 it comes back after a jittered pause that doubles up to its most, and starts small again', () => {
	const { opened, last, connect, timer, ring, lost } = setUp();
	const pauses: (number | null)[] = [];
	for (let i = 0; i < 6; i++) {
		last().onerror?.(undefined as never);
		pauses.push(timer());
		ring();
	}
	expect(pauses).toEqual([300, 600, 1_200, 1_500, 1_500, 1_500]);
	expect(lost()).toBe(0);
	connect();
	last().onclose?.(undefined as never);
	expect(lost()).toBe(1);
	expect(timer()).toBe(PAUSE_MS.first);
	expect(opened).toHaveLength(7);
});

test('LINE3 a connection that never comes about is given up', () => {
	const { opened, last, timer, ring } = setUp();
	expect(timer()).toBe(CONNECT_TIMEOUT_MS);
	ring();
	expect(last().isClosed).toBe(true);
	ring();
	expect(opened).toHaveLength(2);
});

test('LINE4 a late word from an earlier connection means nothing to its successor', () => {
	const { opened, hear, connect, ring, heard, lost, wire } = setUp();
	connect();
	wire()?.close();
	ring();
	connect();
	const [first] = opened;
	hear(`42["down",${JSON.stringify(LIVE)}]`, first);
	first?.onclose?.(undefined as never);
	expect(heard).toEqual([]);
	expect(lost()).toBe(1);
});

test('LINE5 it does not come back once all is over, and does when only the connection was', () => {
	const { hear, connect, timer, ring, returned, opened } = setUp();
	connect();
	hear('42["down",{"t":"over","code":"too_slow"}]');
	expect(timer()).toBe(PAUSE_MS.first);
	ring();
	connect();
	hear('42["down",{"t":"over","code":"session_sealed"}]');
	expect(timer()).toBeNull();
	returned();
	expect(opened).toHaveLength(2);
});

test.each(['41', '44{"message":"no"}', '1', 'x', '43["ack"]'])(
	'LINE6 %s from the server ends this connection',
	(packet) => {
		const { hear, connect, last, lost } = setUp();
		connect();
		const socket = last();
		hear(packet);
		expect(socket.isClosed).toBe(true);
		expect(lost()).toBe(1);
	},
);

test.each(['42', '42[', '42{}', '42["up",{}]', '42["down"]'])('LINE6 %s is passed over', (packet) => {
	const { hear, connect, heard, lost } = setUp();
	connect();
	hear(packet);
	expect(heard).toEqual([]);
	expect(lost()).toBe(0);
});

test('LINE7 when the network or the person is back it does not wait out its pause', () => {
	const { opened, last, connect, returned } = setUp();
	last().onclose?.(undefined as never);
	returned();
	expect(opened).toHaveLength(2);
	connect();
	returned();
	expect(opened).toHaveLength(2);
});

test('LINE8 a closed line stays closed', () => {
	const { line, last, connect, timer, returned, opened } = setUp();
	connect();
	line.close();
	expect(last().isClosed).toBe(true);
	expect(timer()).toBeNull();
	returned();
	expect(opened).toHaveLength(1);
});
