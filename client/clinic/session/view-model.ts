import type { Span } from '../../../shared/timeline-segments.ts';

/** What of the session is in view, ms since epoch. */
export type View = Span;

/** The closest look, ms: samples come at most 20 times a second. */
export const LEAST_VIEW_MS = 2_000;

/** The factor of one press of the zoom buttons or keys. */
export const ZOOM_STEP = 1.5;

/** Keeps a view inside its bounds without changing how much it shows, if it can. */
export function clampView({ from, to }: View, bounds: Span): View {
	const whole = Math.max(LEAST_VIEW_MS, bounds.to - bounds.from);
	const length = Math.min(whole, Math.max(LEAST_VIEW_MS, to - from));
	const start = Math.min(Math.max(from, bounds.from), bounds.from + whole - length);
	return { from: start, to: start + length };
}

/** Shows `factor` times as much (below 1: a closer look) while the instant `at` stays where it is on the screen. */
export function zoomView({ from, to }: View, bounds: Span, factor: number, at: number): View {
	const length = (to - from) * factor;
	const whole = Math.max(LEAST_VIEW_MS, bounds.to - bounds.from);
	const kept = Math.min(whole, Math.max(LEAST_VIEW_MS, length));
	const share = (at - from) / (to - from);
	const start = at - share * kept;
	return clampView({ from: start, to: start + kept }, bounds);
}

export function panView({ from, to }: View, bounds: Span, ms: number): View {
	return clampView({ from: from + ms, to: to + ms }, bounds);
}

/** A view of a span with some air around it. */
export function viewOf({ from, to }: Span, bounds: Span): View {
	const air = Math.max(1_000, (to - from) * 0.08);
	return clampView({ from: from - air, to: to + air }, bounds);
}

/** Moves one edge of a view (the brush's handles); the other stays. */
export function moveEdge(view: View, bounds: Span, edge: 'from' | 'to', t: number): View {
	if (edge === 'from') {
		return { from: Math.min(Math.max(t, bounds.from), view.to - LEAST_VIEW_MS), to: view.to };
	}
	return { from: view.from, to: Math.max(Math.min(t, bounds.to), view.from + LEAST_VIEW_MS) };
}

/** The view in which t is seen: the same if it is already, else moved so far that t stands near the edge it came over. */
export function viewWith(view: View, bounds: Span, t: number): View {
	const length = view.to - view.from;
	if (t < view.from) return panView(view, bounds, t - view.from - length * 0.1);
	if (t > view.to) return panView(view, bounds, t - view.to + length * 0.1);
	return view;
}

export function isWhole(view: View, bounds: Span): boolean {
	return view.to - view.from >= bounds.to - bounds.from - 1;
}

/** Two fingers: what lay under each when they came down stays under them. */
export function pinchView(
	start: View,
	bounds: Span,
	before: readonly [number, number],
	now: readonly [number, number],
): View {
	const apart = Math.max(0.02, Math.abs(now[1] - now[0]));
	const length = ((start.to - start.from) * Math.abs(before[1] - before[0])) / apart;
	const middleBefore = start.from + ((before[0] + before[1]) / 2) * (start.to - start.from);
	const from = middleBefore - ((now[0] + now[1]) / 2) * length;
	return clampView({ from, to: from + length }, bounds);
}
