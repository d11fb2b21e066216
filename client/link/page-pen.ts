import type { UpFrame } from '../../shared/protocol.ts';

/** Whether this page may write for its seat (W10). */
export interface PagePen {
	isMine(): boolean;
	/** The server says so, whatever was asked for. */
	learn(isMine: boolean): void;
	/** The server tells it among other things: a wish that it has not answered is said again, as the same touch. */
	hear(isMine: boolean): void;
	/** The person touched this page, which had lost the pen. */
	take(): void;
}

export function createPagePen(parts: {
	/** Whether its seat writes at all: an observer's has no pen. */
	readonly canWrite: boolean;
	readonly send: (frame: UpFrame) => void;
}): PagePen {
	let hasPen = parts.canWrite;
	/** Asked for by a touch and not answered yet. */
	let wantsPen = false;
	let touch = 0;

	const learn = (isMine: boolean) => {
		hasPen = isMine && parts.canWrite;
		wantsPen = false;
	};
	const ask = () => parts.send({ t: 'pen', touch });

	return {
		isMine: () => hasPen,
		learn,
		hear(isMine) {
			if (isMine || !wantsPen) learn(isMine);
			else ask();
		},
		take() {
			if (!parts.canWrite) return;
			hasPen = true;
			wantsPen = true;
			touch += 1;
			ask();
		},
	};
}
