import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Code } from '../../shared/codes.ts';
import { type DownFrame, MAX_FRAME_BYTES } from '../../shared/protocol.ts';
import { refuseRaw, refuseWithoutUpgrade } from '../http/raw-answers.ts';
import { addressGroup } from './join-codes.ts';
import { type Budget, createBucket, createBudget, createCounter, createKeyed, TOKEN_BUDGET } from './limits.ts';
import type { Connection, LiveHub } from './live-hub.ts';

export const SOCKET_PATH = '/live';
/** A connection that does not say which namespace it wants, or whose seat it is, is closed after this, ms. */
const GREET_TIMEOUT_MS = 5_000;
const TICK_MS = 100;
/** What may wait in the process for one slow reader, bytes. */
const SLOW_READER_BYTES = 4 * 1024 * 1024;

export interface GatewayParts {
	readonly httpServer: HttpServer;
	readonly hub: LiveHub;
	/** Whether a page of this origin may open a line: the browser tells it, so a foreign page can't lie about it. */
	readonly isOwnOrigin: (origin: string | undefined, request: IncomingMessage) => boolean;
	readonly addressOf: (request: IncomingMessage) => string;
	readonly maxConnectionsPerAddress: number;
	/** Monotonic, ms. */
	readonly now: () => number;
	/** Notes an unexpected throw; answers nothing of it to anyone. */
	readonly onFault: (where: string, problem: unknown) => void;
	/** In place of GREET_TIMEOUT_MS. */
	readonly greetTimeoutMs?: number;
}

export interface Gateway {
	close(): Promise<void>;
}

/** What is known of one connection from its first byte on. */
interface Visitor {
	/** False: its address has as many as it may already. */
	readonly isCounted: boolean;
	readonly budget: Budget;
	/** Shared by all connections of its token, once it has said hello. */
	tokenBudget: Budget | null;
	readonly greetBy: number;
	isGreeted: boolean;
	/** It ran dry, and is about to be cut. */
	isDry: boolean;
	/** Bytes that Socket.IO holds back until the transport has room. */
	pendingBytes: number;
	cut(code: Code): void;
}

/** The only place that knows Socket.IO on the server: two event names, `up` and `down`, each one tagged frame. */
export function attachGateway(parts: GatewayParts): Gateway {
	const { hub, now } = parts;
	const greetTimeoutMs = parts.greetTimeoutMs ?? GREET_TIMEOUT_MS;
	const most = parts.maxConnectionsPerAddress;
	const addresses = createCounter(most);
	/** New connections of one address: all of its devices twice at once, then a fifth of them each second. */
	const arrivals = createKeyed(() => createBucket(now, { perSecond: Math.max(1, most / 5), burst: most * 2 }));
	const tokens = createKeyed(() => createBudget(now, TOKEN_BUDGET));
	const visitors = new Map<EngineSocket, Visitor>();
	const groupOf = (request: IncomingMessage) => addressGroup(parts.addressOf(request));

	const mayCome = (request: IncomingMessage): boolean => {
		if (!parts.isOwnOrigin(request.headers.origin, request)) return false;
		if (arrivals.of(groupOf(request)).take(1)) return true;
		refuseRaw(request.socket, 429, 'too_many');
		return false;
	};

	const server = new Server(parts.httpServer, {
		path: SOCKET_PATH,
		transports: ['websocket'],
		serveClient: false,
		maxHttpBufferSize: MAX_FRAME_BYTES,
		// cutSilent comes first, and reads before it cuts.
		connectTimeout: 2 * greetTimeoutMs,
		httpCompression: false,
		perMessageDeflate: false,
		allowRequest: (request, answer) => answer(null, mayCome(request)),
	});

	/** Every handler goes through here: a throw of any kind is noted, and never ends the process. */
	const guarded =
		<A extends unknown[]>(where: string, handle: (...given: A) => void) =>
		(...given: A): void => {
			try {
				handle(...given);
			} catch (problem) {
				parts.onFault(where, problem);
			}
		};

	const handleArrival = (engine: EngineSocket) => {
		const group = groupOf(engine.request);
		const visitor: Visitor = {
			isCounted: addresses.take(group),
			budget: createBudget(now),
			tokenBudget: null,
			greetBy: now() + greetTimeoutMs,
			isGreeted: false,
			isDry: false,
			pendingBytes: 0,
			cut: () => engine.close(),
		};
		visitors.set(engine, visitor);
		engine.on(
			'packet',
			guarded('packet', (packet) => handlePacket(visitor, packet)),
		);
		engine.on('packetCreate', (packet) => {
			visitor.pendingBytes += sizeOf(packet);
		});
		engine.on('flush', () => {
			visitor.pendingBytes = 0;
		});
		engine.on('close', () => {
			visitors.delete(engine);
			if (visitor.isCounted) addresses.give(group);
		});
	};

	/** Counts every packet, whatever Socket.IO makes of it. What it can't be is cut when it has been answered. */
	const handlePacket = (visitor: Visitor, packet: EnginePacket) => {
		const size = sizeOf(packet);
		const isWithin = visitor.budget.spend(size) && (visitor.tokenBudget?.spend(size) ?? true);
		if (Buffer.isBuffer(packet.data)) visitor.cut('bad_request');
		else if (packet.data?.[1] === '/') setImmediate(() => visitor.cut('bad_request'));
		else if (!isWithin) dryOut(visitor);
	};

	/** What came in the same breath is looked at once more before the cut, for a STOP and what leads up to it. */
	const dryOut = (visitor: Visitor) => {
		if (visitor.isDry) return;
		visitor.isDry = true;
		setImmediate(() => visitor.cut('too_many'));
	};

	const handleSocket = (socket: Socket) => {
		const engine = socket.conn as unknown as EngineSocket;
		const visitor = visitors.get(engine);
		if (!visitor) return void socket.disconnect(true);
		visitor.cut = (code) => {
			socket.emit('down', { t: 'over', code } satisfies DownFrame);
			socket.disconnect(true);
		};
		if (!visitor.isCounted) return visitor.cut('too_many');
		const connection: Connection = {
			send(frame) {
				socket.emit('down', frame);
				if (visitor.pendingBytes + bufferedBy(engine) > SLOW_READER_BYTES) visitor.cut('too_slow');
			},
			close: () => socket.disconnect(true),
		};

		/** Whether it was a frame of the protocol; one that was not is answered so. */
		const take = (name: string, given: readonly unknown[]): boolean => {
			if (name === 'up' && given.length === 1) return hub.handle(connection, given[0]);
			connection.send({ t: 'refused', code: name === 'up' ? 'bad_request' : 'unknown_event' });
			return false;
		};

		const handleFrame = (name: string, ...given: unknown[]) => {
			if (visitor.isDry) {
				if (isOfSay(given[0])) take(name, given);
			} else if (take(name, given)) learnToken(visitor, given[0]);
			else if (!visitor.budget.punish()) visitor.cut('too_many');
		};
		/** What went wrong here is said without saying what. */
		const handleFrameSafely = (name: string, ...given: unknown[]) => {
			try {
				handleFrame(name, ...given);
			} catch (problem) {
				parts.onFault('frame', problem);
				connection.send({ t: 'refused', code: 'internal' });
			}
		};

		socket.onAny(guarded('frame', handleFrameSafely));
		socket.on(
			'disconnect',
			guarded('disconnect', () => hub.disconnect(connection)),
		);
		// What can't be read ends the connection; it is no fault of this server.
		socket.on('error', () => undefined);
		return undefined;
	};

	const learnToken = (visitor: Visitor, frame: unknown) => {
		const token = tokenOf(frame);
		if (token === null) return;
		visitor.isGreeted = true;
		visitor.tokenBudget = tokens.of(token);
	};

	const cutSilent = () => {
		for (const visitor of visitors.values()) {
			if (!visitor.isGreeted && now() >= visitor.greetBy) visitor.cut('too_slow');
		}
	};

	server.engine.handleRequest = (_request: IncomingMessage, response: ServerResponse) => refuseWithoutUpgrade(response);
	server.engine.on('connection', guarded('arrival', handleArrival));
	server.on('connection', guarded('connection', handleSocket));
	server.engine.on('connection_error', () => undefined);
	const tick = () => {
		guarded('tick', () => hub.tick())();
		guarded('greeting', cutSilent)();
	};
	// After what has come in: when this process stood still, nobody is called silent whose word waits to be read.
	const ticking = setInterval(() => setImmediate(tick), TICK_MS);

	return {
		async close() {
			clearInterval(ticking);
			await server.close();
		},
	};
}

interface EnginePacket {
	readonly type: string;
	readonly data?: string | Buffer;
}

/** What is used here of a socket of engine.io. */
interface EngineSocket {
	readonly request: IncomingMessage;
	readonly transport: { readonly socket?: { readonly bufferedAmount?: number } };
	close(): void;
	on(event: 'packet' | 'packetCreate', listener: (packet: EnginePacket) => void): void;
	on(event: 'flush' | 'close', listener: () => void): void;
}

function sizeOf({ data }: EnginePacket): number {
	return data?.length ?? 0;
}

/** Bytes that the transport has taken and the reader has not. */
function bufferedBy(engine: EngineSocket): number {
	return engine.transport.socket?.bufferedAmount ?? 0;
}

function tokenOf(frame: unknown): string | null {
	if (typeof frame !== 'object' || frame === null || !('t' in frame) || frame.t !== 'hello') return null;
	return 'token' in frame && typeof frame.token === 'string' ? frame.token : null;
}

/** A STOP, or what has to come before it: n leaves nothing out. */
function isOfSay(frame: unknown): boolean {
	if (typeof frame !== 'object' || frame === null || !('t' in frame) || !('lane' in frame)) return false;
	return frame.t === 'events' && frame.lane === 'say';
}
