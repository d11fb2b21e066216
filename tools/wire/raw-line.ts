import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** Opcodes of RFC 6455. */
export const TEXT = 1;
export const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export interface RawClosed {
	/** The close code of the WebSocket; null where the connection ended without one. */
	readonly code: number | null;
}

/** A WebSocket spoken by hand, so that it can say what no library would. */
export interface RawLine {
	/** The status of the handshake's answer: 101 once it is a WebSocket. */
	readonly status: number;
	/** What followed the head of an answer that refused the handshake. */
	readonly body: string;
	/** One frame. `isLast` false: more of the same message follows as continuations (opcode 0). */
	send(payload: string | Uint8Array, opcode?: number, isLast?: boolean): void;
	/** Bytes as they are. */
	sendBytes(bytes: Uint8Array): void;
	/** What is sent meanwhile leaves in one piece. */
	together(send: () => void): void;
	onText(listener: (text: string) => void): () => void;
	/** Resolves when the other side is gone. */
	readonly closed: Promise<RawClosed>;
	/** Reads nothing more, or again. */
	pause(): void;
	resume(): void;
	/** Ends it without a word. */
	destroy(): void;
}

export interface RawLineParts {
	readonly port: number;
	readonly host?: string;
	readonly path?: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** What the connection is made from, where the machine has many addresses of its own (127.0.0.2 …). */
	readonly localAddress?: string;
}

export const LIVE_PATH = '/live/?EIO=4&transport=websocket';

/** Resolves once the handshake is answered, whatever the answer is; rejects where nobody listens. */
export function openRawLine(parts: RawLineParts): Promise<RawLine> {
	const { port, host = '127.0.0.1', path = LIVE_PATH, headers = {}, localAddress } = parts;
	const socket = connect({ port, host, ...(localAddress !== undefined && { localAddress }) });
	socket.setNoDelay(true);
	const head = Object.entries({
		Host: `${host}:${port}`,
		Connection: 'Upgrade',
		Upgrade: 'websocket',
		'Sec-WebSocket-Version': '13',
		'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
		...headers,
	}).map(([name, value]) => `${name}: ${value}`);
	socket.write(`GET ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
	return readHandshake(socket);
}

function readHandshake(socket: Socket): Promise<RawLine> {
	return new Promise((resolve, reject) => {
		let heard: Buffer = Buffer.alloc(0);
		const take = (chunk: Buffer) => {
			heard = Buffer.concat([heard, chunk]);
			const end = heard.indexOf('\r\n\r\n');
			if (end === -1) return;
			const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(heard.toString('latin1'))?.[1] ?? 0);
			if (status !== 101) return;
			socket.off('data', take);
			resolve(createLine(socket, heard.subarray(end + 4)));
		};
		socket.on('data', take);
		socket.once('error', reject);
		socket.once('close', () => {
			const text = heard.toString('utf8');
			const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
			if (status === 0) reject(new Error('the connection ended without an answer'));
			else resolve(createRefused(status, text.slice(text.indexOf('\r\n\r\n') + 4)));
		});
	});
}

function createRefused(status: number, body: string): RawLine {
	const nothing = () => undefined;
	return {
		status,
		body,
		send: nothing,
		sendBytes: nothing,
		together: nothing,
		onText: () => nothing,
		closed: Promise.resolve({ code: null }),
		pause: nothing,
		resume: nothing,
		destroy: nothing,
	};
}

function createLine(socket: Socket, first: Buffer): RawLine {
	const listeners = new Set<(text: string) => void>();
	/** Texts that came before anybody listened. */
	let early: string[] = [];
	let code: number | null = null;
	const reader = createReader((opcode, payload) => {
		if (opcode === TEXT) tell(payload.toString('utf8'));
		else if (opcode === PING) write(socket, frameOf(payload, PONG, true));
		else if (opcode === CLOSE) {
			code = payload.length >= 2 ? payload.readUInt16BE(0) : null;
			socket.end(frameOf(payload, CLOSE, true));
		}
	});
	const tell = (text: string) => {
		if (listeners.size === 0) early.push(text);
		for (const listener of listeners) listener(text);
	};
	const closed = new Promise<RawClosed>((resolve) => socket.once('close', () => resolve({ code })));
	socket.on('data', reader);
	socket.on('error', () => undefined);
	if (first.length > 0) reader(first);
	return {
		status: 101,
		body: '',
		send: (payload, opcode = TEXT, isLast = true) => write(socket, frameOf(Buffer.from(payload), opcode, isLast)),
		sendBytes: (bytes) => write(socket, bytes),
		together(send) {
			socket.cork();
			send();
			socket.uncork();
		},
		onText(listener) {
			listeners.add(listener);
			const missed = early;
			early = [];
			for (const text of missed) listener(text);
			return () => listeners.delete(listener);
		},
		closed,
		pause: () => void socket.pause(),
		resume: () => void socket.resume(),
		destroy: () => void socket.destroy(),
	};
}

function write(socket: Socket, bytes: Uint8Array): void {
	if (socket.writable) socket.write(bytes);
}

/** One masked frame, as a client sends it. */
function frameOf(payload: Buffer, opcode: number, isLast: boolean): Buffer {
	const { length } = payload;
	const size = length < 126 ? 0 : length < 65_536 ? 2 : 8;
	const head = Buffer.alloc(2 + size + 4);
	head[0] = (isLast ? 0x80 : 0) | opcode;
	head[1] = 0x80 | (size === 0 ? length : size === 2 ? 126 : 127);
	if (size === 2) head.writeUInt16BE(length, 2);
	if (size === 8) head.writeBigUInt64BE(BigInt(length), 2);
	const mask = randomBytes(4);
	mask.copy(head, 2 + size);
	const masked = Buffer.from(payload);
	for (let i = 0; i < length; i += 1) masked[i] = (masked[i] as number) ^ (mask[i & 3] as number);
	return Buffer.concat([head, masked]);
}

/** Cuts a stream of unmasked frames into messages; a server of ours never sends one in pieces. */
function createReader(onFrame: (opcode: number, payload: Buffer) => void): (chunk: Buffer) => void {
	let held: Buffer = Buffer.alloc(0);
	const sizeOf = (): { readonly from: number; readonly length: number } | null => {
		const short = (held[1] ?? 0) & 0x7f;
		if (short < 126) return { from: 2, length: short };
		if (short === 126) return held.length < 4 ? null : { from: 4, length: held.readUInt16BE(2) };
		return held.length < 10 ? null : { from: 10, length: Number(held.readBigUInt64BE(2)) };
	};
	return (chunk) => {
		held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
		while (held.length >= 2) {
			const size = sizeOf();
			if (!size || held.length < size.from + size.length) return;
			const opcode = (held[0] as number) & 0x0f;
			const payload = held.subarray(size.from, size.from + size.length);
			held = held.subarray(size.from + size.length);
			onFrame(opcode, payload);
		}
	};
}
