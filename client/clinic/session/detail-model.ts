/** Where each lane of the detail lies, in px from the top of the picture. */
export interface DetailLayout {
	/** Beside the plot: rating figures on the left, words of comfort on the right. */
	readonly left: number;
	readonly right: number;
	readonly plotWidth: number;
	readonly pointLane: number;
	readonly phaseLane: number;
	readonly laneHeight: number;
	readonly plotTop: number;
	readonly plotHeight: number;
	readonly stopLane: number;
	readonly markLane: number;
	readonly noteLane: number;
	readonly axis: number;
	readonly height: number;
	readonly fontPx: number;
}

/** A picture as wide as there is room and as high as is good to read; everything grows with the person's text size. */
export function detailLayout(
	width: number,
	rem: number,
	has: { readonly stops: boolean; readonly notes: boolean },
): DetailLayout {
	const isNarrow = width < 36 * rem;
	const left = rem * 2;
	const right = isNarrow ? rem * 0.75 : rem * 8.5;
	const laneHeight = rem * 1.625;
	const gap = rem * 0.25;
	const plotTop = 2 * laneHeight + 2 * gap;
	const plotHeight = Math.round(Math.min(Math.max(width * 0.34, rem * 13), rem * 22));
	const stopLane = plotTop + plotHeight + gap;
	const markLane = stopLane + (has.stops ? rem * 1.5 : 0);
	const noteLane = markLane + rem * 1.875;
	const axis = noteLane + (has.notes ? rem * 1.625 : 0);
	return {
		left,
		right,
		plotWidth: Math.max(1, width - left - right),
		pointLane: 0,
		phaseLane: laneHeight + gap / 2,
		laneHeight,
		plotTop,
		plotHeight,
		stopLane,
		markLane,
		noteLane,
		axis,
		height: Math.round(axis + rem * 1.75),
		fontPx: rem * 0.875,
	};
}

/** Ratings with a line of their own; the zones between carry words. */
export const GRID = [0, 20, 40, 60, 80, 100] as const;
