import type { Alarm } from '../../shared/alarms.ts';
import type { BodyOf } from '../../shared/events.ts';
import type { SessionState } from '../../shared/session-state.ts';

/** The event that tells how it was on the screen: written when "no signal" appears and when it goes; null otherwise. */
export function signalChange(alarms: readonly Alarm[], { signal, ended }: SessionState): BodyOf<'signal'> | null {
	const isLost = alarms.some((alarm) => alarm.kind === 'no-signal' && alarm.until === null);
	if (isLost === (signal === 'lost') || ended) return null;
	return { kind: 'signal', state: isLost ? 'lost' : 'back' };
}
