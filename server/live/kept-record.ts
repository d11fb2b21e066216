import type { Seat } from '../../shared/events.ts';
import type { LiveFold } from '../../shared/live-fold.ts';
import type { SessionState } from '../../shared/session-state.ts';
import { type Heads, headOf, type StreamId } from '../../shared/stream.ts';
import { createRecorder, type Recorder, type RecorderStage } from './recorder.ts';
import type { Seats } from './seats.ts';
import type { LiveSessionParts, SessionRest } from './session-parts.ts';

/** A session's recorder, and how far its pages may count on it. */
export interface KeptRecord extends Pick<Recorder, 'recording' | 'add' | 'choose' | 'tick'> {
	/** Whether the client chose to be recorded, even if the disk fails just now. */
	isKept(): boolean;
	/** Recorded heads, whatever may be counted on. */
	recordedHeads(): Heads;
	/** Heads a page may count on: committed where the session is recorded, otherwise held in memory. */
	goodHeads(): Heads;
	/** Nothing waits for the disk. */
	isSettled(): boolean;
}

export function createKeptRecord(
	parts: LiveSessionParts & {
		readonly fold: LiveFold;
		readonly seats: Seats;
		readonly seatOf: (writer: string) => Seat | undefined;
		readonly isOwnVoice: (writer: string) => boolean;
		readonly onChange: (heads: Heads) => void;
	},
	rest: SessionRest,
): KeptRecord {
	const { fold, keeper } = parts;
	const { log } = fold;

	const askAgain = (stream: StreamId, head: number) => {
		fold.cutBack(stream, head);
		const lines = parts.seats.lines().filter((line) => line.seat === parts.seatOf(stream.writer));
		for (const line of lines) line.connection.send({ t: 'expect', ...stream, n: head + 1 });
	};

	const dropUnrecorded = () => {
		for (const stream of log.streams()) {
			const head = headOf(recorder.heads(), stream);
			// No outbox holds the server's own word: it is queued again.
			if (parts.isOwnVoice(stream.writer)) for (const event of log.after(stream, head)) recorder.add(event);
			else if (log.head(stream) > head) askAgain(stream, head);
		}
	};

	const recorder = createRecorder(
		{
			session: parts.id,
			journal: parts.journal,
			now: parts.now,
			beforeOpening: async () => {
				await keeper.saveRecording('recorded');
				await keeper.saveClient();
			},
			afterClosing: () => keeper.saveRecording('withdrawn'),
			onRefused: () => keeper.saveLiveOnly(),
			onChange: parts.onChange,
			onDropped: dropUnrecorded,
			onTrouble: keeper.trouble,
			...(parts.queueLimitBytes !== undefined && { queueLimitBytes: parts.queueLimitBytes }),
		},
		{ stage: stageAfter(rest, fold.state()), heads: log.heads() },
	);

	const isKept = () => recorder.recording() === 'recorded' || recorder.recording() === 'not-recording';

	return {
		recording: recorder.recording,
		add: recorder.add,
		choose: recorder.choose,
		tick: recorder.tick,
		isKept,
		recordedHeads: recorder.heads,
		goodHeads: () => (isKept() ? recorder.heads() : log.heads()),
		isSettled: () =>
			!isKept() || log.streams().every((stream) => headOf(recorder.heads(), stream) === log.head(stream)),
	};
}

/** Where the recorder goes on after a restart: by what was stored, which the choice in the log may be ahead of. */
function stageAfter({ recording }: SessionRest, { consent }: SessionState): RecorderStage {
	if (recording === 'live-only' || recording === 'withdrawn') return recording;
	if (consent === 'recorded') return 'open';
	return consent === 'withdrawn' ? 'finishing' : 'held';
}
