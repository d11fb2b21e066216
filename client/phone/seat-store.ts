/** What a phone goes through once, in this order; a reload comes back to where it was. */
export const STEPS = ['choice', 'band', 'practice', 'live'] as const;
export type Step = (typeof STEPS)[number];

/** A phone's seat, as it is kept on the phone. */
export interface KeptSeat {
	readonly session: string;
	/** The right to the client's seat. */
	readonly token: string;
	/** Null until the therapist has let this phone in. */
	readonly step: Step | null;
	/** The client has said whether to delete what was recorded before withdrawing. */
	readonly hasAnsweredErase: boolean;
}

export interface SeatStore {
	read(): KeptSeat | null;
	/** Answers whether the browser kept it; where it refuses, this load goes on without. */
	keep(seat: KeptSeat): boolean;
	/** Leaves nothing of this client on the phone. */
	wipe(): void;
}

const KEY = 'palpate.phone';
const OWN_KEYS = 'palpate.';
const ID = /^[A-Za-z0-9_-]{22}$/;

const isStep = (value: unknown): value is Step => STEPS.some((step) => step === value);

/** Reads what was kept; null where it is absent or not what this page writes. */
export function parseSeat(text: string | null): KeptSeat | null {
	if (text === null) return null;
	try {
		const { session, token, step, hasAnsweredErase } = Object(JSON.parse(text)) as Record<string, unknown>;
		if (typeof session !== 'string' || typeof token !== 'string' || !ID.test(session) || !ID.test(token)) return null;
		return { session, token, step: isStep(step) ? step : null, hasAnsweredErase: hasAnsweredErase === true };
	} catch {
		return null;
	}
}

/** @param storage localStorage, or null where the browser gives none */
export function createSeatStore(storage: Storage | null): SeatStore {
	return {
		read() {
			try {
				return parseSeat(storage?.getItem(KEY) ?? null);
			} catch {
				return null;
			}
		},
		keep(seat) {
			try {
				storage?.setItem(KEY, JSON.stringify(seat));
				return storage !== null;
			} catch {
				return false;
			}
		},
		wipe() {
			if (!storage) return;
			const own = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
			for (const key of own) if (key.startsWith(OWN_KEYS)) storage.removeItem(key);
		},
	};
}
