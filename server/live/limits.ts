/** What one connection may send: frames and bytes a second, with a burst; a bad frame costs ten good ones. */
export interface Budget {
	/** Takes one frame from the budget. False: it ran dry. */
	spend(bytes: number): boolean;
	/** A bad frame's further cost. */
	punish(): boolean;
}

export const FRAMES_PER_SECOND = 20;
export const FRAMES_BURST = 40;
export const BYTES_PER_SECOND = 64 * 1024;
export const BYTES_BURST = 1024 * 1024;
const BAD_FRAME_COST = 10;

export function createBudget(now: () => number): Budget {
	let frames = FRAMES_BURST;
	let bytes = BYTES_BURST;
	let at = now();
	const refill = () => {
		const seconds = (now() - at) / 1_000;
		at = now();
		frames = Math.min(FRAMES_BURST, frames + seconds * FRAMES_PER_SECOND);
		bytes = Math.min(BYTES_BURST, bytes + seconds * BYTES_PER_SECOND);
	};
	return {
		spend(size) {
			refill();
			frames -= 1;
			bytes -= size;
			return frames >= 0 && bytes >= 0;
		},
		punish() {
			frames -= BAD_FRAME_COST - 1;
			return frames >= 0;
		},
	};
}

/** Counts what one address or one token has open, and refuses one more than `most`. */
export interface Counter {
	take(key: string): boolean;
	give(key: string): void;
}

export function createCounter(most: number): Counter {
	const open = new Map<string, number>();
	return {
		take(key) {
			const count = open.get(key) ?? 0;
			if (count >= most) return false;
			open.set(key, count + 1);
			return true;
		},
		give(key) {
			const count = (open.get(key) ?? 1) - 1;
			if (count <= 0) open.delete(key);
			else open.set(key, count);
		},
	};
}
