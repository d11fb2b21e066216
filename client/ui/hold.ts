/** How long a grave act is held before it counts, ms. */
export const HOLD_MS = 1_000;

/** How far a hold has come, 0–1, at `now`; 0 where nothing is held. */
export function holdProgress(heldSince: number | null, now: number, holdMs = HOLD_MS): number {
	if (heldSince === null) return 0;
	return Math.min(1, Math.max(0, (now - heldSince) / holdMs));
}

export function isHeldLongEnough(heldSince: number | null, now: number, holdMs = HOLD_MS): boolean {
	return heldSince !== null && now - heldSince >= holdMs;
}
