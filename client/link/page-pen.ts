import type { UpFrame } from '../../shared/protocol.ts';

/** Whether this page may write for its seat (W10). */
export interface PagePen {
	isMine(): boolean;
	/** A hello asks for the pen in the name of every touch so far. */
	begin(): void;
	/** The answer to that hello. */
	welcome(isMine: boolean): void;
	/** The server says so; of a touch that it had not heard of by then it says nothing. */
	learn(isMine: boolean, ofTouch?: number): void;
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
	let touchAtHello = 0;

	const learn = (isMine: boolean, ofTouch = touch) => {
		if (wantsPen && ofTouch < touch) return;
		hasPen = isMine && parts.canWrite;
		wantsPen = false;
	};
	const ask = () => parts.send({ t: 'pen', touch });

	const hear = (isMine: boolean) => {
		if (!wantsPen) learn(isMine);
		else if (!isMine) ask();
	};

	return {
		isMine: () => hasPen,
		begin() {
			touchAtHello = touch;
		},
		welcome(isMine) {
			if (isMine && touch === touchAtHello) learn(true);
			else hear(isMine);
		},
		learn,
		hear,
		take() {
			if (!parts.canWrite) return;
			hasPen = true;
			wantsPen = true;
			touch += 1;
			ask();
		},
	};
}
