import type { Side } from './body.ts';
import type { RegionId } from './body-regions.ts';
import type { BodyOf, Clearing, Cue, EventId, Seat } from './events.ts';
import { eventKey, idOf } from './events.ts';
import { isWorking, type Phase } from './phases.ts';
import { type Band, DEFAULT_BAND, type Rating } from './scale.ts';
import type { TimedEvent } from './stream.ts';

/** The last t of samples kept for alarms and the strip, ms. */
export const RECENT_MS = 120_000;

export interface Sample {
	readonly writer: string;
	readonly t: number;
	readonly value: Rating;
	readonly touched: boolean;
	readonly practice: boolean;
	readonly arrivedAt: number;
}

export interface StopState {
	readonly id: EventId;
	readonly t: number;
	/** A quiet one (DESIGN, Practice). */
	readonly practice: boolean;
	readonly arrivedAt: number;
	readonly shownAt?: number;
	readonly answeredAt?: number;
	readonly cleared?: { readonly at: number; readonly how: Clearing };
}

type StopMarks = Pick<StopState, 'shownAt' | 'answeredAt' | 'cleared'>;

export interface PointState {
	readonly point: number;
	readonly muscle: string;
	readonly side: Side;
	readonly place?: string;
}

/** Where the client says a point is felt. */
export interface FeltState {
	readonly point: number;
	readonly regions: readonly RegionId[];
	readonly t: number;
}

export interface PhaseState {
	readonly phase: Phase;
	readonly point: number;
	readonly since: number;
	readonly targetMs?: number;
}

export type ConsentState = 'undecided' | 'recorded' | 'live-only' | 'withdrawn';

/** A session as it stands after its events: a pure fold in the order of the log (W12, W15). */
export interface SessionState {
	readonly startedAt: number | null;
	readonly consent: ConsentState;
	/** Of the clinic's words for recording, the version that the phone showed at the choice that stands. */
	readonly consentWords: number | null;
	/** The member who entered a spoken consent. */
	readonly spokenConsentBy: string | null;
	readonly band: Band;
	readonly points: readonly PointState[];
	/** Of each point the last word, those felt nowhere else left out. */
	readonly felt: readonly FeltState[];
	/** The point worked at now: that of the last `point` or `phase`. */
	readonly point: number | null;
	readonly phase: PhaseState | null;
	/** The phases of the last RECENT_MS and the present one, for the strip. */
	readonly recentPhases: readonly PhaseState[];
	/** Samples of the last RECENT_MS, in order. */
	readonly samples: readonly Sample[];
	readonly lastTouchAt: number | null;
	readonly spokenRating: { readonly value: Rating; readonly t: number } | null;
	/** The cues of the last RECENT_MS. */
	readonly cues: readonly { readonly cue: Cue; readonly t: number; readonly practice: boolean }[];
	readonly stops: readonly StopState[];
	/** Marks whose t lies before that of the STOP they mean (two clocks differ), by event key. */
	readonly earlyMarks: Readonly<Record<string, StopMarks>>;
	readonly notes: readonly { readonly text: string; readonly t: number }[];
	readonly admittedDevices: readonly string[];
	readonly signal: 'lost' | 'back' | null;
	/** Losses and returns of the last RECENT_MS, as they were on the therapist's screen. */
	readonly signals: readonly { readonly state: 'lost' | 'back'; readonly t: number }[];
	/** The client left, or the last phone was taken out: until a phone rates again. */
	readonly hasLeft: boolean;
	readonly ended: { readonly at: number; readonly by: Seat } | null;
	readonly isSealed: boolean;
	/** t of the last event folded. */
	readonly t: number;
}

export const EMPTY_STATE: SessionState = {
	startedAt: null,
	consent: 'undecided',
	consentWords: null,
	spokenConsentBy: null,
	band: DEFAULT_BAND,
	points: [],
	felt: [],
	point: null,
	phase: null,
	recentPhases: [],
	samples: [],
	lastTouchAt: null,
	spokenRating: null,
	cues: [],
	stops: [],
	earlyMarks: {},
	notes: [],
	admittedDevices: [],
	signal: null,
	signals: [],
	hasLeft: false,
	ended: null,
	isSealed: false,
	t: 0,
};

type Fold<K extends TimedEvent['body']['kind']> = (
	state: SessionState,
	event: TimedEvent,
	body: BodyOf<K>,
) => Partial<SessionState>;

const recent = <T extends { readonly t: number }>(items: readonly T[], item: T): readonly T[] => {
	const from = items.findIndex(({ t }) => t >= item.t - RECENT_MS);
	return from === -1 ? [item] : [...(from > 0 ? items.slice(from) : items), item];
};

const consentOnce = (state: SessionState, choice: 'recorded' | 'live-only' | 'withdrawn'): ConsentState => {
	// Final, whatever comes before it in the log and after it in time.
	if (choice === 'withdrawn') return state.consent === 'live-only' ? 'live-only' : 'withdrawn';
	return state.consent === 'undecided' ? choice : state.consent;
};

const enterPhase = (state: SessionState, phase: PhaseState): Partial<SessionState> => ({
	phase,
	point: phase.point,
	recentPhases: [
		...state.recentPhases.filter((_, i, all) => (all[i + 1]?.since ?? phase.since) >= phase.since - RECENT_MS),
		phase,
	],
});

/** Marks the STOPs that are meant: the first of each kind counts, later ones change nothing. */
const markStops = (state: SessionState, ids: readonly EventId[], mark: StopMarks): Partial<SessionState> => {
	const meant = new Set(ids.map(eventKey));
	const stops = state.stops.map((stop) =>
		meant.has(eventKey(stop.id)) ? { ...stop, ...mark, ...marksOf(stop) } : stop,
	);
	for (const { id } of state.stops) meant.delete(eventKey(id));
	const early = Object.fromEntries([...meant].map((key) => [key, { ...mark, ...state.earlyMarks[key] }]));
	return { stops, ...(meant.size > 0 && { earlyMarks: { ...state.earlyMarks, ...early } }) };
};

const marksOf = ({ shownAt, answeredAt, cleared }: StopState): StopMarks => ({
	...(shownAt !== undefined && { shownAt }),
	...(answeredAt !== undefined && { answeredAt }),
	...(cleared && { cleared }),
});

/** The first answer to a real STOP puts the phase to rest. */
const restOnAnswer = (before: SessionState, after: Partial<SessionState>, t: number): Partial<SessionState> => {
	const isFirst = after.stops?.some((stop, i) => !stop.practice && stop.answeredAt !== before.stops[i]?.answeredAt);
	return isFirst && isPressed(before)
		? enterPhase(before, { phase: 'rest', point: before.phase?.point ?? 0, since: t })
		: {};
};

const isPressed = ({ phase }: SessionState): boolean => phase !== null && isWorking(phase.phase);

const sampleOf = (
	{ writer, t, arrivedAt, practice }: TimedEvent,
	{ value, touched }: Pick<BodyOf<'rating'>, 'value' | 'touched'>,
): Sample => ({ writer, t, arrivedAt, value, touched, practice: practice === true });

const FOLDS: { readonly [K in TimedEvent['body']['kind']]?: Fold<K> } = {
	started: (state, { t }) => ({ startedAt: state.startedAt ?? t }),
	rating: (state, event, { value, touched }) => {
		const samples = recent(state.samples, sampleOf(event, { value, touched }));
		return { samples, ...(touched && { lastTouchAt: event.t }), hasLeft: false };
	},
	cue: (state, { t, practice }, { cue }) => ({ cues: recent(state.cues, { cue, t, practice: practice === true }) }),
	stop: (state, event) => {
		const { t, arrivedAt } = event;
		const id = event.of ?? idOf(event);
		const practice = event.practice === true && !isPressed(state);
		const stop: StopState = { id, t, arrivedAt, practice, ...state.earlyMarks[eventKey(id)] };
		const isAnswered = stop.answeredAt !== undefined && !practice;
		const rest =
			isAnswered && isPressed(state)
				? enterPhase(state, { phase: 'rest', point: state.phase?.point ?? 0, since: t })
				: {};
		return { stops: [...state.stops, stop], ...rest };
	},
	shown: (state, { t }, { stops }) => markStops(state, stops, { shownAt: t }),
	answered: (state, { t }, { stops }) => {
		const marked = markStops(state, stops, { answeredAt: t });
		return { ...marked, ...restOnAnswer(state, marked, t) };
	},
	cleared: (state, { t }, { stops, how }) => markStops(state, stops, { cleared: { at: t, how } }),
	band: (_state, _event, { low, high, edge }) => ({ band: { low, high, edge } }),
	consent: (state, _event, { choice, words }) => ({
		consent: consentOnce(state, choice),
		...(state.consent === 'undecided' && words && { consentWords: words.version }),
	}),
	'spoken-consent': (state, _event, { choice, member }) => {
		// With a phone admitted the choice is its client's own.
		if (choice !== 'withdrawn' && state.admittedDevices.length > 0) return {};
		const consent = consentOnce(state, choice);
		return consent === state.consent ? {} : { consent, spokenConsentBy: member };
	},
	withdrawn: (state) => ({ consent: consentOnce(state, 'withdrawn') }),
	left: () => ({ hasLeft: true }),
	point: (state, _event, { point, muscle, side, place }) => ({
		point,
		points: [
			...state.points.filter((each) => each.point !== point),
			{ point, muscle, side, ...(place !== undefined && { place }) },
		],
	}),
	phase: (state, { t }, { phase, point, targetMs }) =>
		enterPhase(state, { phase, point, since: t, ...(targetMs !== undefined && { targetMs }) }),
	felt: (state, { t }, { point, regions }) => ({
		felt: [
			...state.felt.filter((each) => each.point !== point),
			...(regions.length > 0 ? [{ point, regions: [...new Set(regions)], t }] : []),
		],
	}),
	note: (state, { t }, { text }) => ({ notes: [...state.notes, { text, t }] }),
	'spoken-rating': (_state, { t }, { value }) => ({ spokenRating: { value, t } }),
	admitted: (state, _event, { device }) => ({ admittedDevices: [...state.admittedDevices, device] }),
	removed: (state, _event, { device }) => {
		const admittedDevices = state.admittedDevices.filter((each) => each !== device);
		return {
			admittedDevices,
			...(admittedDevices.length < 1 && state.admittedDevices.length > 0 && { hasLeft: true }),
		};
	},
	signal: (state, { t }, body) => ({ signal: body.state, signals: recent(state.signals, { state: body.state, t }) }),
	ended: (state, { t, seat }) => ({ ended: state.ended ?? { at: t, by: seat } }),
	'end-undone': () => ({ ended: null }),
	sealed: () => ({ isSealed: true }),
};

/** The state after one more event. Kinds it does not know change nothing. */
export function foldEvent(state: SessionState, event: TimedEvent): SessionState {
	const fold = Object.hasOwn(FOLDS, event.body.kind)
		? (FOLDS[event.body.kind] as Fold<typeof event.body.kind>)
		: undefined;
	const change = fold?.(state, event, event.body as never) ?? {};
	return { ...state, ...change, t: event.t };
}

/** The state after these events, which must stand in the order of the log. Samples are gathered once, so that it stays linear. */
export function foldSession(events: readonly TimedEvent[]): SessionState {
	const from = (events.findLast(({ body }) => body.kind === 'rating')?.t ?? 0) - RECENT_MS;
	const samples: Sample[] = [];
	let state = EMPTY_STATE;
	for (const event of events) {
		const { body, t } = event;
		if (body.kind !== 'rating') state = foldEvent(state, event);
		else {
			if (t >= from) samples.push(sampleOf(event, body));
			state = { ...state, hasLeft: false, t, ...(body.touched && { lastTouchAt: t }) };
		}
	}
	return samples.length === 0 ? state : { ...state, samples };
}

/** STOPs whose banner stands: not cleared, the oldest first. */
export function standingStops(state: SessionState): readonly StopState[] {
	return state.stops.filter((stop) => !stop.cleared);
}

/** STOPs that sound: real, neither answered nor cleared. */
export function ringingStops(state: SessionState): readonly StopState[] {
	return standingStops(state).filter((stop) => !stop.practice && stop.answeredAt === undefined);
}
