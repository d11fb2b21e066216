import type { Cue } from './events.ts';
import type { SessionState } from './session-state.ts';

/** A cue stands large for this long, ms. */
export const CUE_SHOWN_MS = 8_000;

export interface ShownCue {
	readonly cue: Cue;
	readonly t: number;
	readonly practice: boolean;
}

/** The newest cue while it stands; one that came later than that is no cue of now. */
export function cueOfNow({ cues }: Pick<SessionState, 'cues'>, now: number): ShownCue | null {
	const last = cues.at(-1);
	return last && now - last.t < CUE_SHOWN_MS ? last : null;
}
