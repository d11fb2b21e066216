import type { AlarmRecord } from '../../../shared/alarm-record.ts';
import { formatRating } from '../../../shared/scale.ts';
import type { Span } from '../../../shared/timeline-segments.ts';
import type { ComfortMark } from '../../ui/comfort-shapes.ts';
import type { ClinicSpeech } from '../clinic-parts.ts';

/** One alarm as its row is read. */
export interface AlarmCells {
	readonly felt: string;
	readonly shown: string;
	readonly act: string;
	readonly eased: string;
	/** Something that should have come and did not. */
	readonly isMissing: { readonly shown: boolean; readonly act: boolean };
}

export function alarmCells(speech: ClinicSpeech, alarm: AlarmRecord): AlarmCells {
	const words = speech.clinic.review.alarms;
	const after = (t: number) => words.seconds((Math.max(0, t - alarm.t) / 1_000).toFixed(1));
	const { shown, standing } = alarm;
	const isReal = alarm.kind === 'stop' && standing === 'session';
	return {
		felt: sayFelt(speech, alarm),
		shown: shown === null ? words.notShown : words.after(after(shown.from)),
		act: sayAct(speech, alarm, after),
		eased: sayEased(speech, alarm, after),
		isMissing: { shown: isReal && shown === null, act: isReal && alarm.act === null },
	};
}

function sayFelt({ clinic, common }: ClinicSpeech, alarm: AlarmRecord): string {
	const words = clinic.review.alarms;
	const felt = alarm.felt === null ? common.nothingKnown : formatRating(alarm.felt);
	if (alarm.kind === 'rise') return words.fromTo(formatRating(alarm.from), formatRating(alarm.to));
	if (alarm.kind === 'over-edge' && alarm.peak !== alarm.felt) return words.upTo(felt, formatRating(alarm.peak));
	return felt;
}

function sayAct({ clinic, common }: ClinicSpeech, { act, kind }: AlarmRecord, after: (t: number) => string): string {
	const words = clinic.review.alarms;
	if (act === null) return kind === 'stop' ? words.notAnswered : words.noAct;
	return act.is === 'answered' ? words.answered(after(act.at)) : words.phase(common.phases[act.phase], after(act.at));
}

function sayEased({ clinic, common }: ClinicSpeech, alarm: AlarmRecord, after: (t: number) => string): string {
	const words = clinic.review.alarms;
	if (alarm.kind === 'no-signal') return common.nothingKnown;
	if (alarm.easedAt === null) return words.notEased;
	return alarm.easedAt === alarm.t ? words.alreadyEased : words.after(after(alarm.easedAt));
}

/** The shape that stands for an alarm. */
export function alarmMark({ kind }: AlarmRecord): ComfortMark {
	if (kind === 'stop') return 'stop';
	return kind === 'no-signal' ? 'unknown' : 'over';
}

/** What is to be seen of it: a little of what led to it, and what followed. */
export function alarmSpan({ t, until, shown, easedAt }: AlarmRecord): Span {
	return { from: t - 10_000, to: Math.max(t, until ?? t, shown?.to ?? t, Math.min(easedAt ?? t, t + 60_000)) + 10_000 };
}

/** The longest that a real STOP waited for its answer, and how many have none; null where there was none. */
export function slowestAnswer(
	alarms: readonly AlarmRecord[],
): { readonly ms: number | null; readonly open: number } | null {
	const stops = alarms.filter((alarm) => alarm.kind === 'stop' && alarm.standing === 'session');
	if (stops.length === 0) return null;
	const waits = stops.flatMap(({ act, t }) => (act?.is === 'answered' ? [act.at - t] : []));
	return { ms: waits.length > 0 ? Math.max(...waits) : null, open: stops.length - waits.length };
}
