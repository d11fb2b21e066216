import { formatRating } from '../../../shared/scale.ts';
import type { StopState } from '../../../shared/session-state.ts';
import { splitAge } from '../../ui/split-age.ts';
import type { ClinicSpeech } from '../clinic-parts.ts';
import type { AlarmOfNow, Kept } from './follow-model.ts';

/** "0.2 s", "12 s", "3 min". */
export function sayAge({ clinic }: ClinicSpeech, ms: number): string {
	const { value, unit } = splitAge(ms);
	return clinic.follow.live.age(value, unit);
}

/** In whole seconds: tenths would flicker. */
export function sayWhole(speech: ClinicSpeech, ms: number): string {
	if (ms >= 10_000) return sayAge(speech, ms);
	return speech.clinic.follow.live.age(String(Math.floor(Math.max(0, ms) / 1_000)), 's');
}

/** "Rising fast, from 3.0 to 6.5, for 2 s". */
export function sayAlarm(speech: ClinicSpeech, alarm: AlarmOfNow, now: number): string {
	const words = speech.clinic.follow.live.alarms;
	const told = alarm.until === null ? words.forTime(sayWhole(speech, now - alarm.since)) : words.past;
	const fromTo = alarm.kind === 'rise' ? [words.riseFromTo(formatRating(alarm.from), formatRating(alarm.to))] : [];
	return speech.clinic.list([words[alarm.kind], ...fromTo, told]);
}

export interface MarkRow {
	readonly what: string;
	readonly when: string;
	readonly isMissing: boolean;
}

function arrival({ clinic }: ClinicSpeech, after: string, kept: Kept): MarkRow {
	const { marks } = clinic.follow.halt;
	if (kept === 'recorded') return { what: marks.recorded, when: marks.arrivedAfter(after), isMissing: false };
	const when = clinic.list([marks.after(after), marks[kept]]);
	return { what: marks.arrived, when, isMissing: kept === 'not-yet' };
}

/** What has become of a STOP so far, each mark with how long it took. */
export function stopRows(speech: ClinicSpeech, stop: StopState, kept: Kept): readonly MarkRow[] {
	const { marks } = speech.clinic.follow.halt;
	const after = (t: number) => speech.clinic.stops.seconds((Math.max(0, t - stop.t) / 1_000).toFixed(1));
	const row = (what: string, t: number | undefined): MarkRow =>
		t === undefined
			? { what, when: marks.notYet, isMissing: true }
			: { what, when: marks.after(after(t)), isMissing: false };
	return [
		arrival(speech, after(stop.arrivedAt), kept),
		row(marks.shown, stop.shownAt),
		row(marks.answered, stop.answeredAt),
	];
}
