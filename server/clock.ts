/** How far ahead of the wall clock a record may be and still be gone on from, ms: further than that, the wall clock was wrong then. */
const MOST_AHEAD_MS = 24 * 60 * 60 * 1_000;
/** How often sleep is looked for, and what the two clocks of a machine may be apart without it, ms. */
const LOOK_MS = 1_000;
const SLACK_MS = 3_000;

/** The server's clock, ms since epoch: the wall clock as read, gone on by the monotonic one, so that nothing turns round (W12). */
export interface Clock {
	now(): number;
	/** Never behind what an earlier process recorded of a session that goes on. */
	goOnFrom(latestAt: number): void;
	/** Nobody looks: the wall clock may have been set right, or set back, which it follows where `mayGoBack`. */
	followWall(mayGoBack: boolean): void;
}

export function createClock(parts: { readonly wall: () => number; readonly monotonic: () => number }): Clock {
	const { wall, monotonic } = parts;
	let offset = wall() - monotonic();
	const raise = (at: number) => {
		offset = Math.max(offset, at - monotonic());
	};
	return {
		now: () => Math.round(offset + monotonic()),
		goOnFrom(latestAt) {
			if (latestAt <= wall() + MOST_AHEAD_MS) raise(latestAt);
		},
		followWall(mayGoBack) {
			if (mayGoBack) offset = wall() - monotonic();
			else raise(wall());
		},
	};
}

/**
 * A monotonic clock that goes on while the machine sleeps (a laptop with its lid closed), ms: on Linux a process's own stands still.
 * @param running the process's monotonic clock, ms
 * @param uptime since the machine started, sleep included, ms
 */
export function createMonotonic(parts: {
	readonly running: () => number;
	readonly uptime: () => number;
}): () => number {
	const { running, uptime } = parts;
	const apart = uptime() - running();
	let slept = 0;
	let lookedAt = running();
	return () => {
		const at = running();
		if (at - lookedAt >= LOOK_MS) {
			lookedAt = at;
			const gone = uptime() - at - apart;
			if (gone > slept + SLACK_MS) slept = gone;
		}
		return at + slept;
	};
}
