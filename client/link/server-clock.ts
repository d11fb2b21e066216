/** The server's clock as a page estimates it: an offset learnt at `welcome`, plus the page's monotonic clock (W12). */
export interface ServerClock {
	now(): number;
	/** Learns from an answer: what the page's clock said when it asked, and the server's when it answered. */
	learn(sentAt: number, serverAt: number): void;
}

/**
 * @param monotonic the page's own clock, ms
 * @param lastKnownAt the server's clock as last known before this load: a lower bound until the first answer, ms
 */
export function createServerClock(monotonic: () => number, lastKnownAt: number): ServerClock {
	let offset = lastKnownAt - monotonic();
	let shortestTrip = Number.POSITIVE_INFINITY;
	return {
		now: () => Math.round(monotonic() + offset),
		learn(sentAt, serverAt) {
			const now = monotonic();
			const trip = now - sentAt;
			if (trip < 0 || trip > shortestTrip) return;
			shortestTrip = trip;
			offset = serverAt + trip / 2 - now;
		},
	};
}
