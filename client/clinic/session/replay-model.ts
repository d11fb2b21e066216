import type { Span } from '../../../shared/timeline-segments.ts';

/** How many times as fast as it was. */
export const SPEEDS = [1, 2, 4, 16] as const;
export type Speed = (typeof SPEEDS)[number];

/** Where a replay stands, ms since epoch. */
export interface Replay {
	readonly at: number;
	readonly speed: Speed;
	readonly isPlaying: boolean;
	/** Session time that has passed and is not shown yet, where the cursor goes in steps, ms. */
	readonly owedMs: number;
}

/** Who wishes for less motion sees the cursor step from second to second of the session instead of gliding. */
export const CALM_STEP_MS = 1_000;
/** A page that was out of view does not leap when it comes back, ms. */
const LONGEST_FRAME_MS = 250;

export const replayFrom = (at: number): Replay => ({ at, speed: 1, isPlaying: false, owedMs: 0 });

/** After so many ms of the watcher's time. It stops where the session does. */
export function advance(replay: Replay, ms: number, bounds: Span, isCalm: boolean): Replay {
	if (!replay.isPlaying) return replay;
	const owed = replay.owedMs + Math.min(ms, LONGEST_FRAME_MS) * replay.speed;
	const moved = isCalm ? Math.floor(owed / CALM_STEP_MS) * CALM_STEP_MS : owed;
	const at = Math.min(bounds.to, replay.at + moved);
	return { ...replay, at, owedMs: owed - moved, isPlaying: at < bounds.to };
}

/** Plays or pauses; at the end it begins again. */
export function toggle(replay: Replay, bounds: Span): Replay {
	if (replay.isPlaying) return { ...replay, isPlaying: false, owedMs: 0 };
	return { ...replay, isPlaying: true, owedMs: 0, at: replay.at >= bounds.to ? bounds.from : replay.at };
}

export function scrub(replay: Replay, t: number, bounds: Span): Replay {
	return { ...replay, owedMs: 0, at: Math.min(bounds.to, Math.max(bounds.from, t)) };
}
