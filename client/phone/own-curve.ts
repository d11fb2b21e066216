import { GAP_MS } from '../../shared/readings.ts';
import type { Rating } from '../../shared/scale.ts';
import type { TimedEvent } from '../../shared/stream.ts';

interface Point {
	readonly t: number;
	readonly value: Rating;
}

/** The client's own rating over the session, without practice. Instants in ms. */
export interface OwnCurve {
	readonly from: number;
	readonly to: number;
	/** Each without a gap: between two of them nothing is known. */
	readonly pieces: readonly (readonly Point[])[];
	readonly stops: readonly number[];
	readonly peak: Rating;
	readonly last: Rating;
}

/** The curve of what was rated until the end; null where nothing was. Events in the order of the log. */
export function ownCurve(events: readonly TimedEvent[], endedAt: number): OwnCurve | null {
	const points: Point[] = [];
	const stops: number[] = [];
	for (const { t, practice, body } of events) {
		if (practice || t > endedAt) continue;
		if (body.kind === 'rating') points.push({ t, value: body.value });
		if (body.kind === 'stop') stops.push(t);
	}
	const [first] = points;
	const last = points.at(-1);
	if (!first || !last) return null;
	return {
		from: first.t,
		to: Math.max(endedAt, last.t, first.t + 1),
		pieces: piecesOf(points),
		stops,
		peak: points.reduce((most, { value }) => Math.max(most, value), 0),
		last: last.value,
	};
}

function piecesOf(points: readonly Point[]): readonly (readonly Point[])[] {
	const pieces: Point[][] = [];
	for (const [i, point] of points.entries()) {
		const before = points[i - 1];
		if (!before || point.t - before.t > GAP_MS) pieces.push([]);
		pieces.at(-1)?.push(point);
	}
	return pieces;
}

/** An SVG path of one piece: a value holds until the next. At most two points for each unit of width. */
export function pathOf(piece: readonly Point[], x: (t: number) => number, y: (value: Rating) => number): string {
	const corners = new Map<number, { low: number; high: number; last: number }>();
	for (const { t, value } of piece) {
		const column = Math.round(x(t));
		const corner = corners.get(column);
		corners.set(column, {
			low: Math.min(corner?.low ?? value, value),
			high: Math.max(corner?.high ?? value, value),
			last: value,
		});
	}
	let path = '';
	for (const [column, { low, high, last }] of corners) {
		path += path === '' ? `M${column} ${y(high)}` : `H${column}V${y(high)}`;
		if (low !== high) path += `V${y(low)}V${y(last)}`;
	}
	// A single point is drawn too: as a short stroke.
	return corners.size === 1 ? `${path}h1` : path;
}
