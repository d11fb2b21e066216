import { pointName } from '../../shared/body.ts';
import { comfortOf, formatRating, type Rating } from '../../shared/scale.ts';
import type { PointState } from '../../shared/session-state.ts';
import type { Timeline } from '../../shared/timeline.ts';
import type { Standing } from '../../shared/timeline-segments.ts';
import type { BandSpan } from '../../shared/timeline-steps.ts';
import type { PhaseVisit, StopMark } from '../../shared/timeline-tracks.ts';
import { textCell } from './csv-cells.ts';

export const COLUMNS = [
	'time',
	't_s',
	'what',
	'rating',
	'comfort',
	'touched',
	'band_low',
	'band_high',
	'edge',
	'phase',
	'point',
	'where',
	'place',
	'until_s',
	'detail',
	'standing',
] as const;

/** One row before it knows what was in force at its time. */
export interface Row {
	readonly t: number;
	readonly what: string;
	readonly standing: Standing;
	readonly rating?: Rating;
	readonly touched?: boolean;
	/** Where a span ends, ms since epoch. */
	readonly until?: number | null;
	readonly detail?: string;
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

function stopRows(stop: StopMark, i: number): readonly Row[] {
	const name = `stop ${i + 1}`;
	const mark = (what: string, t: number | null, detail?: string): readonly Row[] =>
		t === null
			? []
			: [{ t, what, standing: stop.standing, detail: detail ?? `${name} after ${seconds(t - stop.t)} s` }];
	return [
		{ t: stop.t, what: 'stop', standing: stop.standing, detail: name },
		...mark('stop-arrived', stop.arrivedAt),
		...mark('stop-shown', stop.shownAt),
		...mark('stop-answered', stop.answeredAt),
		...mark('stop-cleared', stop.clearedAt, `${name} by ${stop.clearedHow}`),
	];
}

/** Every row that is not a sample, in order of time; at one instant what was done comes before gaps, which follow their sample. */
export function eventRows(timeline: Timeline): readonly Row[] {
	const standing: Standing = 'session';
	const rows: readonly Row[] = [
		...timeline.milestones.map(({ t, is, spokenTo, isIdle, standing }) => ({
			t,
			what: is,
			standing,
			detail: spokenTo === null ? (isIdle ? 'by the server after a long silence' : '') : `spoken to ${spokenTo}`,
		})),
		...timeline.bands
			.filter(({ isDefault }) => !isDefault)
			.map(({ from }) => ({ t: from, what: 'band', standing: from > timeline.to ? ('late' as const) : standing })),
		...timeline.phases.map(({ from, to, standing, isAfterStop, targetMs }) => ({
			t: from,
			what: 'phase',
			until: to,
			standing,
			detail: [isAfterStop && 'after a stop', targetMs !== null && `target ${targetMs / 1000} s`]
				.filter(Boolean)
				.join(' '),
		})),
		...timeline.cues.map(({ t, cue, standing }) => ({ t, what: 'cue', detail: cue, standing })),
		...timeline.stops.flatMap(stopRows),
		...timeline.spoken.map(({ t, value, standing }) => ({ t, what: 'spoken-rating', rating: value, standing })),
		...timeline.notes.map(({ t, text, standing }) => ({ t, what: 'note', detail: text, standing })),
		...timeline.felt.map(({ t, point, regions, standing }) => ({
			t,
			what: 'felt',
			detail: `point ${point}: ${regions.join(' ') || 'nowhere else'}`,
			standing,
		})),
		...timeline.signalLosses.map(({ from, to, standing }) => ({ t: from, what: 'no-signal', until: to, standing })),
		...timeline.overEdge.map(({ from, to, peak }) => ({
			t: from,
			what: 'over-edge',
			until: to,
			standing,
			detail: `peak ${formatRating(peak)}`,
		})),
		...timeline.gaps.map(({ from, to }) => ({ t: from, what: 'gap', until: to, standing })),
	];
	return rows.toSorted((a, b) => a.t - b.t || rankOf(a) - rankOf(b));
}

const rankOf = ({ what }: Row) => (what === 'gap' ? 1 : 0);

/** Whether `row` stands before a sample at t. */
export function isBefore(row: Row, t: number): boolean {
	return row.t < t || (row.t === t && rankOf(row) === 0);
}

interface InForce {
	readonly visit: PhaseVisit | undefined;
	readonly band: BandSpan | undefined;
}

/** What is in force at ever later instants. */
function createInForce({ phases, bands }: Timeline): (t: number) => InForce {
	let v = -1;
	let b = 0;
	return (t) => {
		while ((phases[v + 1]?.from ?? Number.POSITIVE_INFINITY) <= t) v++;
		while ((bands[b + 1]?.from ?? Number.POSITIVE_INFINITY) <= t) b++;
		return { visit: phases[v], band: bands[b] };
	};
}

type Cells = Partial<Record<(typeof COLUMNS)[number], string>>;

const yesNo = (is: boolean) => (is ? 'yes' : 'no');

const bandCells = ({ band: { low, high, edge } }: BandSpan): Cells => ({
	band_low: formatRating(low),
	band_high: formatRating(high),
	edge: formatRating(edge),
});

const ratingCells = (rating: Rating, band: BandSpan | undefined): Cells => ({
	rating: formatRating(rating),
	...(band && { comfort: comfortOf(rating, band.band) }),
});

const visitCells = ({ phase, point }: PhaseVisit, named: PointState | undefined): Cells => ({
	phase,
	point: String(point),
	...(named && { where: textCell(pointName(named)), place: textCell(named.place ?? '') }),
});

/** Writes rows, which must come in order of time, as lines of the table. */
export function createRowWriter(timeline: Timeline): (row: Row) => string {
	const inForce = createInForce(timeline);
	const points = new Map(timeline.points.map((point) => [point.point, point]));
	return ({ t, what, standing, rating, touched, until, detail = '' }) => {
		const { visit, band } = inForce(t);
		const cells: Cells = {
			time: new Date(t).toISOString(),
			t_s: seconds(t - timeline.from),
			what,
			detail: textCell(detail),
			standing,
			...(band && bandCells(band)),
			...(rating !== undefined && ratingCells(rating, band)),
			...(touched !== undefined && { touched: yesNo(touched) }),
			...(until != null && { until_s: seconds(until - timeline.from) }),
			...(visit && visitCells(visit, points.get(visit.point))),
		};
		return `${COLUMNS.map((column) => cells[column] ?? '').join(',')}\r\n`;
	};
}
