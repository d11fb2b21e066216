import { type DownFrame, type DownFrameOf, PROTOCOL_VERSION, type UpFrameOf } from '../../shared/protocol.ts';
import { openRawLine, type RawClosed, type RawLine, type RawLineParts } from './raw-line.ts';

/** The live line as a stranger would write it: Socket.IO's protocol by hand, and no engine behind it. */
export interface LiveLine {
	readonly raw: RawLine;
	/** Every frame that came down so far. */
	readonly down: readonly DownFrame[];
	/** Sends anything at all as the one argument of `up`. */
	up(frame: unknown): void;
	/** Any packet of Socket.IO, as text. */
	packet(text: string): void;
	/** Resolves with the first frame, from now or before, of which `isIt` is true; rejects when the line ends first. */
	until(isIt: (frame: DownFrame) => boolean): Promise<DownFrame>;
	untilTold<T extends DownFrame['t']>(t: T): Promise<DownFrameOf<T>>;
	onDown(listener: (frame: DownFrame) => void): () => void;
	/** The code of the `over` that came last, and how the connection ended. */
	readonly closed: Promise<RawClosed & { readonly over: string | null }>;
	destroy(): void;
}

/** Opens a line up to and with Socket.IO's CONNECT; hello is the caller's. */
export async function openLiveLine(parts: RawLineParts): Promise<LiveLine> {
	const raw = await openRawLine(parts);
	if (raw.status !== 101) throw new Error(`the handshake was answered ${raw.status}`);
	const down: DownFrame[] = [];
	const listeners = new Set<(frame: DownFrame) => void>();
	const connected = Promise.withResolvers<void>();
	raw.onText((text) => {
		if (text === '2') raw.send('3');
		else if (text.startsWith('0')) raw.send('40');
		else if (text.startsWith('40')) connected.resolve();
		else if (text.startsWith('42')) {
			const [name, frame] = JSON.parse(text.slice(2)) as [string, DownFrame];
			if (name !== 'down') return;
			down.push(frame);
			for (const listener of listeners) listener(frame);
		}
	});
	const closed = raw.closed.then((end) => {
		const last = down.findLast((frame) => frame.t === 'over');
		return { ...end, over: last?.t === 'over' ? last.code : null };
	});
	void closed.then(() => connected.reject(new Error('the line ended before it was connected')));
	const until: LiveLine['until'] = (isIt) =>
		new Promise((resolve, reject) => {
			const known = down.find(isIt);
			if (known) return resolve(known);
			const listen = (frame: DownFrame) => {
				if (!isIt(frame)) return;
				listeners.delete(listen);
				resolve(frame);
			};
			listeners.add(listen);
			void closed.then(({ over }) =>
				reject(new Error(`the line ended (${over}); heard: ${down.map(({ t }) => t).join(' ')}`)),
			);
			return undefined;
		});
	await connected.promise;
	return {
		raw,
		down,
		up: (frame) => raw.send(`42${JSON.stringify(['up', frame])}`),
		packet: (text) => raw.send(text),
		until,
		untilTold: <T extends DownFrame['t']>(t: T) => until((frame) => frame.t === t) as Promise<DownFrameOf<T>>,
		onDown(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		closed,
		destroy: () => raw.destroy(),
	};
}

/** A page's hello that holds nothing. */
export function helloOf(token: string, writer: string, change: Partial<UpFrameOf<'hello'>> = {}): UpFrameOf<'hello'> {
	return {
		t: 'hello',
		v: PROTOCOL_VERSION,
		token,
		sentAt: 0,
		writer,
		streams: [],
		heads: {},
		pen: true,
		inView: true,
		...change,
	};
}
