/** What of the browser is used: absent over plain http. */
export interface WakeLockSource {
	request(type: 'screen'): Promise<{ readonly released: boolean; release(): Promise<void>; onrelease: unknown }>;
}

export interface WakeLock {
	/** Asks for the screen to stay on; to be asked again whenever the page comes back into view. */
	hold(): void;
	release(): void;
}

/** `onChange` says whether the screen stays on. It may fail without a word, and is lost whenever the page is hidden. */
export function createWakeLock(source: WakeLockSource | undefined, onChange: (isHeld: boolean) => void): WakeLock {
	let held: Awaited<ReturnType<WakeLockSource['request']>> | null = null;
	let isWanted = false;
	const take = (lock: NonNullable<typeof held>) => {
		held = lock;
		if (!isWanted) return drop();
		lock.onrelease = () => {
			held = null;
			onChange(false);
		};
		onChange(true);
	};
	const drop = () => {
		held?.release().catch(() => {});
		held = null;
	};
	return {
		hold() {
			isWanted = true;
			if (!source) return onChange(false);
			if (held && !held.released) return;
			source.request('screen').then(take, () => onChange(false));
		},
		release() {
			isWanted = false;
			drop();
		},
	};
}
