import type { Numbers } from '../../../shared/numbers.ts';
import { type Comfort, formatRating } from '../../../shared/scale.ts';
import { type Remark, remarkOn } from '../../../shared/summary.ts';
import type { Timeline } from '../../../shared/timeline.ts';
import type { StopMark } from '../../../shared/timeline-tracks.ts';
import { type ClinicSpeech, sayLength } from '../clinic-parts.ts';

export const ZONES = ['light', 'good', 'strong', 'over'] as const satisfies readonly Comfort[];

/** A part of the time by comfort, `unknown` for what lay in gaps; shares of the whole length, 0–1. */
export interface ComfortShare {
	readonly zone: Comfort | 'unknown';
	readonly ms: number;
	readonly share: number;
}

/** Parts that took some time, in the order of the scale; practice is left out. */
export function comfortShares({ comfortMs, gapMs, knownMs }: Numbers): readonly ComfortShare[] {
	const whole = knownMs + gapMs;
	if (whole === 0) return [];
	const parts = [...ZONES.map((zone) => ({ zone, ms: comfortMs[zone] })), { zone: 'unknown' as const, ms: gapMs }];
	return parts.filter(({ ms }) => ms > 0).map(({ zone, ms }) => ({ zone, ms, share: ms / whole }));
}

/** A share in whole per cent: never 0 or 100 for what is neither none nor all. */
export function percentOf(share: number): number {
	if (share <= 0 || share >= 1) return share <= 0 ? 0 : 100;
	return Math.min(99, Math.max(1, Math.round(share * 100)));
}

/** Every number as it is read, "–" where there is nothing to say. */
export interface NumberCells {
	readonly length: string;
	readonly known: string;
	readonly gaps: string;
	readonly mean: string;
	readonly peak: string;
	readonly end: string;
	readonly inBand: string;
	readonly over: string;
	readonly area: string;
	readonly fall: string;
}

export function numberCells(speech: ClinicSpeech, numbers: Numbers): NumberCells {
	const { nothingKnown } = speech.common;
	const rating = (value: number | null) => (value === null ? nothingKnown : formatRating(value));
	const length = (ms: number) => sayLength(speech, ms);
	const ofKnown = (ms: number) =>
		numbers.knownMs === 0 ? nothingKnown : `${length(ms)} (${speech.clinic.percent(percentOf(ms / numbers.knownMs))})`;
	return {
		length: length(numbers.lengthMs),
		known: length(numbers.knownMs),
		gaps: numbers.gapMs === 0 ? nothingKnown : length(numbers.gapMs),
		mean: rating(numbers.mean),
		peak: rating(numbers.peak),
		end: rating(numbers.end),
		inBand: ofKnown(numbers.comfortMs.good),
		over: ofKnown(numbers.comfortMs.over),
		area: numbers.area === null ? nothingKnown : String(Math.round(numbers.area)),
		fall: numbers.fallMs === null ? nothingKnown : length(numbers.fallMs),
	};
}

export function sayRemark(speech: ClinicSpeech, numbers: Numbers): string | null {
	const remark = remarkOn(numbers);
	return remark && remarkWords(speech, remark);
}

function remarkWords(speech: ClinicSpeech, remark: Remark): string {
	const { remarks } = speech.clinic;
	const length = sayLength(speech, remark.ms);
	if (remark.is === 'fell') return remarks.fell(formatRating(remark.from), formatRating(remark.to), length);
	if (remark.is === 'over') return remarks.over(formatRating(remark.peak), length);
	return remarks.inBand(length, sayLength(speech, remark.ofMs));
}

/** The real STOPs of a session, late ones too. */
export function realStops({ stops }: Timeline): readonly StopMark[] {
	return stops.filter(({ standing }) => standing !== 'practice');
}
