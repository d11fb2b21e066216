import { clampRating, RATING_BUTTON_STEP, RATING_MAX, RATING_MIN, type Rating } from '../../shared/scale.ts';

/** Where the slider lies on the screen, in the same unit as the pointer, usually CSS px. */
export interface SliderBox {
	readonly top: number;
	readonly height: number;
}

/** The first touch: the rating at that height, 0 at the lower end. */
export function ratingAtHeight(y: number, box: SliderBox): Rating {
	return clampRating(RATING_MAX * (1 - (y - box.top) / box.height));
}

/** Every later drag is relative: from where the rating stood when the finger came down, wherever that was. */
export function ratingAfterDrag(from: Rating, downY: number, y: number, box: SliderBox): Rating {
	return clampRating(from + (RATING_MAX * (downY - y)) / box.height);
}

/** Tenths moved by the keys that move; PageUp and PageDown by a whole point. */
const KEY_STEPS: Readonly<Record<string, number>> = {
	ArrowUp: RATING_BUTTON_STEP,
	ArrowRight: RATING_BUTTON_STEP,
	ArrowDown: -RATING_BUTTON_STEP,
	ArrowLeft: -RATING_BUTTON_STEP,
	PageUp: 2 * RATING_BUTTON_STEP,
	PageDown: -2 * RATING_BUTTON_STEP,
};

/** One step up or down. Before the first touch it starts from what stood before a reload, or from nothing felt. */
export function ratingAfterStep(value: Rating | null, before: Rating | null, step: number): Rating {
	return clampRating((value ?? before ?? RATING_MIN) + step);
}

/** The rating after a key; null where the key means nothing here. In right-to-left pages left is more. */
export function ratingAfterKey(
	value: Rating | null,
	before: Rating | null,
	key: string,
	isRightToLeft = false,
): Rating | null {
	if (key === 'Home') return RATING_MIN;
	if (key === 'End') return RATING_MAX;
	const step = Object.hasOwn(KEY_STEPS, key) ? KEY_STEPS[key] : undefined;
	if (step === undefined) return null;
	const isSideways = key === 'ArrowLeft' || key === 'ArrowRight';
	return ratingAfterStep(value, before, isSideways && isRightToLeft ? -step : step);
}
