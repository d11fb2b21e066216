import type { Comfort } from '../../shared/scale.ts';

export type ComfortMark = Comfort | 'stop' | 'unknown';

/** A shape for each zone, so that colour never carries order alone: ▽ ● ◇ △ ■. SVG paths in a box of 24 × 24. */
export const COMFORT_SHAPES: Readonly<Record<ComfortMark, string>> = {
	light: 'M2 4h20L12 21z',
	good: 'M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20z',
	strong: 'M12 1l11 11-11 11L1 12z',
	over: 'M12 3l10 17H2z',
	stop: 'M3 3h18v18H3z',
	unknown: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
};
