import { eventFor } from '../../shared/event-sight.ts';
import { LANES, type Lane, type LoggedEvent, type Seat } from '../../shared/events.ts';
import { type EventsFrame, PAGE_FRAME_BYTES } from '../../shared/protocol.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import { type Heads, headOf, type StreamId, type TimedEvent, withHead } from '../../shared/stream.ts';
import type { Line } from './seats.ts';

/** What the pages of a session that are far behind are sent of each lane between two ticks, events; at most half of it one page. */
const OF_A_LANE = 2_000;

interface Progress {
	/** The revision of the log of which the page was sent all; null: of none. */
	revision: number | null;
	/** What is left of its share of each lane until the next tick: flow never holds back say. */
	left: Record<Lane, number>;
}

/** Sends pages what they lack of the log. Relay and backlog are one mechanism: heads of what a page has. */
export interface Relay {
	/** Sends a page what it lacks, as far as its share goes. */
	pump(line: Line): void;
	/** A tick: every page's share is whole again, and what it lacks is sent. */
	pumpAll(lines: readonly Line[]): void;
	/** A page has no more than this; what it lacks goes with the next tick, however often it says so. */
	rewind(line: Line, heads: Heads): void;
	/** All of one stream that `seat` may see. */
	wholeStream(seat: Seat, stream: StreamId): readonly EventsFrame[];
}

export function createRelay(log: SessionLog, seatOf: (writer: string) => Seat | undefined): Relay {
	const progresses = new WeakMap<Line, Progress>();
	const progressOf = (line: Line): Progress => {
		const known = progresses.get(line);
		if (known) return known;
		const fresh = { revision: null, left: shareOf(1) };
		progresses.set(line, fresh);
		return fresh;
	};
	const framesTo = (seat: Seat, stream: StreamId, events: readonly TimedEvent[], from: number, to: number) =>
		framesOf(seat, { ...stream, seat: seatOf(stream.writer) ?? 'server' }, events, from, to);

	const send = (line: Line, stream: StreamId, most: number): number => {
		const from = headOf(line.sent, stream);
		if (log.head(stream) <= from) return 0;
		const events = log.after(stream, from);
		const part = events.length > most ? events.slice(0, most) : events;
		const to = part.length < events.length ? (part.at(-1)?.n ?? from) : log.head(stream);
		for (const frame of framesTo(line.seat, stream, part, from + 1, to)) line.connection.send(frame);
		line.sent = withHead(line.sent, stream, to);
		return part.length;
	};

	/** Answers whether that was all: with nothing left of the share, the page may lack some. */
	const sendLane = (line: Line, lane: Lane, { left }: Progress): boolean => {
		for (const stream of log.streams()) {
			if (stream.lane === lane && left[lane] > 0) left[lane] -= send(line, stream, left[lane]);
		}
		return left[lane] > 0;
	};

	const pump = (line: Line) => {
		const progress = progressOf(line);
		if (line.isDraining || line.isPassing || progress.revision === log.revision()) return;
		const areAll = LANES.map((lane) => sendLane(line, lane, progress));
		if (areAll.every(Boolean)) progress.revision = log.revision();
	};

	return {
		pump,
		pumpAll(lines) {
			for (const line of lines) {
				progressOf(line).left = shareOf(lines.length);
				pump(line);
			}
		},
		rewind(line, heads) {
			line.sent = heads;
			progressOf(line).revision = null;
		},
		wholeStream: (seat, stream) => [...framesTo(seat, stream, log.after(stream, 0), 1, log.head(stream))],
	};
}

function shareOf(pages: number): Record<Lane, number> {
	const share = Math.ceil(OF_A_LANE / Math.max(2, pages));
	return { say: share, flow: share };
}

/** A run of one stream in frames of a bounded size, with only what `seat` may see (W14). */
function* framesOf(
	seat: Seat,
	stream: StreamId & { readonly seat: Seat },
	events: readonly TimedEvent[],
	first: number,
	last: number,
): Generator<EventsFrame> {
	const { writer, lane, seat: from } = stream;
	let start = first;
	let visible: EventsFrame['events'][number][] = [];
	let size = 0;
	for (const event of events) {
		const seen = eventFor(seat, event);
		if (!seen) continue;
		const told = asTold(seen);
		const length = JSON.stringify(told).length + 1;
		if (visible.length > 0 && size + length > PAGE_FRAME_BYTES) {
			yield { t: 'events', writer, lane, seat: from, from: start, to: told.n - 1, events: visible };
			start = told.n;
			visible = [];
			size = 0;
		}
		visible.push(told);
		size += length;
	}
	yield { t: 'events', writer, lane, seat: from, from: start, to: last, events: visible };
}

function asTold({ n, at, arrivedAt, practice, of, body }: LoggedEvent): EventsFrame['events'][number] {
	return { n, at, arrivedAt, ...(practice && { practice }), ...(of && { of }), body };
}
