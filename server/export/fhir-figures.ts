import type { Numbers } from '../../shared/numbers.ts';
import type { Summary } from '../../shared/summary.ts';
import type { Timeline } from '../../shared/timeline.ts';
import type { Span } from '../../shared/timeline-segments.ts';

/** One number of a summary, with its unit in UCUM. */
export interface Figure {
	readonly name: string;
	/** Null where nothing is known: never 0. */
	readonly value: number | null;
	readonly code: '{score}' | 's' | '{score}.s' | '{count}';
	/** The point it is of; null for the whole session. */
	readonly partOf: number | null;
	readonly when: Span;
}

type Plain = Pick<Figure, 'name' | 'value' | 'code'>;

const rounded = (value: number, places: number) => Number(value.toFixed(places));
const rating = (name: string, tenths: number | null): Plain => ({
	name,
	value: tenths === null ? null : rounded(tenths / 10, 2),
	code: '{score}',
});
const seconds = (name: string, ms: number | null): Plain => ({
	name,
	value: ms === null ? null : rounded(ms / 1000, 3),
	code: 's',
});

function plainFigures(numbers: Numbers): readonly Plain[] {
	const { comfortMs, knownMs, area } = numbers;
	const known = (ms: number) => (knownMs === 0 ? null : ms);
	return [
		seconds('Length', numbers.lengthMs),
		seconds('Time in which the rating was known', knownMs),
		rating('Mean rating, weighted by time', numbers.mean),
		rating('Highest rating', numbers.peak),
		rating('Rating at the end', numbers.end),
		seconds('Time below the client’s band', known(comfortMs.light)),
		seconds('Time in the client’s band', known(comfortMs.good)),
		seconds('Time above the client’s band, up to the edge', known(comfortMs.strong)),
		seconds('Time over the client’s edge', known(comfortMs.over)),
		seconds('Time from the highest rating to one that is 2 lower', numbers.fallMs),
		{ name: 'Area under the curve', value: area === null ? null : rounded(area, 2), code: '{score}.s' },
	];
}

/** The numbers of the session, then those of each point, in the order in which they were worked. */
export function figuresOf(timeline: Timeline, summary: Summary): readonly Figure[] {
	const when = { from: timeline.from, to: timeline.to };
	const stops = timeline.stops.filter(({ standing }) => standing !== 'practice').length;
	const session = [
		...plainFigures(summary.session),
		{ name: 'Times the client pressed STOP', value: stops, code: '{count}' as const },
	];
	const points = summary.points.flatMap(({ point, numbers, presses, visits }) => {
		const span = { from: visits[0]?.visit.from ?? when.from, to: visits.at(-1)?.visit.to ?? when.to };
		const own = [...plainFigures(numbers), { name: 'Times pressed', value: presses, code: '{count}' as const }];
		return own.map((each): Figure => ({ ...each, partOf: point, when: span }));
	});
	return [...session.map((each): Figure => ({ ...each, partOf: null, when })), ...points];
}
