import { pointName } from '../../shared/body.ts';
import type { PointState } from '../../shared/session-state.ts';

/** "right infraspinatus" for each point that was named. */
export type PlaceNames = ReadonlyMap<number, string>;

export function placeNames(points: readonly PointState[]): PlaceNames {
	return new Map(points.map((point) => [point.point, pointName(point)]));
}
