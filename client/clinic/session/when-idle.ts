/** At the latest this long after it was painted, and where a browser does not say when it has nothing to do, ms. */
const LATEST_MS = 300;

/** Does something once what was just drawn has been painted; answers what calls it off. */
export function whenIdle(act: () => void): () => void {
	if (!('requestIdleCallback' in window)) {
		const timer = setTimeout(act, LATEST_MS);
		return () => clearTimeout(timer);
	}
	let idle = 0;
	// Painted when the frame after the one that draws it begins: a browser may call itself idle before.
	let frame = requestAnimationFrame(() => {
		frame = requestAnimationFrame(() => {
			idle = requestIdleCallback(act, { timeout: LATEST_MS });
		});
	});
	return () => {
		cancelAnimationFrame(frame);
		cancelIdleCallback(idle);
	};
}
