/** The server's clock, ms since epoch: the wall clock as read once, gone on by the monotonic one (W12). */
export function createClock(parts: { readonly wall: () => number; readonly monotonic: () => number }): () => number {
	const offset = parts.wall() - parts.monotonic();
	return () => Math.round(offset + parts.monotonic());
}
