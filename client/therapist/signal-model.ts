import type { Alarm } from '../../shared/alarms.ts';
import type { BodyOf } from '../../shared/events.ts';
import { type Signal, withPicture } from '../../shared/readings.ts';
import type { SessionState } from '../../shared/session-state.ts';
import type { LinkView } from '../link/link-view.ts';

/** What this page knows of the phone beside the log, after one more look at the link. */
export function learnSignal(before: Signal, { others }: Pick<LinkView, 'others'>): Signal {
	const phone = others.client;
	if (!phone) return before;
	return withPicture(before, Number.isFinite(phone.heardAt) ? phone.heardAt : null, phone.picture);
}

/** The event that tells how it was on the screen: written when "no signal" appears and when it goes; null otherwise. */
export function signalChange(alarms: readonly Alarm[], { signal, ended }: SessionState): BodyOf<'signal'> | null {
	const isLost = alarms.some((alarm) => alarm.kind === 'no-signal' && alarm.until === null);
	if (isLost === (signal === 'lost') || ended) return null;
	return { kind: 'signal', state: isLost ? 'lost' : 'back' };
}
