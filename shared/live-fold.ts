import type { LoggedEvent } from './events.ts';
import type { SessionLog } from './session-log.ts';
import { EMPTY_STATE, foldEvent, foldSession, type SessionState } from './session-state.ts';
import type { StreamId } from './stream.ts';

/** A log together with its state, folded as events come: one step when an event is the latest, anew when it is not. */
export interface LiveFold {
	readonly log: SessionLog;
	add(event: LoggedEvent): void;
	cutBack(stream: StreamId, n: number): void;
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
		state() {
			state ??= foldSession(log.ordered());
			return state;
		},
	};
}
