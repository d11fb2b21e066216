import type { Span } from '../../../shared/timeline-segments.ts';
import { nextLandmark } from './readout-model.ts';
import { SPEEDS, type Speed } from './replay-model.ts';
import { type View, viewWith, ZOOM_STEP, zoomView } from './view-model.ts';

interface KeyPress {
	readonly key: string;
	readonly shiftKey: boolean;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly altKey: boolean;
}

interface Standpoint {
	readonly view: View;
	readonly bounds: Span;
	/** Where the cursor stands. */
	readonly at: number;
	readonly marks: readonly number[];
}

export interface KeyAct {
	readonly view?: View;
	readonly cursor?: number;
	readonly toggles?: true;
	readonly speed?: Speed;
}

/** Steps of the arrow keys, as shares of what is in view. */
const STEP = 1 / 100;
const LARGE_STEP = 1 / 10;

const MOVES: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
const EVENTS: Readonly<Record<string, 1 | -1>> = { PageDown: 1, PageUp: -1 };
const ZOOMS: Readonly<Record<string, number>> = {
	'+': 1 / ZOOM_STEP,
	'=': 1 / ZOOM_STEP,
	'-': ZOOM_STEP,
	_: ZOOM_STEP,
};

/** What a key does in the detail; null for keys that are not its own. */
export function actOfKey(press: KeyPress, { view, bounds, at, marks }: Standpoint): KeyAct | null {
	if (press.ctrlKey || press.metaKey || press.altKey) return null;
	const clamp = (t: number) => Math.min(bounds.to, Math.max(bounds.from, t));
	const move = MOVES[press.key];
	const event = EVENTS[press.key];
	const zoom = ZOOMS[press.key];
	if (move) {
		const step = (view.to - view.from) * (press.shiftKey ? LARGE_STEP : STEP);
		return { cursor: clamp(at + move * step) };
	}
	if (event) return { cursor: nextLandmark(marks, at, event) ?? at };
	if (zoom) {
		const seen = viewWith(view, bounds, at);
		return { view: zoomView(seen, bounds, zoom, at) };
	}
	if (press.key === ' ') return { toggles: true };
	const speed = SPEEDS[Number(press.key) - 1];
	if (speed) return { speed };
	if (press.key === 'Home') return { cursor: bounds.from };
	if (press.key === 'End') return { cursor: bounds.to };
	return press.key === '0' ? { view: bounds } : null;
}
