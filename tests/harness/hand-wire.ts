import type { Wire } from '../../client/link/link-engine.ts';
import type { UpFrame, UpFrameOf } from '../../shared/protocol.ts';

/** A page's wire that goes nowhere: what the page sends is looked at, what it gets is handed to it. */
export interface HandWire extends Wire {
	/** Every frame sent, oldest first. */
	readonly sent: readonly UpFrame[];
	/** The frames since it was last asked. */
	take(): readonly UpFrame[];
	/** Those of one kind, of all that were sent. */
	of<T extends UpFrame['t']>(t: T): readonly UpFrameOf<T>[];
	isClosed(): boolean;
}

export function createHandWire(): HandWire {
	const sent: UpFrame[] = [];
	let taken = 0;
	let isClosed = false;
	return {
		sent,
		send(frame) {
			sent.push(structuredClone(frame));
		},
		take() {
			const fresh = sent.slice(taken);
			taken = sent.length;
			return fresh;
		},
		of: <T extends UpFrame['t']>(t: T) => sent.filter((frame): frame is UpFrameOf<T> => frame.t === t),
		close() {
			isClosed = true;
		},
		isClosed: () => isClosed,
	};
}

/** What a frame of events carries, as `lane n kind`. */
export function namesOf(frames: readonly UpFrame[]): readonly string[] {
	return frames.flatMap((frame) =>
		frame.t === 'events' ? frame.events.map(({ n, body }) => `${frame.lane} ${n} ${body.kind}`) : [],
	);
}

/** Lets every promise that can go on do so. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}
