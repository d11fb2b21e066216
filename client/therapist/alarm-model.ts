import { type Alarm, TICK_EVERY_MS } from '../../shared/alarms.ts';
import type { EventId } from '../../shared/events.ts';
import { type SessionState, type StopState, standingStops } from '../../shared/session-state.ts';

type PlaceAlarm = Extract<Alarm, { kind: 'no-signal' | 'over-edge' | 'rise' }>;

export function alarmKey({ kind, since }: Pick<Alarm, 'kind' | 'since'>): string {
	return `${kind}@${since}`;
}

const isPlaceAlarm = (alarm: Alarm): alarm is PlaceAlarm => alarm.kind !== 'stop' && alarm.kind !== 'practice-stop';

/** The alarm that stands in the rating's place: the most urgent that is not a STOP and was not set aside. */
export function placeAlarm(alarms: readonly Alarm[], setAside: ReadonlySet<string>): PlaceAlarm | null {
	return alarms.filter(isPlaceAlarm).find((alarm) => !setAside.has(alarmKey(alarm))) ?? null;
}

type StopAlarm = Extract<Alarm, { kind: 'stop' | 'practice-stop' }>;

const stopOf = (alarms: readonly Alarm[], kind: StopAlarm['kind']): StopAlarm | null =>
	alarms.find((alarm): alarm is StopAlarm => alarm.kind === kind) ?? null;

/** The STOPs that sound, as one. */
export const ringing = (alarms: readonly Alarm[]): StopAlarm | null => stopOf(alarms, 'stop');

/** The STOPs of practice that are not answered, as one. */
export const practising = (alarms: readonly Alarm[]): StopAlarm | null => stopOf(alarms, 'practice-stop');

/** When each alarm last ticked, by its key. */
export type Ticks = Readonly<Record<string, number>>;

/**
 * Whether the soft tick is due: once when an alarm appears, and every TICK_EVERY_MS while it is true. What is over, set
 * aside or a STOP (which has its own sound) does not tick.
 */
export function tickStep(
	ticks: Ticks,
	alarms: readonly Alarm[],
	setAside: ReadonlySet<string>,
	now: number,
): { readonly ticks: Ticks; readonly isDue: boolean } {
	const sounding = alarms.filter(isPlaceAlarm).filter(({ until }) => until === null);
	const keys = sounding.map(alarmKey).filter((key) => !setAside.has(key));
	const due = keys.filter((key) => now - (ticks[key] ?? Number.NEGATIVE_INFINITY) >= TICK_EVERY_MS);
	if (due.length === 0) return { ticks, isDue: false };
	return { ticks: { ...ticks, ...Object.fromEntries(due.map((key) => [key, now])) }, isDue: true };
}

export interface StopsToMark {
	readonly stops: readonly EventId[];
	readonly practice: boolean;
}

const group = (stops: readonly StopState[]): readonly StopsToMark[] =>
	[false, true].flatMap((practice) => {
		const ids = stops.filter((stop) => stop.practice === practice).map(({ id }) => id);
		return ids.length > 0 ? [{ stops: ids.slice(0, 100), practice }] : [];
	});

/** STOPs that stand on the screen and are not yet marked as shown; real and practice ones apart. */
export function stopsToShow(state: SessionState): readonly StopsToMark[] {
	return group(standingStops(state).filter(({ shownAt }) => shownAt === undefined));
}

/** STOPs that the therapist's act answers. */
export function stopsToAnswer(state: SessionState, practice: boolean): readonly EventId[] {
	return standingStops(state)
		.filter((stop) => stop.practice === practice && stop.answeredAt === undefined)
		.map(({ id }) => id)
		.slice(0, 100);
}

/** Answered STOPs whose banner stands until the client or the therapist clears them. */
export function bannerStops(state: SessionState): readonly StopState[] {
	return standingStops(state).filter((stop) => !stop.practice && stop.answeredAt !== undefined);
}
