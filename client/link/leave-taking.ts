import type { DownFrameOf, Recording } from '../../shared/protocol.ts';
import type { SessionState } from '../../shared/session-state.ts';
import type { OwnStreams } from './own-streams.ts';
import type { PageLine } from './page-line.ts';

/** How a page goes: its goodbye (W11), and the client's answer after withdrawing (W13). */
export interface LeaveTaking {
	/** A connection begins, on which nothing was said yet. */
	begin(): void;
	/** The person leaves. */
	leave(): void;
	/** Only over an ended session and with nothing left to bring; an end that was undone is no leave-taking (W11). */
	sayBye(): void;
	answerErase(erase: boolean): void;
	learnErased(frame: DownFrameOf<'now'>): void;
	isErased(): boolean;
}

export function createLeaveTaking(parts: {
	readonly line: PageLine;
	readonly own: OwnStreams;
	readonly state: () => SessionState;
	readonly recording: () => Recording;
}): LeaveTaking {
	const { line, own } = parts;
	let isLeaving = false;
	/** On this connection. */
	let hasSaidBye = false;
	/** The client's answer after withdrawing, until the server says that it is done. */
	let wantsErase = false;
	let isErased = false;

	const sayBye = () => {
		isLeaving &&= parts.state().ended !== null;
		hasSaidBye &&= isLeaving;
		// What was never chosen for is not waited for: nobody will record it.
		const isEmpty = own.count() === 0 || (parts.recording() === 'held' && parts.state().consent === 'undecided');
		const wire = line.ready();
		if (!isLeaving || !isEmpty || hasSaidBye || !wire) return;
		hasSaidBye = true;
		wire.send({ t: 'bye' });
	};

	return {
		begin() {
			hasSaidBye = false;
		},
		leave() {
			isLeaving = parts.state().ended !== null;
			sayBye();
		},
		sayBye,
		answerErase(erase) {
			wantsErase = erase;
			line.send({ t: 'erase', erase });
		},
		learnErased(frame) {
			isErased ||= frame.isErased === true;
			if (wantsErase && !isErased && parts.recording() === 'withdrawn') line.send({ t: 'erase', erase: true });
		},
		isErased: () => isErased,
	};
}
