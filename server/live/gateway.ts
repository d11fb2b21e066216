import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Code } from '../../shared/codes.ts';
import { type DownFrame, MAX_FRAME_BYTES } from '../../shared/protocol.ts';
import { addressGroup } from './join-codes.ts';
import { createBudget, createCounter } from './limits.ts';
import type { Connection, LiveHub } from './live-hub.ts';

export const SOCKET_PATH = '/live';
/** A connection that never says which namespace it wants is closed after this, ms. */
const CONNECT_TIMEOUT_MS = 5_000;
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
}

export interface Gateway {
	close(): Promise<void>;
}

/** The only place that knows Socket.IO on the server: two event names, `up` and `down`, each one tagged frame. */
export function attachGateway(parts: GatewayParts): Gateway {
	const { hub } = parts;
	const addresses = createCounter(parts.maxConnectionsPerAddress);
	const server = new Server(parts.httpServer, {
		path: SOCKET_PATH,
		transports: ['websocket'],
		serveClient: false,
		maxHttpBufferSize: MAX_FRAME_BYTES,
		connectTimeout: CONNECT_TIMEOUT_MS,
		httpCompression: false,
		perMessageDeflate: false,
		allowRequest: (request, answer) => answer(null, parts.isOwnOrigin(request.headers.origin, request)),
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

	const handleSocket = (socket: Socket) => {
		const address = addressGroup(parts.addressOf(socket.request));
		if (!addresses.take(address)) {
			socket.emit('down', { t: 'over', code: 'too_many' } satisfies DownFrame);
			socket.disconnect(true);
			return;
		}
		const connection: Connection = {
			send(frame) {
				socket.emit('down', frame);
				if (backlogOf(socket) > SLOW_READER_BYTES) socket.disconnect(true);
			},
			close: () => socket.disconnect(true),
		};
		const budget = createBudget(parts.now);
		const cut = (code: Code) => {
			socket.emit('down', { t: 'over', code } satisfies DownFrame);
			socket.disconnect(true);
		};

		/** Whether the frame was one of the protocol's. A STOP is taken even from a page that runs dry, before it is cut. */
		const take = (isWithin: boolean, name: string, given: readonly unknown[]): boolean => {
			if (name !== 'up' || given.length !== 1) {
				connection.send({ t: 'refused', code: name === 'up' ? 'bad_request' : 'unknown_event' });
				return false;
			}
			return (isWithin || carriesStop(given[0])) && hub.handle(connection, given[0]);
		};

		const handleFrame = (name: string, ...given: unknown[]) => {
			const isWithin = budget.spend(sizeOf(given));
			const isGood = take(isWithin, name, given);
			if (given.some(Buffer.isBuffer)) cut('bad_request');
			else if (!isWithin || (!isGood && !budget.punish())) cut('too_many');
		};

		socket.onAny(guarded('frame', handleFrame));
		socket.on(
			'disconnect',
			guarded('disconnect', () => {
				addresses.give(address);
				hub.disconnect(connection);
			}),
		);
		socket.on('error', (problem) => parts.onFault('socket', problem));
	};

	server.on('connection', guarded('connection', handleSocket));
	server.engine.on('connection_error', () => undefined);
	const ticking = setInterval(
		guarded('tick', () => hub.tick()),
		TICK_MS,
	);

	return {
		async close() {
			clearInterval(ticking);
			await server.close();
		},
	};
}

/** Roughly what a frame weighs. Its real size was bounded before it came here. */
function sizeOf(given: readonly unknown[]): number {
	return JSON.stringify(given)?.length ?? 0;
}

function carriesStop(frame: unknown): boolean {
	if (typeof frame !== 'object' || frame === null || !('events' in frame) || !Array.isArray(frame.events)) return false;
	return frame.events.some((event) => event?.body?.kind === 'stop');
}

interface BufferingTransport {
	readonly socket?: { readonly bufferedAmount?: number };
}

/** Bytes that wait in this process for the reader. */
function backlogOf(socket: Socket): number {
	return (socket.conn.transport as BufferingTransport).socket?.bufferedAmount ?? 0;
}
