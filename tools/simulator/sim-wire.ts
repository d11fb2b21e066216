import type { DownFrame, UpFrame } from '../../shared/protocol.ts';
import type { Random } from './random.ts';

export interface WireFaults {
	readonly drop: number;
	readonly repeat: number;
	readonly reorder: number;
}

export const CALM: WireFaults = { drop: 0, repeat: 0, reorder: 0 };

/** A wire that moves only when told: two queues of cloned frames, no timers. */
export interface SimWire {
	sendUp(frame: UpFrame): void;
	sendDown(frame: DownFrame): void;
	/** Moves one frame, if one waits; answers whether it did. */
	move(faults: WireFaults): boolean;
	cut(): void;
	/** Half open: what is sent waits, and nobody is told. */
	setStalled(isStalled: boolean): void;
	isCut(): boolean;
	waiting(): number;
	/** Every frame ever given to the wire on its upper side, for looking at their order. */
	readonly sentUp: readonly UpFrame[];
}

export function createSimWire(
	random: Random,
	ends: {
		readonly onUp: (raw: UpFrame, isLate: boolean) => void;
		readonly onDown: (frame: DownFrame, isLate: boolean) => void;
		/** Every frame as it is put on the wire. */
		readonly onText?: (text: string) => void;
	},
): SimWire {
	const up = createQueue<UpFrame>(ends.onText);
	const down = createQueue<DownFrame>(ends.onText);
	const sentUp: UpFrame[] = [];
	let isCut = false;
	let isStalled = false;

	return {
		sentUp,
		sendUp(frame) {
			if (isCut) return;
			sentUp.push(frame);
			up.put(frame);
		},
		sendDown(frame) {
			if (!isCut) down.put(frame);
		},
		setStalled(next) {
			isStalled = next;
		},
		move(faults) {
			if (isStalled) return false;
			const isUp = up.size() > 0 && (down.size() === 0 || random.chance(0.5));
			if (!isUp && down.size() === 0) return false;
			if (isUp) up.take(random, faults, ends.onUp);
			else down.take(random, faults, ends.onDown);
			return true;
		},
		cut() {
			isCut = true;
			up.clear();
			down.clear();
		},
		isCut: () => isCut,
		waiting: () => up.size() + down.size(),
	};
}

/** One way of a wire: frames as text, each with its place in the order they were sent. */
function createQueue<F>(onText: (text: string) => void = () => undefined) {
	let items: { readonly number: number; readonly text: string }[] = [];
	let sent = 0;
	let got = 0;
	return {
		size: () => items.length,
		put(frame: F) {
			sent += 1;
			const text = JSON.stringify(frame);
			onText(text);
			items.push({ number: sent, text });
		},
		/** Takes one out, or loses it, or leaves it to come again. */
		take(random: Random, faults: WireFaults, give: (frame: F, isLate: boolean) => void) {
			const at = random.chance(faults.reorder) ? random.whole(0, items.length - 1) : 0;
			const item = items[at];
			if (!random.chance(faults.repeat)) items.splice(at, 1);
			if (!item || random.chance(faults.drop)) return;
			const isLate = item.number <= got;
			got = Math.max(got, item.number);
			give(JSON.parse(item.text) as F, isLate);
		},
		clear() {
			items = [];
		},
	};
}
