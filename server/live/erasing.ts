import type { Recording } from '../../shared/protocol.ts';
import type { SessionState } from '../../shared/session-state.ts';
import type { Line } from './seats.ts';
import type { SessionKeeper } from './session-parts.ts';

/** What the client answers after withdrawing: to delete what was recorded (W13). */
export interface Erasing {
	handleErase(line: Line, erase: boolean): void;
	/** Goes on where the withdrawal is recorded by now, or erasing failed. */
	goOn(): void;
	isDone(): boolean;
}

export function createErasing(parts: {
	readonly keeper: Pick<SessionKeeper, 'eraseRecord' | 'trouble'>;
	readonly state: () => SessionState;
	readonly recording: () => Recording;
	readonly onDone: () => void;
}): Erasing {
	let stage: 'no' | 'asked' | 'done' = 'no';

	const goOn = () => {
		if (stage !== 'asked' || parts.recording() !== 'withdrawn') return;
		parts.keeper.eraseRecord().then(() => {
			stage = 'done';
			parts.onDone();
		}, parts.keeper.trouble);
	};

	return {
		handleErase(line, erase) {
			const isWithdrawn = parts.recording() === 'withdrawn' || parts.state().consent === 'withdrawn';
			if (line.seat !== 'client' || !isWithdrawn || !erase || stage !== 'no') return;
			stage = 'asked';
			goOn();
		},
		goOn,
		isDone: () => stage === 'done',
	};
}
