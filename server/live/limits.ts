/** What may come in: frames and bytes a second, with a burst; a bad frame costs ten good ones. */
export interface Budget {
	/** Takes one frame from the budget. False: it ran dry. */
	spend(bytes: number): boolean;
	/** A bad frame's further cost. */
	punish(): boolean;
	/** Whether all of it is back, so that a fresh one would be no different. */
	isFull(): boolean;
}

export interface BudgetSize {
	readonly framesPerSecond: number;
	readonly framesBurst: number;
	readonly bytesPerSecond: number;
	readonly bytesBurst: number;
}

export const CONNECTION_BUDGET: BudgetSize = {
	framesPerSecond: 20,
	framesBurst: 40,
	bytesPerSecond: 64 * 1024,
	bytesBurst: 1024 * 1024,
};
/** What all connections of one token share, so that coming back renews nothing: a few tabs that bring their backlog. */
export const TOKEN_BUDGET: BudgetSize = {
	framesPerSecond: 60,
	framesBurst: 200,
	bytesPerSecond: 192 * 1024,
	bytesBurst: 3 * 1024 * 1024,
};
const BAD_FRAME_COST = 10;

export function createBudget(now: () => number, size: BudgetSize = CONNECTION_BUDGET): Budget {
	const frames = createBucket(now, { perSecond: size.framesPerSecond, burst: size.framesBurst });
	const bytes = createBucket(now, { perSecond: size.bytesPerSecond, burst: size.bytesBurst });
	return {
		spend(length) {
			const isWithin = frames.take(1);
			return bytes.take(length) && isWithin;
		},
		punish: () => frames.take(BAD_FRAME_COST - 1),
		isFull: () => frames.isFull() && bytes.isFull(),
	};
}

export interface Bucket {
	/** Takes so much out. False: it is dry, and what was asked stays owed. */
	take(amount: number): boolean;
	/** Puts back what was taken for something that is not to count. */
	give(amount: number): void;
	isFull(): boolean;
}

/** Fills by `perSecond` up to `burst`. What is owed is never more than one burst: who stops is soon served again. */
export function createBucket(
	now: () => number,
	{ perSecond, burst }: { readonly perSecond: number; readonly burst: number },
): Bucket {
	let level = burst;
	let at = now();
	const refill = () => {
		const asked = now();
		level = Math.min(burst, level + ((asked - at) / 1_000) * perSecond);
		at = asked;
	};
	return {
		take(amount) {
			refill();
			level = Math.max(-burst, level - amount);
			return level >= 0;
		},
		give(amount) {
			refill();
			level = Math.min(burst, level + amount);
		},
		isFull() {
			refill();
			return level >= burst;
		},
	};
}

/** One budget or bucket for each key; those that are full again are let go. */
export interface Keyed<T> {
	of(key: string): T;
}

/** How many keys are held before the full ones are looked for. */
const SWEEP_AT = 1_000;

export function createKeyed<T extends { isFull(): boolean }>(create: () => T): Keyed<T> {
	const held = new Map<string, T>();
	let sweepAt = SWEEP_AT;
	const sweep = () => {
		for (const [key, each] of held) if (each.isFull()) held.delete(key);
		sweepAt = Math.max(SWEEP_AT, held.size * 2);
	};
	return {
		of(key) {
			const known = held.get(key);
			if (known) return known;
			if (held.size >= sweepAt) sweep();
			const fresh = create();
			held.set(key, fresh);
			return fresh;
		},
	};
}

/** Counts what one address has open, and refuses one more than `most`. */
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
