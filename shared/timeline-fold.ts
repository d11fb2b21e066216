import { type BodyOf, eventKey, idOf } from './events.ts';
import { isWorking } from './phases.ts';
import { DEFAULT_BAND } from './scale.ts';
import { EMPTY_STATE, foldEvent, type PhaseState, type SessionState, type StopState } from './session-state.ts';
import type { TimedEvent } from './stream.ts';
import { type Standing, standingOf } from './timeline-segments.ts';
import type { BandSpan } from './timeline-steps.ts';
import type {
	CueMark,
	FeltMark,
	Milestone,
	MilestoneKind,
	NoteMark,
	PhaseVisit,
	SayTracks,
	SignalLoss,
	SpokenDot,
	StopMark,
} from './timeline-tracks.ts';

interface Bounds {
	readonly from: number;
	readonly to: number;
	readonly lastAt: number;
}

export interface TimelineFold {
	/** Takes in the next event of the log's order; ratings are not for it. */
	add(event: TimedEvent, isLate: boolean): void;
	finish(bounds: Bounds): SayTracks;
}

interface EnteredPhase {
	readonly state: PhaseState;
	readonly isAfterStop: boolean;
	readonly isLate: boolean;
}

type StopContext = Pick<StopMark, 'phase' | 'point' | 'standing'>;

const MILESTONES: Partial<Record<TimedEvent['body']['kind'], MilestoneKind>> = {
	started: 'started',
	admitted: 'admitted',
	removed: 'removed',
	withdrawn: 'withdrawn',
	left: 'left',
	ended: 'ended',
	'end-undone': 'end-undone',
	sealed: 'sealed',
};

function milestoneKind({ body }: TimedEvent): MilestoneKind | undefined {
	if (body.kind === 'consent' || body.kind === 'spoken-consent') return body.choice;
	return MILESTONES[body.kind];
}

/**
 * Follows the state's own fold and writes down what it goes through. Ratings change neither phase nor STOP, so leaving
 * them out keeps a session of 100,000 samples quick.
 */
export function createTimelineFold(): TimelineFold {
	let state = EMPTY_STATE;
	const entered: EnteredPhase[] = [];
	const stopContexts = new Map<string, StopContext>();
	const bandChanges: { readonly t: number; readonly band: BandSpan['band'] }[] = [];
	const spoken: SpokenDot[] = [];
	const cues: CueMark[] = [];
	const notes: NoteMark[] = [];
	const felt: FeltMark[] = [];
	const milestones: Milestone[] = [];
	const signals: { readonly t: number; readonly is: 'lost' | 'back'; readonly standing: Standing }[] = [];
	let refusals = 0;

	const collect = (event: TimedEvent, standing: Standing) => {
		const { t, body, seat } = event;
		const is = milestoneKind(event);
		if (is) {
			const spokenTo = body.kind === 'spoken-consent' ? body.member : null;
			milestones.push({ t, is, seat, spokenTo, isIdle: body.kind === 'ended' && body.idle === true, standing });
		}
		switch (body.kind) {
			case 'cue':
				return cues.push({ t, cue: body.cue, standing });
			case 'spoken-rating':
				return spoken.push({ t, value: body.value, standing });
			case 'note':
				return notes.push({ t, text: body.text, standing });
			case 'felt':
				return felt.push({ t, point: body.point, regions: [...new Set(body.regions)], standing });
			case 'signal':
				return signals.push({ t, is: body.state, standing });
			case 'band':
				return bandChanges.push({ t, band: bandOf(body) });
			case 'refused':
				return refusals++;
			default:
				return 0;
		}
	};

	const follow = (event: TimedEvent, isLate: boolean, before: SessionState) => {
		if (state.phase && state.phase !== before.phase) {
			const isAfterStop = event.body.kind !== 'phase';
			entered.push({ state: state.phase, isAfterStop, isLate });
		}
		if (event.body.kind !== 'stop') return;
		const { phase } = before;
		// With a working phase in force a STOP is real, whatever it carries.
		const isReal = phase !== null && isWorking(phase.phase);
		stopContexts.set(eventKey(event.of ?? idOf(event)), {
			phase: phase?.phase ?? null,
			point: phase?.point ?? null,
			standing: standingOf(isReal ? {} : event, isLate),
		});
	};

	return {
		add(event, isLate) {
			const before = state;
			state = foldEvent(state, event);
			collect(event, standingOf(event, isLate));
			follow(event, isLate, before);
		},
		finish: (bounds) => ({
			spoken,
			cues,
			notes,
			felt,
			milestones,
			refusals,
			phases: visitsOf(entered, bounds),
			points: state.points.toSorted((a, b) => a.point - b.point),
			bands: bandSpans(bandChanges, bounds),
			stops: state.stops.map((stop) => stopMark(stop, stopContexts)),
			signalLosses: signalLosses(signals),
		}),
	};
}

const bandOf = ({ low, high, edge }: BodyOf<'band'>) => ({ low, high, edge });

function visitsOf(entered: readonly EnteredPhase[], { to, lastAt }: Bounds): readonly PhaseVisit[] {
	const turns = new Map<string, number>();
	return entered.map(({ state, isAfterStop, isLate }, i) => {
		const key = `${state.phase} ${state.point}`;
		const turn = (turns.get(key) ?? 0) + 1;
		turns.set(key, turn);
		const next = entered[i + 1];
		const until = isLate ? lastAt : to;
		return {
			phase: state.phase,
			point: state.point,
			turn,
			from: state.since,
			to: next && next.isLate === isLate ? next.state.since : until,
			targetMs: state.targetMs ?? null,
			isAfterStop,
			standing: isLate ? 'late' : 'session',
		};
	});
}

function bandSpans(
	changes: readonly { readonly t: number; readonly band: BandSpan['band'] }[],
	{ from, lastAt }: Bounds,
): readonly BandSpan[] {
	const starts = [
		{ t: from, band: DEFAULT_BAND, isDefault: true },
		...changes.map((change) => ({ ...change, isDefault: false })),
	];
	const spans = starts.map(({ t, band, isDefault }, i) => ({
		from: t,
		to: starts[i + 1]?.t ?? lastAt,
		band,
		isDefault,
	}));
	return spans.filter((span, i) => span.to > span.from || i === spans.length - 1);
}

function stopMark(stop: StopState, contexts: ReadonlyMap<string, StopContext>): StopMark {
	const context = contexts.get(eventKey(stop.id)) ?? { phase: null, point: null, standing: 'session' as const };
	return {
		id: stop.id,
		t: stop.t,
		arrivedAt: stop.arrivedAt,
		shownAt: stop.shownAt ?? null,
		answeredAt: stop.answeredAt ?? null,
		clearedAt: stop.cleared?.at ?? null,
		clearedHow: stop.cleared?.how ?? null,
		...context,
	};
}

function signalLosses(
	signals: readonly { readonly t: number; readonly is: 'lost' | 'back'; readonly standing: Standing }[],
): readonly SignalLoss[] {
	const losses: SignalLoss[] = [];
	let open: SignalLoss | null = null;
	for (const { t, is, standing } of signals) {
		if (is === 'lost') open ??= { from: t, to: null, standing };
		else if (open) {
			losses.push({ ...open, to: t });
			open = null;
		}
	}
	return open ? [...losses, open] : losses;
}
