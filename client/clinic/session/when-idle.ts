/** At the latest after this long, and where a browser does not say when it has nothing to do, ms. */
const LATEST_MS = 300;

/** Does something once what was just drawn has been painted; answers what calls it off. */
export function whenIdle(act: () => void): () => void {
	if (!('requestIdleCallback' in window)) {
		const timer = setTimeout(act, LATEST_MS);
		return () => clearTimeout(timer);
	}
	const idle = requestIdleCallback(act, { timeout: LATEST_MS });
	return () => cancelIdleCallback(idle);
}
