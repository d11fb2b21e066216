/** Two tones in turn with a breath between, heard across a room; Hz and s. */
const TONES = [
	{ hz: 988, from: 0, to: 0.3 },
	{ hz: 740, from: 0.3, to: 0.6 },
] as const;
/** One round of the STOP sound, s; it is repeated until answered. */
export const STOP_ROUND_S = 0.8;
/** The soft tick, s and Hz. */
export const TICK_S = 0.12;
const TICK_HZ = 660;
const TICK_LOUDNESS = 0.18;
/** Tones swell and fade over this long, so that they don't click; s. */
const FADE_S = 0.012;

function fade(t: number, from: number, to: number): number {
	return Math.max(0, Math.min(1, (t - from) / FADE_S, (to - t) / FADE_S));
}

/** A tone with its odd overtones, which carry through a room and a small loudspeaker; −1…1. */
function loud(hz: number, t: number): number {
	const wave = [1, 3, 5].reduce((sum, k) => sum + Math.sin(2 * Math.PI * hz * k * t) / k, 0);
	return Math.max(-1, Math.min(1, wave * 1.1));
}

/** One round of the STOP sound as samples between −1 and 1. */
export function stopSamples(sampleRate: number): Float32Array<ArrayBuffer> {
	return Float32Array.from({ length: Math.round(STOP_ROUND_S * sampleRate) }, (_, i) => {
		const t = i / sampleRate;
		const tone = TONES.find(({ from, to }) => t >= from && t < to);
		return tone ? loud(tone.hz, t) * fade(t, tone.from, tone.to) : 0;
	});
}

/** The soft tick as samples between −1 and 1. */
export function tickSamples(sampleRate: number): Float32Array<ArrayBuffer> {
	return Float32Array.from({ length: Math.round(TICK_S * sampleRate) }, (_, i) => {
		const t = i / sampleRate;
		return TICK_LOUDNESS * Math.sin(2 * Math.PI * TICK_HZ * t) * fade(t, 0, TICK_S);
	});
}
