import type { StopState } from './session-state.ts';

/** Without *shown* for this long, a STOP is called NOT DELIVERED, ms. */
export const NOT_DELIVERED_MS = 2_000;

/** How a STOP stands with its sender. Only `shown` and what follows may be called delivered. */
export type StopStatus = 'sending' | 'not-delivered' | 'shown' | 'answered' | 'cleared';

/**
 * @param stop its marks, and t: when it was pressed, on the server's clock, ms
 * @param now the server's clock, ms
 * @param isTherapistInView whether a therapist's page is known to be in view now; without one it is not delivered at once
 */
export function stopStatus(
	stop: Pick<StopState, 't' | 'shownAt' | 'answeredAt' | 'cleared'>,
	now: number,
	isTherapistInView: boolean,
): StopStatus {
	if (stop.cleared) return 'cleared';
	if (stop.answeredAt !== undefined) return 'answered';
	if (stop.shownAt !== undefined) return 'shown';
	return isTherapistInView && now - stop.t < NOT_DELIVERED_MS ? 'sending' : 'not-delivered';
}
