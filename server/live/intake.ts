import {
	acceptBody,
	type Body,
	type FramedEvent,
	type LoggedEvent,
	refused,
	type Seat,
	type WrittenEvent,
} from '../../shared/events.ts';
import type { DownFrame, UpFrameOf } from '../../shared/protocol.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import { judge, type StreamId, sameContent, type TimedEvent } from '../../shared/stream.ts';

export interface IntakeParts {
	readonly log: SessionLog;
	readonly now: () => number;
	/** Whom a writer belongs to: the seat that first sent for it (W1). */
	readonly seatOf: (writer: string) => Seat | undefined;
	/** Whether a phone was admitted at that time, as the log tells: then consent is its client's to give. */
	readonly hadPhone: (at: number) => boolean;
	/** Puts an accepted event into the log and sets going what follows from it. */
	readonly accept: (event: LoggedEvent) => void;
}

/** Programs that wrote for one seat of a session: pages opened and opened again. Beyond them nothing more is begun. */
const MOST_WRITERS_PER_SEAT = 100;

export interface Taken {
	/** What the sender is told at once. */
	readonly answers: readonly DownFrame[];
	/** Some of it was known already: the sender may have missed an acknowledgement. */
	readonly isRepeated: boolean;
}

/** Takes a seat's events into the session's log, in order (W3), refusing what can't be accepted (W4). */
export function createIntake(parts: IntakeParts): { take(seat: Seat, frame: UpFrameOf<'events'>): Taken } {
	const bodyFor = (seat: Seat, { lane }: StreamId, raw: FramedEvent): Body => {
		const body = acceptBody(seat, lane, raw.body);
		const isSpokenChoice = body.kind === 'spoken-consent' && body.choice !== 'withdrawn';
		// By the event's own time and not by what holds now: sent again after a crash it must fare the same.
		return isSpokenChoice && parts.hadPhone(raw.at) ? refused('forbidden') : body;
	};

	const logged = (seat: Seat, { writer, lane }: StreamId, raw: FramedEvent, body: Body): LoggedEvent => {
		const { n, at, practice, of } = raw;
		const arrivedAt = parts.now();
		return { writer, lane, seat, n, at, arrivedAt, ...(practice && { practice }), ...(of && { of }), body };
	};

	/** Takes one event; answers what stops the run, `repeat`, or nothing. */
	const takeOne = (seat: Seat, stream: StreamId, raw: FramedEvent, answers: DownFrame[]) => {
		const { writer, lane } = stream;
		const head = parts.log.head(stream);
		const verdict = judge(head, raw.n, () =>
			isSame(parts.log.get(stream, raw.n), raw, acceptBody(seat, lane, raw.body)),
		);
		if (verdict === 'missing') answers.push({ t: 'expect', writer, lane, n: head + 1 });
		else if (verdict === 'conflict') answers.push({ t: 'conflict', writer, lane, n: raw.n });
		else if (verdict === 'accept') {
			const body = bodyFor(seat, stream, raw);
			if (body.kind === 'refused') answers.push({ t: 'refused', code: body.code, event: { writer, lane, n: raw.n } });
			parts.accept(logged(seat, stream, raw, body));
		}
		return verdict;
	};

	const writersOf = (seat: Seat) =>
		new Set(
			parts.log
				.streams()
				.map(({ writer }) => writer)
				.filter((writer) => parts.seatOf(writer) === seat),
		);

	return {
		take(seat, frame) {
			const owner = parts.seatOf(frame.writer);
			if (owner !== undefined && owner !== seat) {
				return { answers: [{ t: 'refused', code: 'forbidden' }], isRepeated: false };
			}
			if (owner === undefined && writersOf(seat).size >= MOST_WRITERS_PER_SEAT) {
				return { answers: [{ t: 'refused', code: 'too_many' }], isRepeated: false };
			}
			const answers: DownFrame[] = [];
			let isRepeated = false;
			for (const raw of frame.events) {
				const verdict = takeOne(seat, frame, raw, answers);
				if (verdict === 'missing' || verdict === 'conflict') break;
				isRepeated ||= verdict === 'repeat';
			}
			return { answers, isRepeated };
		},
	};
}

/** What was refused was kept without its content: any telling of it is the same. */
function isSame(known: TimedEvent | undefined, { n, at, practice, of }: FramedEvent, body: Body): boolean {
	if (!known || known.body.kind === 'refused') return true;
	const again: WrittenEvent = { n, at, ...(practice && { practice }), ...(of && { of }), body };
	return sameContent(known, again);
}
