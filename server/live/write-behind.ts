/** Writes to the store that nothing on the live line waits for. The newest of each name is tried until it succeeds. */
export interface WriteBehind {
	run(name: string, work: () => Promise<void>): void;
	tick(): void;
	/** Resolves when nothing is under way. */
	settled(): Promise<void>;
}

const RETRY_MS = 1_000;

export function createWriteBehind(parts: {
	readonly now: () => number;
	readonly onTrouble: (problem: unknown) => void;
}): WriteBehind {
	const pending = new Map<string, () => Promise<void>>();
	let underWay: Promise<void> = Promise.resolve();
	let isBusy = false;
	let retryAt = 0;

	const pump = (): void => {
		const next = pending.entries().next().value;
		if (isBusy || !next || parts.now() < retryAt) return;
		const [name, work] = next;
		isBusy = true;
		underWay = work().then(
			() => {
				isBusy = false;
				if (pending.get(name) === work) pending.delete(name);
				pump();
			},
			(problem) => {
				isBusy = false;
				retryAt = parts.now() + RETRY_MS;
				// What can't be written must not stand in the way of the rest.
				if (pending.get(name) === work) {
					pending.delete(name);
					pending.set(name, work);
				}
				parts.onTrouble(problem);
			},
		);
	};

	return {
		run(name, work) {
			pending.set(name, work);
			pump();
		},
		tick: pump,
		async settled() {
			while (isBusy) await underWay;
		},
	};
}
