import { formatRating } from '../../shared/scale.ts';
import type { PointState } from '../../shared/session-state.ts';
import { type PointSummary, type Remark, remarkOn, type Summary, visitsOf } from '../../shared/summary.ts';
import { pointHeading } from './point-model.ts';
import type { Speech } from './speech.ts';

export interface SummaryLine {
	readonly point: number;
	readonly heading: string;
	readonly facts: readonly string[];
}

const inSeconds = (ms: number) => Math.round(ms / 1_000);

/** A remark as a sentence. It says what was rated, never what that means. */
function remarkSentence(remark: Remark, { words }: Pick<Speech, 'words'>): string {
	if (remark.is === 'fell')
		return words.end.fell(formatRating(remark.from), formatRating(remark.to), inSeconds(remark.ms));
	if (remark.is === 'over') return words.end.over(formatRating(remark.peak), inSeconds(remark.ms));
	return words.end.stayed(inSeconds(remark.ms), inSeconds(remark.ofMs));
}

function factsOf(own: PointSummary, summary: Summary, speech: Pick<Speech, 'words'>): readonly string[] {
	const { end } = speech.words;
	const press = visitsOf(summary, 'press').findLast(({ visit }) => visit.point === own.point);
	const remark = remarkOn(press?.numbers ?? own.numbers);
	return [
		...(own.presses > 0 ? [end.pressed(own.presses)] : []),
		...(own.numbers.peak === null ? [end.nothing] : [end.peak(formatRating(own.numbers.peak))]),
		...(remark ? [remarkSentence(remark, speech)] : []),
	];
}

/** What is said of each point after the session, in the order in which they were worked. */
export function summaryLines(
	summary: Summary,
	points: readonly PointState[],
	speech: Pick<Speech, 'words'>,
): readonly SummaryLine[] {
	return summary.points.map((own) => {
		const place = points.find(({ point }) => point === own.point);
		const heading = place ? pointHeading(place) : speech.words.point.numbered(own.point);
		return { point: own.point, heading, facts: factsOf(own, summary, speech) };
	});
}
