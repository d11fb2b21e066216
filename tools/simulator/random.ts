/** A seeded source: the same seed gives the same run. */
export interface Random {
	/** A number from 0 up to, not including, 1. */
	next(): number;
	/** A whole number from `from` to `to`, both included. */
	whole(from: number, to: number): number;
	chance(probability: number): boolean;
	pick<T>(items: readonly T[]): T;
	bytes(length: number): Uint8Array;
	/** 22 characters of base64url, as a writer's or a token's id. */
	id(): string;
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
	const bytes = (length: number) => Uint8Array.from({ length }, () => whole(0, 255));
	return {
		next,
		whole,
		chance: (probability) => next() < probability,
		pick: (items) => items[whole(0, items.length - 1)] as never,
		bytes,
		id: () => Buffer.from(bytes(16)).toString('base64url'),
	};
}
