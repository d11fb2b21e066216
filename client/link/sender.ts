import type { FramedEvent, WrittenEvent } from '../../shared/events.ts';
import { PAGE_FRAME_BYTES, type UpFrameOf } from '../../shared/protocol.ts';
import type { OwnStream, OwnStreams } from './own-streams.ts';

/**
 * At most ten flow frames a second, of a size that leaves room on a line of 400 kbit/s: a STOP waits behind one at most.
 */
const FLOW_EVERY_MS = 100;
const FLOW_FRAME_BYTES = 4_000;
const ENVELOPE_BYTES = 120;

interface FrameTaker {
	send(frame: UpFrameOf<'events'>): void;
}

export interface Sender {
	/** Sends what is due: all of *say*, then at most one frame of *flow* (W9). */
	flush(wire: FrameTaker): void;
	/** Every unacknowledged event of *say*, in order, for the second road. */
	framesOfSay(): readonly UpFrameOf<'events'>[];
}

/** Decides what leaves when. The present writer's stream comes after those of earlier loads, which are older. */
export function createSender({ own, now }: { readonly own: OwnStreams; readonly now: () => number }): Sender {
	let flowSentAt = Number.NEGATIVE_INFINITY;

	const sendSay = (wire: FrameTaker, stream: OwnStream) => {
		for (const frame of framesFrom(stream, stream.sent, PAGE_FRAME_BYTES)) {
			wire.send(frame);
			own.markSent(stream, lastOf(frame));
		}
	};

	const sendFlow = (wire: FrameTaker) => {
		if (now() - flowSentAt < FLOW_EVERY_MS) return;
		for (const stream of own.list()) {
			const frame = stream.lane === 'flow' && framesFrom(stream, stream.sent, FLOW_FRAME_BYTES).next().value;
			if (!frame) continue;
			flowSentAt = now();
			wire.send(frame);
			own.markSent(stream, lastOf(frame));
			return;
		}
	};

	return {
		flush(wire) {
			for (const stream of own.list()) if (stream.lane === 'say') sendSay(wire, stream);
			sendFlow(wire);
		},
		framesOfSay: () =>
			own
				.list()
				.filter(({ lane }) => lane === 'say')
				.flatMap((stream) => [...framesFrom(stream, 0, PAGE_FRAME_BYTES)]),
	};
}

const lastOf = (frame: UpFrameOf<'events'>): number => frame.events.at(-1)?.n ?? 0;

/** The held events above `after` in frames of at most `bytes`. */
function* framesFrom(stream: OwnStream, after: number, bytes: number): Generator<UpFrameOf<'events'>, undefined> {
	const first = stream.held[0]?.n ?? stream.next;
	let events: WrittenEvent[] = [];
	let size = ENVELOPE_BYTES;
	for (let i = Math.max(0, after + 1 - first); i < stream.held.length; i += 1) {
		const event = stream.held[i] as WrittenEvent;
		const length = sizeOf(event);
		if (events.length > 0 && (size + length > bytes || events.length >= 500)) {
			yield frameOf(stream, events);
			events = [];
			size = ENVELOPE_BYTES;
		}
		events.push(event);
		size += length;
	}
	if (events.length > 0) yield frameOf(stream, events);
	return undefined;
}

function frameOf({ writer, lane }: OwnStream, events: WrittenEvent[]): UpFrameOf<'events'> {
	return { t: 'events', writer, lane, events: events as readonly object[] as FramedEvent[] };
}

/** Bytes on the wire, at most: a character outside ASCII takes up to three. */
function sizeOf(event: WrittenEvent): number {
	const text = JSON.stringify(event);
	let size = text.length + 1;
	for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) size += 2;
	return size;
}
