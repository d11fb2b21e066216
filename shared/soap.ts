import { pointName } from './body.ts';
import type { MaskingKey } from './cautions.ts';
import { type Clearing, CUES, type Cue } from './events.ts';
import { isWorking, type Phase } from './phases.ts';
import { type Band, MEANINGFUL_CHANGE, type Rating } from './scale.ts';
import { type PointSummary, type Remark, remarkOn, type Summary, type VisitSummary } from './summary.ts';
import { type Timeline, visitAt } from './timeline.ts';

/** The four sections of a note, in its order. */
export const SECTIONS = ['subjective', 'objective', 'assessment', 'plan'] as const;
export type Section = (typeof SECTIONS)[number];
export type SoapText = Readonly<Record<Section, string>>;

/** What else a draft says, beside what the session's log holds. */
export interface SoapFacts {
	readonly masking: readonly MaskingKey[];
	readonly plan: { readonly goal: string; readonly reviewOn: string | null } | null;
	readonly isFollowUpWanted: boolean;
}

/** The sentences of a draft in the page's language. Ratings, lengths and clocks come as they are read, places as "right infraspinatus". */
export interface SoapWords {
	readonly length: (ms: number) => string;
	readonly clock: (t: number) => string;
	readonly unnamed: string;
	readonly nothingRated: string;
	/** "Right infraspinatus, press 52 s" */
	readonly visit: (place: string, phase: Phase, length: string) => string;
	/** "… : rating fell from 7 to 4 in 38 s." */
	readonly said: (head: string, what: string) => string;
	readonly fell: (from: string, to: string, length: string) => string;
	readonly over: (peak: string, length: string) => string;
	readonly inBand: (length: string, of: string) => string;
	readonly littleKnown: (peak: string) => string;
	readonly noRating: string;
	readonly otherPhases: (place: string, phases: readonly (readonly [phase: Phase, length: string])[]) => string;
	readonly band: (low: string, high: string, edge: string, isDefault: boolean) => string;
	readonly highest: (rating: string, where: string | null) => string;
	readonly atEnd: (rating: string) => string;
	readonly cues: (given: readonly (readonly [cue: Cue, times: number])[]) => string;
	readonly stop: (where: string | null, how: Clearing | null) => string;
	readonly spoken: (ratings: readonly string[]) => string;
	readonly masking: (what: readonly MaskingKey[]) => string;
	readonly lasted: (length: string, points: number) => string;
	readonly notKnown: (length: string) => string;
	readonly note: (clock: string, text: string) => string;
	readonly fells: (count: number, of: number) => string;
	readonly notEnough: string;
	/** The highest of the first and of the last press at a point; `isChange`: they lie 2 or more apart. */
	readonly firstAndLast: (place: string, first: string, last: string, isChange: boolean) => string;
	readonly overEdge: (times: number, length: string) => string;
	readonly goal: (goal: string, reviewOn: string | null) => string;
	readonly followUp: string;
}

/** A rating in plain words: 70 → "7", 55 → "5.5". */
export function plainRating(rating: Rating): string {
	return String(Math.round(rating) / 10);
}

/**
 * A note pre-filled from a session's own log: what was said, done and rated, and nothing that it means. A difference under
 * 2 points is never called a change.
 */
export function soapDraft(timeline: Timeline, summary: Summary, facts: SoapFacts, words: SoapWords): SoapText {
	const sections = {
		subjective: subjective(timeline, summary, facts, words),
		objective: objective(timeline, summary, words),
		assessment: assessment(timeline, summary, words),
		plan: planned(facts, words),
	};
	return {
		subjective: sections.subjective.join('\n'),
		objective: sections.objective.join('\n'),
		assessment: sections.assessment.join('\n'),
		plan: sections.plan.join('\n'),
	};
}

type Lines = readonly string[];

function placeOf({ points }: Timeline, point: number, words: SoapWords): string {
	const named = points.find((each) => each.point === point);
	return named ? pointName(named) : words.unnamed;
}

function subjective(timeline: Timeline, { session }: Summary, { masking }: SoapFacts, words: SoapWords): Lines {
	const last = timeline.bands.findLast(({ from }) => from <= timeline.to);
	const where = (t: number | null) => {
		const visit = t === null ? undefined : visitAt(timeline.phases, t);
		return visit ? placeOf(timeline, visit.point, words) : null;
	};
	const spoken = timeline.spoken.filter(({ standing }) => standing === 'session');
	return [
		...(last ? [bandWords(last.band, last.isDefault, words)] : []),
		session.peak === null ? words.nothingRated : words.highest(plainRating(session.peak), where(session.peakAt)),
		...(session.end === null ? [] : [words.atEnd(plainRating(session.end))]),
		...(spoken.length > 0 ? [words.spoken(spoken.map(({ value }) => plainRating(value)))] : []),
		...cueLines(timeline, words),
		...timeline.stops
			.filter(({ standing }) => standing !== 'practice')
			.map(({ point, clearedHow }) => words.stop(point === null ? null : placeOf(timeline, point, words), clearedHow)),
		...(masking.length > 0 ? [words.masking(masking)] : []),
	];
}

function bandWords({ low, high, edge }: Band, isDefault: boolean, words: SoapWords): string {
	return words.band(plainRating(low), plainRating(high), plainRating(edge), isDefault);
}

function cueLines({ cues }: Timeline, words: SoapWords): Lines {
	const given = CUES.map((cue) => {
		const times = cues.filter((each) => each.cue === cue && each.standing === 'session').length;
		return [cue, times] as const;
	}).filter(([, times]) => times > 0);
	return given.length > 0 ? [words.cues(given)] : [];
}

function objective(timeline: Timeline, { points, session }: Summary, words: SoapWords): Lines {
	const worked = points.filter(({ visits }) => visits.some(({ visit }) => isWorking(visit.phase)));
	return [
		words.lasted(words.length(timeline.to - timeline.from), worked.length),
		...worked.flatMap((point) => pointLines(timeline, point, words)),
		...(session.knownMs > 0 && session.gapMs > 0 ? [words.notKnown(words.length(session.gapMs))] : []),
		...timeline.notes.map(({ t, text }) => words.note(words.clock(t), text)),
	];
}

function pointLines(timeline: Timeline, { point, visits }: PointSummary, words: SoapWords): Lines {
	const place = placeOf(timeline, point, words);
	const others = visits.filter(({ visit }) => isWorking(visit.phase) && visit.phase !== 'press');
	const lengths = others.map(({ visit, numbers }) => [visit.phase, words.length(numbers.lengthMs)] as const);
	return [
		...pressesOf(visits).map((press) => pressLine(place, press, words)),
		...(lengths.length > 0 ? [words.otherPhases(place, lengths)] : []),
	];
}

const pressesOf = (visits: readonly VisitSummary[]) => visits.filter(({ visit }) => visit.phase === 'press');

function pressLine(place: string, { visit, numbers }: VisitSummary, words: SoapWords): string {
	const head = words.visit(place, visit.phase, words.length(numbers.lengthMs));
	const remark = remarkOn(numbers);
	if (remark) return words.said(head, remarkWords(remark, words));
	return words.said(head, numbers.peak === null ? words.noRating : words.littleKnown(plainRating(numbers.peak)));
}

function remarkWords(remark: Remark, words: SoapWords): string {
	const length = words.length(remark.ms);
	if (remark.is === 'fell') return words.fell(plainRating(remark.from), plainRating(remark.to), length);
	if (remark.is === 'over') return words.over(plainRating(remark.peak), length);
	return words.inBand(length, words.length(remark.ofMs));
}

function assessment(timeline: Timeline, { points, visits }: Summary, words: SoapWords): Lines {
	const presses = pressesOf(visits);
	const fell = presses.filter(({ numbers }) => remarkOn(numbers)?.is === 'fell').length;
	const overMs = timeline.overEdge.reduce((sum, { from, to }) => sum + to - from, 0);
	return [
		...(fell > 0 ? [words.fells(fell, presses.length)] : [words.notEnough]),
		...points.flatMap((point) => comparison(timeline, point, words)),
		...(overMs > 0 ? [words.overEdge(timeline.overEdge.length, words.length(overMs))] : []),
	];
}

/** The first press at a point beside the last one, where there were two in which something was rated. */
function comparison(timeline: Timeline, { point, visits }: PointSummary, words: SoapWords): Lines {
	const peaks = pressesOf(visits).flatMap(({ numbers }) => numbers.peak ?? []);
	const [first, last] = [peaks[0], peaks.at(-1)];
	if (first === undefined || last === undefined || peaks.length < 2) return [];
	const isChange = Math.abs(first - last) >= MEANINGFUL_CHANGE;
	return [words.firstAndLast(placeOf(timeline, point, words), plainRating(first), plainRating(last), isChange)];
}

function planned({ plan, isFollowUpWanted }: SoapFacts, words: SoapWords): Lines {
	return [...(plan ? [words.goal(plan.goal, plan.reviewOn)] : []), ...(isFollowUpWanted ? [words.followUp] : [])];
}
