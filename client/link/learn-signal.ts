import { type Signal, withPicture } from '../../shared/readings.ts';
import type { LinkView } from './link-view.ts';

/** What this page knows of the phone beside the log, after one more look at the link. */
export function learnSignal(before: Signal, { others }: Pick<LinkView, 'others'>): Signal {
	const phone = others.client;
	if (!phone) return before;
	return withPicture(before, Number.isFinite(phone.heardAt) ? phone.heardAt : null, phone.picture);
}
