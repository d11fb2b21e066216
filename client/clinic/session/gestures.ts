import type { View } from './view-model.ts';

/** What hands do on the picture, in shares of the plot's width: 0 its left, 1 its right. */
export interface GestureParts {
	/** Where the plot lies in the element, px. */
	plot(): { readonly left: number; readonly width: number };
	view(): View;
	onHover(share: number): void;
	/** A finger or button came down there. */
	onPress(share: number): void;
	/** Moved by this share of the view; positive shows what is later. */
	onPan(share: number): void;
	onZoom(factor: number, share: number): void;
	/** From two fingers' places when the second came down to where they are now; `start` is the view of then. */
	onPinch(start: View, before: readonly [number, number], now: readonly [number, number]): void;
}

/** A wheel that turns this far (px) shows e times as much. */
const WHEEL_PX = 500;
/** Lines and pages of a wheel in px. */
const DELTA_PX = [1, 16, 400] as const;

/** Listens to pointers and wheel; returns the unsubscribe. */
export function onGestures(element: HTMLElement, parts: GestureParts): () => void {
	const down = new Map<number, number>();
	let pinch: { readonly start: View; readonly before: readonly [number, number] } | null = null;

	const shareOf = (clientX: number) => {
		const { left, width } = parts.plot();
		return (clientX - element.getBoundingClientRect().left - left) / width;
	};
	const fingers = (): readonly [number, number] | null => {
		const [a, b] = [...down.values()].sort((one, other) => one - other);
		return down.size === 2 && a !== undefined && b !== undefined ? [a, b] : null;
	};

	const handleDown = (event: PointerEvent) => {
		if (event.button !== 0) return;
		element.setPointerCapture(event.pointerId);
		down.set(event.pointerId, shareOf(event.clientX));
		const before = fingers();
		pinch = before && { start: parts.view(), before };
		if (!before) parts.onPress(shareOf(event.clientX));
	};
	const handleMove = (event: PointerEvent) => {
		const share = shareOf(event.clientX);
		const last = down.get(event.pointerId);
		if (last === undefined) {
			if (event.pointerType === 'mouse' && share >= 0 && share <= 1) parts.onHover(share);
			return;
		}
		down.set(event.pointerId, share);
		const now = fingers();
		if (now && pinch) parts.onPinch(pinch.start, pinch.before, now);
		else if (down.size === 1) parts.onPan(last - share);
	};
	const handleUp = (event: PointerEvent) => {
		down.delete(event.pointerId);
		pinch = null;
	};
	const handleWheel = (event: WheelEvent) => {
		event.preventDefault();
		const px = DELTA_PX[event.deltaMode as 0 | 1 | 2] ?? 1;
		const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
		if (Math.abs(across) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
			parts.onPan((across * px) / parts.plot().width);
		} else parts.onZoom(Math.exp((event.deltaY * px) / WHEEL_PX), shareOf(event.clientX));
	};

	const stop = new AbortController();
	const { signal } = stop;
	element.addEventListener('pointerdown', handleDown, { signal });
	element.addEventListener('pointermove', handleMove, { signal });
	element.addEventListener('pointerup', handleUp, { signal });
	element.addEventListener('pointercancel', handleUp, { signal });
	element.addEventListener('wheel', handleWheel, { signal, passive: false });
	return () => stop.abort();
}
