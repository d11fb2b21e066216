import type { LiveFold } from '../../shared/live-fold.ts';
import { type Heads, headOf } from '../../shared/stream.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { OwnWriter } from './own-writer.ts';
import type { PagePen } from './page-pen.ts';
import { isChoice } from './snapshot.ts';

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
		const says = log.streams().filter(({ lane }) => lane === 'say');
		const choices = says.flatMap((stream) => log.after(stream, 0)).filter(isChoice);
		return !choices.some((event) => event.n <= headOf(served, event) || parts.writer.isHeld(event));
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
