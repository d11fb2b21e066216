import type { DownFrame, UpFrame } from '../../shared/protocol.ts';
import type { Random } from './random.ts';

export interface WireFaults {
	readonly drop: number;
	readonly repeat: number;
	readonly reorder: number;
}

/** A wire that moves only when told: two queues of cloned frames, no timers. */
export interface SimWire {
	sendUp(frame: UpFrame): void;
	sendDown(frame: DownFrame): void;
	/** Moves one frame, if one waits; answers whether it did. */
	move(faults: WireFaults): boolean;
	cut(): void;
	isCut(): boolean;
	waiting(): number;
	/** Every frame ever given to the wire on its upper side, for looking at their order. */
	readonly sentUp: readonly UpFrame[];
}

export function createSimWire(
	random: Random,
	ends: { readonly onUp: (raw: unknown) => void; readonly onDown: (frame: DownFrame) => void },
): SimWire {
	const up: string[] = [];
	const down: string[] = [];
	const sentUp: UpFrame[] = [];
	let isCut = false;

	const take = (queue: string[], faults: WireFaults): string | undefined => {
		const at = random.chance(faults.reorder) ? random.whole(0, queue.length - 1) : 0;
		const [text] = random.chance(faults.repeat) ? [queue[at]] : queue.splice(at, 1);
		return random.chance(faults.drop) ? undefined : text;
	};

	return {
		sentUp,
		sendUp(frame) {
			if (isCut) return;
			sentUp.push(frame);
			up.push(JSON.stringify(frame));
		},
		sendDown(frame) {
			if (!isCut) down.push(JSON.stringify(frame));
		},
		move(faults) {
			const isUp = up.length > 0 && (down.length === 0 || random.chance(0.5));
			const queue = isUp ? up : down;
			if (queue.length === 0) return false;
			const text = take(queue, faults);
			if (text === undefined) return true;
			if (isUp) ends.onUp(JSON.parse(text));
			else ends.onDown(JSON.parse(text) as DownFrame);
			return true;
		},
		cut() {
			isCut = true;
			up.length = 0;
			down.length = 0;
		},
		isCut: () => isCut,
		waiting: () => up.length + down.length,
	};
}
