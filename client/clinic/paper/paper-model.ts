import { muscleById } from '../../../shared/body.ts';
import { isWorking } from '../../../shared/phases.ts';
import { type Band, formatRating } from '../../../shared/scale.ts';
import { type PointSummary, remarkOn, type Summary } from '../../../shared/summary.ts';
import { bandAt, type Timeline } from '../../../shared/timeline.ts';
import { type ClinicSpeech, sayLength } from '../clinic-parts.ts';
import type { PlaceNames } from '../place-names.ts';
import { percentOf, realStops } from '../session/numbers-model.ts';

export type PaperKind = 'client' | 'chart';

/** Of notes, STOPs and points so many fit on one page; the rest is counted. */
export const MOST_ON_PAGE = { points: 8, stops: 4, notes: 6 } as const;

/** What fits on the page, and how much does not. */
export function firstOf<T>(items: readonly T[], most: number): { readonly shown: readonly T[]; readonly more: number } {
	return { shown: items.slice(0, most), more: Math.max(0, items.length - most) };
}

/** The client's band as it was at the end of the session. */
export function ownBand({ bands, to }: Timeline): Band | null {
	return bandAt(bands, to)?.band ?? null;
}

const capital = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** What was worked at one place and how it felt, in plain sentences. */
export interface WorkedPlace {
	readonly name: string;
	readonly sentences: readonly string[];
	/** What must be said wherever this muscle was worked. */
	readonly caution: string | null;
}

export function workedPlaces(
	speech: ClinicSpeech,
	timeline: Timeline,
	summary: Summary,
	names: PlaceNames,
): readonly WorkedPlace[] {
	const words = speech.clinic.taking.forClient;
	return summary.points.map((point) => {
		const muscle = timeline.points.find((each) => each.point === point.point)?.muscle ?? '';
		const pressed = point.presses > 0 ? [`${capital(speech.plural(point.presses, words.pressed))}.`] : [];
		return {
			name: capital(names.get(point.point) ?? words.unnamed),
			sentences: [...pressed, feltAt(speech, point)],
			caution: muscleById(muscle)?.caution ?? null,
		};
	});
}

/** The press in which it eased most says more than a mean. */
function feltAt(speech: ClinicSpeech, { numbers, visits }: PointSummary): string {
	const words = speech.clinic.taking.forClient;
	if (numbers.peak === null) return words.unrated;
	const falls = visits
		.filter(({ visit }) => visit.phase === 'press')
		.flatMap((each) => {
			const remark = remarkOn(each.numbers);
			return remark?.is === 'fell' ? [remark] : [];
		});
	const [best] = falls.toSorted((a, b) => b.from - b.to - (a.from - a.to));
	if (best) return words.fell(formatRating(best.from), formatRating(best.to), sayLength(speech, best.ms));
	const peak = formatRating(numbers.peak);
	return numbers.end === null ? words.peakOnly(peak) : words.strongest(peak, formatRating(numbers.end));
}

/** The session in a few sentences that mean something to the one who was treated. */
export function inShort(speech: ClinicSpeech, timeline: Timeline, summary: Summary): readonly string[] {
	const words = speech.clinic.taking.forClient;
	const { knownMs, comfortMs } = summary.session;
	const band = ownBand(timeline);
	const stops = realStops(timeline).length;
	const pressed = stops === 0 ? words.noStop : speech.plural(stops, words.stops);
	if (!band || knownMs === 0) return [pressed];
	const share = speech.clinic.percent(percentOf(comfortMs.good / knownMs));
	const edge = formatRating(band.edge);
	return [
		words.inBand(share, formatRating(band.low), formatRating(band.high)),
		comfortMs.over === 0 ? words.neverOver(edge) : words.over(sayLength(speech, comfortMs.over), edge),
		pressed,
	];
}

/** A point's phases in a line: how long each was, in the order in which they were first worked. */
export function phaseLine(speech: ClinicSpeech, { visits }: PointSummary): string {
	const lengths = new Map<string, number>();
	for (const { visit } of visits.filter(({ visit: { phase } }) => isWorking(phase))) {
		const name = speech.common.phases[visit.phase];
		lengths.set(name, (lengths.get(name) ?? 0) + visit.to - visit.from);
	}
	const words = speech.clinic.taking.forChart;
	return speech.clinic.list([...lengths].map(([name, ms]) => words.phase(name, sayLength(speech, ms))));
}
