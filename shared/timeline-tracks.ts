import type { RegionId } from './body-regions.ts';
import type { Clearing, Cue, EventId, Seat } from './events.ts';
import type { Phase } from './phases.ts';
import type { Rating } from './scale.ts';
import type { PointState } from './session-state.ts';
import type { Span, Standing } from './timeline-segments.ts';
import type { BandSpan } from './timeline-steps.ts';

/** One stay in a phase at a point, until the next phase or the end. */
export interface PhaseVisit extends Span {
	readonly phase: Phase;
	readonly point: number;
	/** 1 for the first stay in this phase at this point. */
	readonly turn: number;
	/** The therapist's own target, ms. */
	readonly targetMs: number | null;
	/** Rest that followed the answer to a STOP and not a key. */
	readonly isAfterStop: boolean;
	readonly standing: Standing;
}

/** A STOP with its marks; each mark's time is null until it is there. */
export interface StopMark {
	readonly id: EventId;
	readonly t: number;
	readonly arrivedAt: number;
	readonly shownAt: number | null;
	readonly answeredAt: number | null;
	readonly clearedAt: number | null;
	readonly clearedHow: Clearing | null;
	/** The phase that was in force when it was pressed. */
	readonly phase: Phase | null;
	readonly point: number | null;
	readonly standing: Standing;
}

interface Dot {
	readonly t: number;
	readonly standing: Standing;
}

export interface CueMark extends Dot {
	readonly cue: Cue;
}

/** A rating that was said aloud: never part of the curve, in no number. */
export interface SpokenDot extends Dot {
	readonly value: Rating;
}

export interface NoteMark extends Dot {
	readonly text: string;
}

/** Where the client said a point is felt, as the therapist noted it: all of it, each time anew. */
export interface FeltMark extends Dot {
	readonly point: number;
	readonly regions: readonly RegionId[];
}

/** What the therapist's screen said of the signal: lost from, back at; `to` is null where it did not come back. */
export interface SignalLoss {
	readonly from: number;
	readonly to: number | null;
	readonly standing: Standing;
}

export type MilestoneKind =
	| 'started'
	| 'admitted'
	| 'removed'
	| 'recorded'
	| 'live-only'
	| 'withdrawn'
	| 'left'
	| 'ended'
	| 'end-undone'
	| 'sealed';

/** A turning point of the session itself. */
export interface Milestone extends Dot {
	readonly is: MilestoneKind;
	readonly seat: Seat;
	/** The member who entered it for the client, who spoke it. */
	readonly spokenTo: string | null;
	/** Ended by the server, after a long silence. */
	readonly isIdle: boolean;
}

/** The tracks that come from everything but the phone's ratings. */
export interface SayTracks {
	readonly spoken: readonly SpokenDot[];
	readonly phases: readonly PhaseVisit[];
	/** As last named, in the order of their numbers. */
	readonly points: readonly PointState[];
	/** Without a hole from the first event to the last. */
	readonly bands: readonly BandSpan[];
	readonly cues: readonly CueMark[];
	readonly stops: readonly StopMark[];
	readonly signalLosses: readonly SignalLoss[];
	readonly notes: readonly NoteMark[];
	readonly felt: readonly FeltMark[];
	readonly milestones: readonly Milestone[];
	/** Events whose content could not be kept (W4). */
	readonly refusals: number;
}
