import type { Code } from './codes.ts';
import { type EventId, type LoggedEvent, refused } from './events.ts';
import type { SessionLog } from './session-log.ts';
import { EMPTY_STATE, foldEvent, foldSession, type SessionState } from './session-state.ts';
import type { StreamId } from './stream.ts';

/** A log together with its state, folded as events come: one step when an event is the latest, anew when it is not. */
export interface LiveFold {
	readonly log: SessionLog;
	add(event: LoggedEvent): void;
	cutBack(stream: StreamId, n: number): void;
	/** Puts `refused` in the place of an event that was held as it was written (W4). */
	refuse(id: EventId, code: Code): void;
	state(): SessionState;
}

export function createLiveFold(log: SessionLog): LiveFold {
	let state: SessionState | null = log.size() === 0 ? EMPTY_STATE : null;
	let hasSaidAgain = log.ordered().some((event) => event.of);
	return {
		log,
		add(event) {
			hasSaidAgain ||= event.of !== undefined;
			const isLast = log.add(event);
			const timed = log.get(event, event.n);
			state = state && timed && isLast && !hasSaidAgain ? foldEvent(state, timed) : null;
		},
		cutBack(stream, n) {
			log.cutBack(stream, n);
			state = null;
		},
		refuse(id, code) {
			const known = log.get(id, id.n);
			if (!known || known.body.kind === 'refused') return;
			const after = log.after(id, id.n);
			const head = log.head(id);
			log.cutBack(id, id.n - 1);
			for (const event of [{ ...known, body: refused(code) }, ...after]) log.add(event);
			log.skipTo(id, head);
			state = null;
		},
		state() {
			state ??= foldSession(log.ordered());
			return state;
		},
	};
}
