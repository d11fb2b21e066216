import type { DownFrame } from '../../shared/protocol.ts';
import type { LinkEngine, Wire } from './link-engine.ts';

/**
 * What of Socket.IO 5 over Engine.IO 4 this line uses: text packets over WebSocket, the main namespace, no
 * acknowledgements (socket.io/docs/v4/socket-io-protocol). A fifth of the weight of the general client.
 */
const PACKET = { ping: '2', pong: '3', open: '0', connect: '40', event: '42' } as const;

/** Where the server's gateway listens. */
const SOCKET_PATH = '/live/?EIO=4&transport=websocket';
/** A connection that has not come about by then is given up, ms. */
export const CONNECT_TIMEOUT_MS = 4_000;
/** The pause before the next try: doubled each time, up to the most (live again within 3 s), and jittered by half each way, ms. */
export const PAUSE_MS = { first: 300, most: 1_500 } as const;

/** What of the browser's WebSocket is used; Node's has it too. */
export interface BareWebSocket {
	onmessage: ((event: { readonly data: unknown }) => void) | null;
	onclose: ((event: never) => void) | null;
	onerror: ((event: never) => void) | null;
	send(text: string): void;
	close(): void;
}

export interface SocketParts {
	readonly open: (url: string) => BareWebSocket;
	/** The server's, like https://clinic.local:3000. */
	readonly origin: string;
	/** Calls back once after `ms`; answers what cancels it. */
	readonly after: (ms: number, act: () => void) => () => void;
	/** 0–1. */
	readonly random: () => number;
	/** Calls back when the network or the person returns to this page; answers what ends it. */
	readonly onReturn: (act: () => void) => () => void;
}

/** Reads an `event` packet; null for what is not a frame of ours. */
function frameOf(packet: string): DownFrame | null {
	try {
		const [name, frame] = JSON.parse(packet.slice(PACKET.event.length)) as [unknown, DownFrame];
		return name === 'down' ? frame : null;
	} catch {
		return null;
	}
}

/**
 * Joins a link to the server over WebSocket, and again whenever it breaks, with a jittered pause. Frames leave while
 * connected or not at all: nothing is ever buffered here.
 */
export function openSocket(link: LinkEngine, parts: SocketParts): { close(): void } {
	const url = `${parts.origin.replace(/^http/, 'ws')}${SOCKET_PATH}`;
	let socket: BareWebSocket | null = null;
	let wire: Wire | null = null;
	let tries = 0;
	let isClosed = false;
	let cancelTimer = () => {};

	const connect = () => {
		cancelTimer();
		const mine = parts.open(url);
		socket = mine;
		cancelTimer = parts.after(CONNECT_TIMEOUT_MS, () => drop(mine));
		mine.onmessage = ({ data }) => {
			if (mine === socket) handlePacket(mine, String(data));
		};
		mine.onclose = () => drop(mine);
		mine.onerror = () => drop(mine);
	};

	const handlePacket = (mine: BareWebSocket, packet: string) => {
		if (packet.startsWith(PACKET.connect)) return handleConnected(mine);
		if (packet.startsWith(PACKET.event)) return handleFrame(mine, frameOf(packet));
		if (packet.startsWith(PACKET.open)) return mine.send(PACKET.connect);
		if (packet === PACKET.ping) return mine.send(PACKET.pong);
		// What is left ends the line: disconnected, refused, or not understood.
		return drop(mine);
	};

	const handleConnected = (mine: BareWebSocket) => {
		cancelTimer();
		tries = 0;
		wire = {
			send(frame) {
				if (mine === socket) mine.send(`${PACKET.event}${JSON.stringify(['up', frame])}`);
			},
			close: () => drop(mine),
		};
		link.handleOpen(wire);
	};

	const handleFrame = (mine: BareWebSocket, frame: DownFrame | null) => {
		if (wire && frame) link.handleFrame(wire, frame);
		if (frame?.t === 'over') drop(mine);
	};

	/** Lets go of a connection, whichever side ended it, and comes back unless all is over. */
	const drop = (mine: BareWebSocket) => {
		if (mine !== socket) return;
		const lost = wire;
		socket = null;
		wire = null;
		mine.close();
		if (lost) link.handleClose(lost);
		comeBack();
	};

	const comeBack = () => {
		cancelTimer();
		if (isClosed || link.view().line.is === 'over') return;
		const pause = Math.min(PAUSE_MS.most, PAUSE_MS.first * 2 ** tries);
		tries += 1;
		cancelTimer = parts.after(pause * (0.5 + parts.random()), connect);
	};

	const stopReturns = parts.onReturn(() => {
		if (!socket && !isClosed && link.view().line.is !== 'over') connect();
	});
	connect();
	return {
		close() {
			isClosed = true;
			stopReturns();
			if (socket) drop(socket);
			cancelTimer();
		},
	};
}

/** The browser's parts; in Node, where no page came from the server, `origin` names it. */
export function socketParts(origin: string = location.origin): SocketParts {
	return {
		open: (url) => new WebSocket(url) as BareWebSocket,
		origin,
		after(ms, act) {
			const timer = setTimeout(act, ms);
			return () => clearTimeout(timer);
		},
		random: Math.random,
		onReturn(act) {
			const target = globalThis.window ?? new EventTarget();
			const events = ['online', 'pageshow', 'focus'];
			for (const event of events) target.addEventListener(event, act);
			return () => {
				for (const event of events) target.removeEventListener(event, act);
			};
		},
	};
}
