import type { LiveFold } from '../../shared/live-fold.ts';
import { foldSession } from '../../shared/session-state.ts';
import { type Heads, headOf } from '../../shared/stream.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { OwnWriter } from './own-writer.ts';
import type { PagePen } from './page-pen.ts';

/** So long whoever made the choice may take to come back with it, ms. */
const COMES_BACK_MS = 5_000;

/**
 * Whether the choice that this page knows of is gone: the server lost it, and whoever made it does not bring it again
 * (its page closed, having heard that it was recorded, and an older copy of the store took the place of the record).
 */
export interface LostChoice {
	watch(): void;
	isLost(): boolean;
}

export function createLostChoice(parts: {
	readonly fold: LiveFold;
	readonly writer: Pick<OwnWriter, 'isHeld'>;
	readonly pen: Pick<PagePen, 'isMine'>;
	readonly acknowledged: Pick<Acknowledged, 'recording'>;
	/** What the server has; null where it has not said so. */
	readonly served: () => Heads | null;
	readonly now: () => number;
	readonly onChange: () => void;
}): LostChoice {
	const { log, state } = parts.fold;
	let missedAt: number | null = null;
	let isLost = false;

	const isMissed = () => {
		const served = parts.served();
		// Who may not write is not asked, and before any choice nothing is lost.
		if (!served || !parts.pen.isMine() || parts.acknowledged.recording() !== 'held') return false;
		if (state().consent === 'undecided') return false;
		// Said again, a spoken choice may come after a phone was let in, and counts no more.
		const there = log.everything().filter((event) => event.n <= headOf(served, event) || parts.writer.isHeld(event));
		return foldSession(there).consent === 'undecided';
	};

	return {
		watch() {
			missedAt = isMissed() ? (missedAt ?? parts.now()) : null;
			const isGone = missedAt !== null && parts.now() - missedAt >= COMES_BACK_MS;
			if (isGone === isLost) return;
			isLost = isGone;
			parts.onChange();
		},
		isLost: () => isLost && isMissed(),
	};
}
