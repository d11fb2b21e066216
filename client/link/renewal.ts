import { type EventId, eventKey, type Seat } from '../../shared/events.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import { type Heads, headOf, type StreamId } from '../../shared/stream.ts';
import type { OutboxKeeper } from './outbox-keeper.ts';
import type { OwnStreams } from './own-streams.ts';
import type { Content, OwnWriter } from './own-writer.ts';
import { lostFacts, snapshotOf } from './snapshot.ts';

/** A page goes on as a new writer where the server holds less of it than it should, or something else. */
export interface Renewal {
	/** The server no longer has a part of this page's streams (W7): it says again what its seat's state is made of. */
	sayAgain(streams: readonly StreamId[]): void;
	/** The server holds something else under the stream's n (W3): the first stands, and what this page had comes anew. */
	standAside(stream: StreamId, n: number): void;
	/** A connection begins, on which no lost facts were said. */
	begin(): void;
	/**
	 * Said again, once a connection, by whoever has or gets the pen of the seat: the page that said it is gone, and so is the
	 * server's memory of it.
	 * @param heads what the server has
	 */
	sayLostFacts(heads: Heads): void;
	isPartLost(): boolean;
}

export function createRenewal(parts: {
	readonly seat: Seat;
	readonly serverNow: () => number;
	readonly own: OwnStreams;
	readonly keeper: OutboxKeeper;
	readonly log: SessionLog;
	readonly writer: OwnWriter;
}): Renewal {
	const { own, keeper, log, writer, seat } = parts;
	let isPartLost = false;
	let haveFactsBeenSaid = false;

	/** How far this page holds a stream: of another tab's, what came since is that tab's to bring. */
	const lastHeld = (stream: StreamId) => (own.get(stream)?.next ?? 1) - 1;

	/** Lets go of streams; answers their unacknowledged events, the oldest first, with what each first was. */
	const releaseAll = (streams: readonly StreamId[]): readonly Content[] =>
		streams
			.flatMap((stream) => own.release(stream).map((event) => ({ ...event, writer: stream.writer, lane: stream.lane })))
			.sort((a, b) => a.at - b.at)
			.map(({ n, writer: of, lane, ...content }) => ({ ...content, of: content.of ?? { writer: of, lane, n } }));

	return {
		sayAgain(streams) {
			const stored = streams.map((stream) => [stream, lastHeld(stream)] as const);
			const unacknowledged = releaseAll(streams);
			writer.renew();
			const snapshot = snapshotOf(log, seat);
			const said = new Set(snapshot.map(({ of }) => of && eventKey(of)));
			const rest = unacknowledged.filter(({ of }) => !said.has(of && eventKey(of)));
			for (const event of [...snapshot, ...rest]) writer.append(event);
			// Last: a page that dies in between leaves them twice, which counts once, and never not at all.
			for (const [stream, upTo] of stored) keeper.remove(stream, upTo);
			isPartLost = true;
		},
		standAside(stream, n) {
			keeper.remove(stream, lastHeld(stream));
			const unacknowledged = own.release(stream, n);
			const below = own.get(stream)?.held ?? [];
			keeper.put(
				below.map((event) => ({ ...stream, event })),
				parts.serverNow(),
			);
			writer.renew();
			for (const { n: _, ...event } of unacknowledged) writer.append(event);
		},
		begin() {
			haveFactsBeenSaid = false;
		},
		sayLostFacts(heads) {
			if (haveFactsBeenSaid) return;
			haveFactsBeenSaid = true;
			const isKnown = (id: EventId) => id.n <= headOf(heads, id) || writer.isHeld(id);
			for (const event of lostFacts(log, seat, isKnown)) writer.append(event);
		},
		isPartLost: () => isPartLost,
	};
}
