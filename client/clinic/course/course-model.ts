import { pointName } from '../../../shared/body.ts';
import { changeOf, type Figures, type PlaceCourse, type PlaceVisit } from '../../../shared/course.ts';
import type { CourseSession } from '../../../shared/course-api.ts';
import type { PressCurve } from '../../../shared/press-curve.ts';
import { formatRating, RATING_MIN, type Rating } from '../../../shared/scale.ts';
import type { ClinicSpeech } from '../clinic-parts.ts';
import { type Frame, type Run, runOf, runPath, yOf } from '../session/curve-model.ts';

export type Course = PlaceCourse<CourseSession>;
export type Visit = PlaceVisit<CourseSession>;

/** The shortest time a picture shows, ms: a press of 3 s must not look like one of a minute. */
const LEAST_SHOWN_MS = 30_000;
const STEP_MS = 15_000;

/** How much time all pictures of a place show, so that they can be laid on each other. */
export function shownMs(visits: readonly Visit[]): number {
	const longest = Math.max(LEAST_SHOWN_MS, ...visits.flatMap(({ presses }) => presses.map(({ lengthMs }) => lengthMs)));
	return Math.ceil(longest / STEP_MS) * STEP_MS;
}

const asRun = ({ t, values, toMs }: PressCurve['runs'][number]): Run =>
	runOf({
		standing: 'session',
		from: t[0] ?? 0,
		to: toMs,
		t: Float64Array.from(t),
		values: Uint8Array.from(values),
	});

/** The paths of a press's curve, one for each time without a gap. */
export function curvePaths(curve: PressCurve | null, frame: Frame): readonly string[] {
	return (curve?.runs ?? []).map((run) => runPath(asRun(run), frame)).filter((path) => path !== '');
}

/** The same as a surface down to nothing felt. */
export function areaUnder(path: string, frame: Frame): string {
	const start = path.slice(1, path.indexOf(' '));
	return `${path}V${yOf(frame, RATING_MIN)}H${start}Z`;
}

/** Where the highest value of these presses first stands: which press, and when in it. */
export function peakSpot(visit: Visit): { readonly ms: number; readonly value: Rating } | null {
	const { peak } = visit.figures;
	if (peak === null) return null;
	for (const { curve } of visit.presses) {
		for (const { t, values } of curve?.runs ?? []) {
			const at = values.indexOf(peak);
			if (at !== -1) return { ms: t[at] ?? 0, value: peak };
		}
	}
	return null;
}

/** "Right infraspinatus", as a heading. */
export function placeHeading(place: Pick<Course, 'muscle' | 'side'>): string {
	const name = pointName(place);
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What can be said of the first and the last visit, or of `pair`: the last one and this. */
export function sayChange(
	{ clinic }: ClinicSpeech,
	before: Figures | undefined,
	after: Figures | undefined,
	which: 'visits' | 'pair' = 'visits',
): string {
	const { said } = clinic.course;
	if (!before || !after || before === after) return said.single;
	const change = changeOf(before, after);
	if (change.is === 'unknown') return said.unknown;
	const then = said[which](formatRating(change.from), formatRating(change.to));
	return change.is === 'not-enough' ? said.notEnough(then) : said[change.is](then, formatRating(change.by));
}

export interface FigureWords {
	readonly highest: string;
	readonly fall: string;
	readonly over: string;
}

export function sayFigures({ clinic, common }: ClinicSpeech, figures: Figures): FigureWords {
	const { peak, fallMs, overMs, knownMs } = figures;
	if (knownMs === 0) return { highest: common.nothingKnown, fall: common.nothingKnown, over: common.nothingKnown };
	return {
		highest: peak === null ? common.nothingKnown : formatRating(peak),
		fall: fallMs === null ? clinic.course.notFallen : saySeconds(clinic, fallMs),
		over: saySeconds(clinic, overMs),
	};
}

/** Seconds as a whole number; what lasted less than one is not none. */
export function saySeconds(clinic: ClinicSpeech['clinic'], ms: number): string {
	return clinic.length(0, 0, ms > 0 ? Math.max(1, Math.round(ms / 1000)) : 0);
}

/** A row of small pictures of one figure over the visits. */
export interface Trend {
	readonly key: 'highest' | 'fall' | 'over';
	readonly values: readonly (number | null)[];
	/** The top of its scale. */
	readonly most: number;
}

export function trendsOf(visits: readonly Visit[]): readonly Trend[] {
	const figures = visits.map((visit) => visit.figures);
	const known = (value: number | null, { knownMs }: Figures) => (knownMs === 0 ? null : value);
	const rows = {
		highest: figures.map((each) => known(each.peak, each)),
		fall: figures.map((each) => known(each.fallMs, each)),
		over: figures.map((each) => known(each.overMs, each)),
	};
	const most = (values: readonly (number | null)[], least: number) =>
		Math.max(least, ...values.map((value) => value ?? 0));
	return [
		{ key: 'highest', values: rows.highest, most: 100 },
		{ key: 'fall', values: rows.fall, most: most(rows.fall, 10_000) },
		{ key: 'over', values: rows.over, most: most(rows.over, 5_000) },
	];
}
