import type { AlarmRecord } from '../../../shared/alarm-record.ts';
import { NO_SIGNAL_MS } from '../../../shared/protocol.ts';
import { lastAtOrBefore } from '../../../shared/ratings.ts';
import type { Rating } from '../../../shared/scale.ts';
import type { Timeline } from '../../../shared/timeline.ts';
import type { Segment } from '../../../shared/timeline-segments.ts';

/** How much later than it was felt a value may have come and still be what the screen showed, ms. */
const PROMPT_MS = 1_000;

/** What stood on the therapist's screen at an instant. */
export interface TherapistScreen {
	readonly alarms: readonly AlarmRecord[];
	/** The value that had arrived by then; null where none was, or it was struck out. */
	readonly value: Rating | null;
	/** What was felt then came to the screen later, or never. */
	readonly isBehind: boolean;
}

export function screenAt(timeline: Timeline, alarms: readonly AlarmRecord[], t: number): TherapistScreen {
	const standing = alarms.filter(({ shown }) => shown && shown.from <= t && (shown.to === null || t < shown.to));
	const felt = timeline.segments.find(({ from, to }) => from <= t && t <= to);
	const isLost = standing.some(({ kind }) => kind === 'no-signal');
	const value = isLost ? null : arrivedBy(timeline.segments, t);
	return { alarms: standing, value, isBehind: felt !== undefined && isBehindAt(felt, t) };
}

/** The latest value that the therapist's page can have had, unless that was too long ago. */
function arrivedBy(segments: readonly Segment[], t: number): Rating | null {
	for (const { samples } of segments.toReversed()) {
		for (let i = lastAtOrBefore(samples.t, t); i >= 0 && t - (samples.t[i] as number) < NO_SIGNAL_MS; i--) {
			if ((samples.arrivedAt[i] as number) <= t + PROMPT_MS) return samples.values[i] as Rating;
		}
	}
	return null;
}

function isBehindAt({ samples }: Segment, t: number): boolean {
	const i = lastAtOrBefore(samples.t, t);
	return i >= 0 && (samples.arrivedAt[i] as number) > t + PROMPT_MS;
}
