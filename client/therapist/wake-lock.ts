/** Whether the screen is kept alight just now is told to `onKept`: at once, and whenever that changes. */
export function keepAlight(onKept: (isKept: boolean) => void): { release(): void } {
	let sentinel: WakeLockSentinel | null = null;
	let isReleased = false;

	/** The browser takes the lock back when the page is hidden, and may refuse it; over plain http there is none. */
	const ask = async () => {
		if (isReleased || sentinel || document.visibilityState !== 'visible') return;
		if (!('wakeLock' in navigator)) return onKept(false);
		try {
			const taken = await navigator.wakeLock.request('screen');
			if (isReleased) return void taken.release();
			sentinel = taken;
			taken.addEventListener('release', () => {
				sentinel = null;
			});
			onKept(true);
		} catch {
			onKept(false);
		}
	};
	const look = () => void ask();
	document.addEventListener('visibilitychange', look);
	void ask();

	return {
		release() {
			isReleased = true;
			document.removeEventListener('visibilitychange', look);
			sentinel?.release().catch(() => undefined);
		},
	};
}
