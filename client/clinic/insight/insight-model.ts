import { muscleById } from '../../../shared/body.ts';
import type { Insight, InsightCell, InsightRow, Responses } from '../../../shared/insight.ts';
import { type ClinicSpeech, sayLength } from '../clinic-parts.ts';
import { percentOf } from '../session/numbers-model.ts';

export const PERIODS = { month: 30, quarter: 90, year: 365 } as const;
export type PeriodName = keyof typeof PERIODS;
export const PERIOD_NAMES = Object.keys(PERIODS) as readonly PeriodName[];
const DAY_MS = 24 * 60 * 60 * 1_000;

export function isPeriodName(value: string): value is PeriodName {
	return Object.hasOwn(PERIODS, value);
}

export function periodOf(name: PeriodName, now: number): { readonly from: number; readonly to: number } {
	return { from: Math.max(0, Math.round(now - PERIODS[name] * DAY_MS)), to: Math.round(now) };
}

export function muscleName({ clinic }: ClinicSpeech, { muscle }: InsightRow): string {
	return muscle === null ? clinic.insight.ownWords : (muscleById(muscle)?.name ?? muscle);
}

type Told = NonNullable<InsightCell['told']>;

/** The part of the rated time that lay over the edge, 0–1. */
export function overShare({ overMs, knownMs }: Told): number {
	return knownMs === 0 ? 0 : overMs / knownMs;
}

export function sayShare({ clinic }: ClinicSpeech, told: Told): string {
	return clinic.percent(percentOf(overShare(told)));
}

/** Below a minute the tenth of a second tells. */
function sayMiddle(speech: ClinicSpeech, ms: number): string {
	return ms < 60_000 ? speech.clinic.insight.seconds((ms / 1000).toFixed(1)) : sayLength(speech, ms);
}

/** The whole in a sentence or two: of press, where most of it happens; null where that is not enough to say. */
export function sayWhole(speech: ClinicSpeech, { all }: Insight): string | null {
	const { insight, percent } = speech.clinic;
	const told = all.find(({ phase }) => phase === 'press')?.told;
	if (!told) return null;
	const share = insight.inPress(percent(percentOf(overShare(told))));
	const { medianMs } = told.stops;
	return medianMs === null ? share : `${share} ${insight.stopsAnswered(sayMiddle(speech, medianMs))}`;
}

export function sayResponses(speech: ClinicSpeech, { times, answered, medianMs }: Responses): string {
	const { clinic, plural } = speech;
	if (times === 0) return clinic.insight.noneYet;
	const open = times - answered;
	const parts = [
		...(medianMs === null ? [] : [clinic.insight.middle(sayMiddle(speech, medianMs), String(answered))]),
		...(open > 0 ? [plural(open, clinic.insight.unanswered)] : []),
	];
	return clinic.list(parts);
}
