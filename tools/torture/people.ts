import { type EventId, eventKey } from '../../shared/events.ts';
import { headOf } from '../../shared/stream.ts';
import { type NodeSession, openNodeSession } from '../simulated/node-session.ts';
import type { ClinicCalls } from '../wire/clinic-calls.ts';
import { openLetIn } from '../wire/let-in.ts';
import { helloOf, type LiveLine, openLiveLine } from '../wire/live-line.ts';

/** A desk that marks every STOP as shown the moment it comes, as a page does after painting. */
export interface QuickDesk {
	/** When each STOP came, and when the server was seen to have its mark, by the STOP's identity; by this process's clock. */
	readonly seenAt: ReadonlyMap<string, number>;
	readonly shownAt: ReadonlyMap<string, number>;
	close(): void;
}

const NOW_MS = 1_000;
/** What a page in view tells of now. */
const PICTURE = { t: 'now', rating: null, touchedAt: null, inView: true, say: 0, flow: 0 } as const;
const READY_MS = 60_000;
const LOOK_MS = 20;

/** @param isWatched a second page of the seat sees the marks as soon as they have arrived; without it they are known by their acknowledgement */
export async function openQuickDesk(
	port: number,
	token: string,
	writer: string,
	isWatched = false,
): Promise<QuickDesk> {
	const line: LiveLine = await openLiveLine({ port });
	const seenAt = new Map<string, number>();
	const shownAt = new Map<string, number>();
	/** The n of each mark that the server has not told it has. */
	const open = new Map<number, string>();
	let n = 0;
	const show = (stop: EventId) => {
		const key = eventKey(stop);
		if (seenAt.has(key)) return;
		seenAt.set(key, performance.now());
		n += 1;
		open.set(n, key);
		line.up({
			t: 'events',
			writer,
			lane: 'say',
			events: [{ n, at: Date.now(), body: { kind: 'shown', stops: [stop] } }],
		});
	};
	const learn = (head: number) => {
		for (const [mark, key] of open) {
			if (mark > head) continue;
			shownAt.set(key, performance.now());
			open.delete(mark);
		}
	};
	const watching = isWatched ? await watchMarks(port, token, writer, learn) : null;
	line.onDown((frame) => {
		if (frame.t === 'events') {
			const { writer: of, lane } = frame;
			for (const { n: number, body } of frame.events) if (body.kind === 'stop') show({ writer: of, lane, n: number });
		} else if (frame.t === 'held' || frame.t === 'recorded') learn(headOf(frame.heads, { writer, lane: 'say' }));
		else if (frame.t === 'now') learn(headOf(frame.accepted, { writer, lane: 'say' }));
	});
	line.up(helloOf(token, writer));
	await line.untilTold('welcome');
	const pictures = setInterval(() => {
		line.up({ ...PICTURE, writer, at: Date.now(), say: n });
	}, NOW_MS);
	return {
		seenAt,
		shownAt,
		close() {
			clearInterval(pictures);
			line.destroy();
			watching?.();
		},
	};
}

/** Tells the last n of *say* that the server relays of this writer; answers how to end it. */
async function watchMarks(port: number, token: string, writer: string, onHead: (n: number) => void) {
	const line = await openLiveLine({ port });
	line.onDown((frame) => {
		if (frame.t === 'events' && frame.writer === writer && frame.lane === 'say') onHead(frame.to);
	});
	const own = `watch-${writer}`.slice(0, 22);
	const tellNow = () => line.up({ ...PICTURE, writer: own, at: Date.now() });
	line.up(helloOf(token, own, { pen: false }));
	await line.untilTold('welcome');
	const pictures = setInterval(tellNow, NOW_MS);
	return () => {
		clearInterval(pictures);
		line.destroy();
	};
}

/** A session with a phone of the shipping engine and a desk that shows at once. */
export interface Room {
	readonly session: string;
	readonly phone: NodeSession;
	readonly desk: QuickDesk;
	close(): void;
}

/** Until every phone has a live line and is recorded; rejects after a while. */
export async function untilRecorded(rooms: readonly Room[]): Promise<void> {
	const isReady = ({ phone }: Room) => {
		const { line, recording } = phone.link.view();
		return line.is === 'live' && recording === 'recorded';
	};
	for (const until = performance.now() + READY_MS; performance.now() < until; ) {
		if (rooms.every(isReady)) return;
		await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
	}
	throw new Error('not every phone came in');
}

/**
 * @param phoneOrigin by which the phone comes, where something stands between
 * @param isMoving whether the phone's rating moves all the time
 */
export async function openPressRoom(parts: {
	readonly port: number;
	readonly calls: ClinicCalls;
	readonly phoneOrigin: string;
	readonly isMoving: boolean;
	/** Its STOPs are timed: a second page sees the marks arrive. */
	readonly isTimed?: boolean;
}): Promise<Room> {
	const { port, calls, phoneOrigin, isMoving, isTimed } = parts;
	const { session, tokens, close } = await openLetIn(port, calls, 'Client Example');
	close();
	const desk = await openQuickDesk(port, tokens.therapist, `quick-${session}`.slice(0, 22), isTimed);
	let value = 0;
	let hasChosen = false;
	const phone = openNodeSession({ origin: phoneOrigin, seat: 'client', token: tokens.phone }, (link) => () => {
		if (!hasChosen && link.view().line.is === 'live') {
			hasChosen = link.append({ kind: 'consent', choice: 'recorded' }) !== null;
		}
		if (!isMoving || !hasChosen) return;
		value = (value + 1) % 101;
		link.append({ kind: 'rating', value, touched: true });
	});
	return {
		session,
		phone,
		desk,
		close() {
			phone.close();
			desk.close();
		},
	};
}
