import { io, type Socket } from 'socket.io-client';
import type { DownFrame, UpFrame } from '../../shared/protocol.ts';
import type { LinkEngine, Wire } from './session-link.ts';

/** Where the server's gateway listens. */
const SOCKET_PATH = '/live';
const CONNECT_TIMEOUT_MS = 4_000;

/**
 * Joins a link to the server over WebSocket, and again whenever it breaks, with a jittered pause.
 * The only place that knows Socket.IO on a page: two event names, `up` and `down`; nothing is emitted while not connected.
 */
export function openSocket(link: LinkEngine): { close(): void } {
	const socket: Socket = io({
		path: SOCKET_PATH,
		transports: ['websocket'],
		reconnectionDelay: 300,
		reconnectionDelayMax: 3_000,
		randomizationFactor: 0.5,
		timeout: CONNECT_TIMEOUT_MS,
		autoConnect: false,
	});
	let wire: Wire | null = null;

	socket.on('connect', () => {
		const { id } = socket;
		wire = {
			send(frame: UpFrame) {
				if (socket.connected && socket.id === id) socket.emit('up', frame);
			},
			close() {
				socket.disconnect();
				if (link.view().line.is !== 'over') socket.connect();
			},
		};
		link.handleOpen(wire);
	});
	socket.on('down', (frame: DownFrame) => {
		if (wire) link.handleFrame(wire, frame);
		if (frame.t === 'over') socket.disconnect();
	});
	socket.on('disconnect', (reason) => {
		if (wire) link.handleClose(wire);
		wire = null;
		// The server closes a line it no longer hears; unless it said that all is over, the page comes back.
		if (reason === 'io server disconnect' && link.view().line.is !== 'over') socket.connect();
	});
	socket.connect();
	return {
		close() {
			socket.disconnect();
		},
	};
}
