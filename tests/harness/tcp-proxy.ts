import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * What becomes of bytes. `hold`: a share of the chunks waits, and all behind them wait too. `black-hole`: nothing passes and
 * nothing ends, and what was sent arrives once it is over. `cut`: connections are torn, and new ones too.
 */
export type Weather =
	| { readonly is: 'clear' | 'cut' }
	| { readonly is: 'delay'; readonly oneWayMs: number }
	| { readonly is: 'hold'; readonly share: number; readonly leastMs: number; readonly mostMs: number }
	| { readonly is: 'black-hole'; readonly of: 'all' | 'websocket' };

/** A TCP proxy between a page and the server, on loopback, moved by hand. */
export interface TcpProxy {
	readonly port: number;
	set(weather: Weather): void;
	/** When bytes worth a frame last went up (from the page) or down, ms since epoch. */
	lastAt(way: 'up' | 'down'): number;
	close(): void;
}

/** Less is the transport's own sign of life, bytes. */
const FRAME_BYTES = 16;

/** One connection's way through. */
interface Passage {
	readonly from: Socket;
	readonly to: Socket;
	readonly way: 'up' | 'down';
	readonly connection: { isWebSocket: boolean };
}

/**
 * @param random 0 ≤ x < 1, for what is held and how long
 * @param readUp asked for each connection what reads the bytes that the page sends on it, whatever becomes of them
 */
export async function openTcpProxy(
	target: number,
	random: () => number = Math.random,
	port = 0,
	readUp: () => (chunk: Buffer) => void = () => () => undefined,
): Promise<TcpProxy> {
	let weather: Weather = { is: 'clear' };
	const passedAt = { up: 0, down: 0 };
	const sockets = new Set<Socket>();
	/** What goes on when a black hole is over. */
	const stuck = new Set<() => void>();

	const isStuck = ({ connection }: Passage) =>
		weather.is === 'black-hole' && (weather.of === 'all' || connection.isWebSocket);
	const waitMs = () => {
		if (weather.is === 'delay') return weather.oneWayMs;
		if (weather.is !== 'hold' || random() >= weather.share) return 0;
		return weather.leastMs + random() * (weather.mostMs - weather.leastMs);
	};

	/** Chunks in their order: each passes when its own wait and those before it are over; the end comes last. */
	const openPassage = (passage: Passage) => {
		const { from, to, way, connection } = passage;
		const queue: { readonly act: () => void; readonly dueAt: number }[] = [];
		let isWaiting = false;
		const goOn = () => {
			isWaiting = false;
			drain();
		};
		const drain = () => {
			for (let head = queue[0]; head && !isWaiting; head = queue[0]) {
				const dueIn = head.dueAt - Date.now();
				isWaiting = isStuck(passage) || dueIn > 0;
				if (isStuck(passage)) stuck.add(goOn);
				else if (dueIn > 0) setTimeout(goOn, dueIn);
				else queue.shift()?.act();
			}
		};
		const enqueue = (act: () => void) => {
			queue.push({ act, dueAt: Math.max(queue.at(-1)?.dueAt ?? 0, Date.now() + waitMs()) });
			drain();
		};
		from.on('data', (chunk) => {
			connection.isWebSocket ||= way === 'up' && /^upgrade: websocket/im.test(chunk.toString('latin1'));
			enqueue(() => {
				to.write(chunk);
				if (chunk.length >= FRAME_BYTES) passedAt[way] = Date.now();
			});
		});
		from.on('close', () => enqueue(() => to.destroy()));
	};

	const server = createServer((inner) => {
		if (weather.is === 'cut') return void inner.destroy();
		const outer = connect(target, '127.0.0.1');
		const connection = { isWebSocket: false };
		for (const socket of [inner, outer]) {
			sockets.add(socket);
			socket.setNoDelay(true);
			socket.on('error', () => undefined);
			socket.on('close', () => sockets.delete(socket));
		}
		inner.on('data', readUp());
		openPassage({ from: inner, to: outer, way: 'up', connection });
		openPassage({ from: outer, to: inner, way: 'down', connection });
	});

	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
	return {
		port: address.port,
		set(next) {
			weather = next;
			if (next.is === 'cut') for (const socket of sockets) socket.destroy();
			const waiting = [...stuck];
			stuck.clear();
			for (const goOn of waiting) goOn();
		},
		lastAt: (way) => passedAt[way],
		close() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}
