/** The server's clock as a page estimates it: an offset learnt at `welcome`, plus the page's monotonic clock (W12). */
export interface ServerClock {
	now(): number;
	/** Whether anything is known of the server's clock yet. */
	isSet(): boolean;
	/** Learns from an answer: what the page's clock said when it asked, and the server's when it answered. */
	learn(sentAt: number, serverAt: number): void;
}

/** Rounding and drift an old estimate is allowed, ms. */
const SLACK_MS = 50;

/**
 * @param monotonic the page's own clock, ms
 * @param lastKnownAt the server's clock as last known before this load: a lower bound until the first answer, ms
 */
export function createServerClock(monotonic: () => number, lastKnownAt: number): ServerClock {
	let offset = lastKnownAt - monotonic();
	let shortestTrip = Number.POSITIVE_INFINITY;
	return {
		now: () => Math.round(monotonic() + offset),
		isSet: () => lastKnownAt > 0 || shortestTrip < Number.POSITIVE_INFINITY,
		learn(sentAt, serverAt) {
			const now = monotonic();
			const trip = now - sentAt;
			if (trip < 0) return;
			// The answer was given between the two: an estimate that says otherwise is wrong (the page's clock stood still, say).
			const isPossible = offset >= serverAt - now - SLACK_MS && offset <= serverAt - sentAt + SLACK_MS;
			if (isPossible && trip > shortestTrip) return;
			shortestTrip = trip;
			offset = serverAt + trip / 2 - now;
		},
	};
}
