import type { Code } from '../../shared/codes.ts';
import {
	acceptBody,
	type Body,
	type FramedEvent,
	type Lane,
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
/** Events that one seat may bring, so that a session fits into memory: a slider that moves for five hours and a half without rest. */
const MOST_EVENTS_PER_SEAT: Readonly<Record<Lane, number>> = { say: 50_000, flow: 400_000 };

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

	const streamsOf = (seat: Seat) => parts.log.streams().filter(({ writer }) => parts.seatOf(writer) === seat);

	/** Why nothing of this stream is taken from a seat. */
	const whyNot = (seat: Seat, { writer, lane }: StreamId): Code | null => {
		const owner = parts.seatOf(writer);
		if (owner !== undefined && owner !== seat) return 'forbidden';
		const streams = streamsOf(seat);
		if (owner === undefined && new Set(streams.map((stream) => stream.writer)).size >= MOST_WRITERS_PER_SEAT)
			return 'too_many';
		const brought = streams.filter((stream) => stream.lane === lane).map(parts.log.head);
		return brought.reduce((sum, head) => sum + head, 0) >= MOST_EVENTS_PER_SEAT[lane] ? 'too_many' : null;
	};

	return {
		take(seat, frame) {
			const code = whyNot(seat, frame);
			if (code) return { answers: [{ t: 'refused', code }], isRepeated: false };
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
