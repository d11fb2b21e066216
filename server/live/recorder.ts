import { type LoggedEvent, refused } from '../../shared/events.ts';
import type { Recording } from '../../shared/protocol.ts';
import { type Heads, withHead } from '../../shared/stream.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';

/** What is queued for the disk is only a cache of the outboxes: past this it is dropped and asked for again (W5), bytes. */
export const QUEUE_LIMIT_BYTES = 64 * 1024 * 1024;
/** How long a store that could not be written is left alone, ms. */
export const RETRY_MS = 1_000;

export interface RecorderParts {
	readonly session: string;
	readonly journal: Journal;
	readonly now: () => number;
	/** Done before the first event is committed; a rejection counts as a store that can't be written. */
	readonly beforeOpening: () => Promise<void>;
	/** Done after the last event is committed. */
	readonly afterClosing: () => Promise<void>;
	/** The client chose live only. */
	readonly onRefused: () => void;
	/** Heads of streams that are now committed, or any change of `recording`. */
	readonly onChange: (heads: Heads) => void;
	/** The queue was dropped: these streams fall back to their recorded heads. */
	readonly onDropped: () => void;
	readonly onTrouble: (problem: unknown) => void;
	readonly queueLimitBytes?: number;
}

/** The one switch of a session (W13) and the way of its events to the disk: acknowledged only after commit (W5). */
export interface Recorder {
	recording(): Recording;
	/** Recorded heads. */
	heads(): Heads;
	/** Before the choice an event is held; while recorded it goes to the disk; otherwise it is not this one's business. */
	add(event: LoggedEvent): void;
	/** The choice as the log has it now. Recorded: what was held is committed first. Withdrawn: what was added so far is the last. */
	choose(choice: 'recorded' | 'live-only' | 'withdrawn'): void;
	tick(): void;
}

export type RecorderStage = 'held' | 'opening' | 'open' | 'finishing' | 'live-only' | 'withdrawn';

export function createRecorder(
	parts: RecorderParts,
	start: { readonly stage: RecorderStage; readonly heads: Heads },
): Recorder {
	let { stage, heads } = start;
	/** Held before the choice, queued for the disk after it. */
	let queue: LoggedEvent[] = [];
	let queueBytes = 0;
	let isBusy = false;
	let isFailing = false;
	let retryAt = 0;
	/** Whether anything was ever committed: a withdrawal during a failing first opening must not skip what comes before it. */
	let hasOpened = stage === 'open' || stage === 'finishing';

	const fail = (problem: unknown) => {
		isFailing = true;
		retryAt = parts.now() + RETRY_MS;
		parts.onTrouble(problem);
		parts.onChange({});
	};

	const commit = async (batch: readonly LoggedEvent[]): Promise<void> => {
		if (!hasOpened) await parts.beforeOpening();
		const entry = (event: LoggedEvent): JournalEntry => ({ session: parts.session, event });
		const notKept = await parts.journal.append(batch.map(entry));
		if (notKept.length === 0) return;
		const instead = notKept.map(({ event }) => entry({ ...event, body: refused('not_recording') }));
		const stillNot = await parts.journal.append(instead);
		if (stillNot.length > 0) throw new Error('an entry could not be kept, nor its refusal');
	};

	const pump = () => {
		if (isBusy || (isFailing && parts.now() < retryAt)) return;
		if (stage === 'opening' || stage === 'open' || stage === 'finishing') {
			if (queue.length > 0) commitQueue();
			else if (stage === 'finishing') close();
		}
	};

	const commitQueue = () => {
		const batch = queue;
		queue = [];
		queueBytes = 0;
		isBusy = true;
		commit(batch).then(
			() => {
				isBusy = false;
				isFailing = false;
				hasOpened = true;
				if (stage === 'opening') stage = 'open';
				let done: Heads = {};
				for (const event of batch) {
					heads = withHead(heads, event, event.n);
					done = { ...done, [event.writer]: heads[event.writer] as readonly [number, number] };
				}
				parts.onChange(done);
				pump();
			},
			(problem) => {
				isBusy = false;
				queue = [...batch, ...queue];
				queueBytes = queue.reduce((sum, event) => sum + bytesOf(event), 0);
				fail(problem);
				dropIfFull();
			},
		);
	};

	const close = () => {
		isBusy = true;
		parts.afterClosing().then(
			() => {
				isBusy = false;
				isFailing = false;
				stage = 'withdrawn';
				parts.onChange({});
			},
			(problem) => {
				isBusy = false;
				fail(problem);
			},
		);
	};

	const refuse = () => {
		stage = 'live-only';
		isFailing = false;
		queue = [];
		parts.onRefused();
		parts.onChange({});
	};

	const dropIfFull = () => {
		if (queueBytes <= (parts.queueLimitBytes ?? QUEUE_LIMIT_BYTES) || isBusy || stage !== 'open') return;
		queue = [];
		queueBytes = 0;
		parts.onDropped();
	};

	return {
		recording() {
			if (stage === 'held' || stage === 'live-only' || stage === 'withdrawn') return stage;
			if (isFailing) return 'not-recording';
			return stage === 'opening' ? 'held' : 'recorded';
		},
		heads: () => heads,
		add(event) {
			if (stage !== 'held' && stage !== 'opening' && stage !== 'open') return;
			queue.push(event);
			queueBytes += bytesOf(event);
			dropIfFull();
			pump();
		},
		choose(choice) {
			// Nothing is written yet: it stays so. Live only, chosen before and heard of later, ends a recording like a withdrawal.
			const isBlank = stage === 'held' || (stage === 'opening' && !isBusy);
			if (choice === 'recorded') {
				if (stage === 'held') stage = 'opening';
			} else if (isBlank) refuse();
			else if (stage === 'opening' || stage === 'open') stage = 'finishing';
			pump();
		},
		tick: pump,
	};
}

/** Roughly what an event weighs in memory. */
function bytesOf({ body }: LoggedEvent): number {
	return body.kind === 'rating' ? 200 : 200 + JSON.stringify(body).length;
}
