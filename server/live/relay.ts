import { eventFor } from '../../shared/event-sight.ts';
import type { LoggedEvent, Seat } from '../../shared/events.ts';
import { type EventsFrame, PAGE_FRAME_BYTES } from '../../shared/protocol.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import { type Heads, headOf, type StreamId, type TimedEvent, withHead } from '../../shared/stream.ts';
import type { Line } from './seats.ts';

/** Flow that pages far behind are sent between two ticks, events: by one page, and by all of a session. Say is never held back. */
const FLOW_AT_A_TIME = 1_000;
const FLOW_OF_ALL = 2_000;

interface Progress {
	/** The revision of the log of which the page was sent all; null: of none. */
	revision: number | null;
	flowLeft: number;
}

/** Sends pages what they lack of the log. Relay and backlog are one mechanism: heads of what a page has. */
export interface Relay {
	/** Sends a page what it lacks, as far as its share of flow goes. */
	pump(line: Line): void;
	/** A tick: everybody's share of flow is whole again, and is sent where it is wanted. */
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
		const fresh = { revision: null, flowLeft: FLOW_AT_A_TIME };
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

	const sendFlow = (line: Line, most: number): number => {
		let left = most;
		for (const stream of log.streams()) if (stream.lane === 'flow' && left > 0) left -= send(line, stream, left);
		return left;
	};

	const pump = (line: Line) => {
		const progress = progressOf(line);
		if (line.isDraining || line.isPassing || progress.revision === log.revision()) return;
		for (const stream of log.streams()) if (stream.lane === 'say') send(line, stream, Number.POSITIVE_INFINITY);
		progress.flowLeft = sendFlow(line, progress.flowLeft);
		// With nothing left of its share, it may lack some.
		if (progress.flowLeft > 0) progress.revision = log.revision();
	};

	return {
		pump,
		pumpAll(lines) {
			const share = Math.min(FLOW_AT_A_TIME, Math.ceil(FLOW_OF_ALL / lines.length));
			for (const line of lines) {
				progressOf(line).flowLeft = share;
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
