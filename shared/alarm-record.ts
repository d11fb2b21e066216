import {
	type Episode,
	LINGER_MS,
	OVER_EDGE_MS,
	type OverEpisode,
	overEdgeEpisodes,
	RISE_WITHIN_MS,
	type RiseEpisode,
	riseEpisodes,
} from './alarms.ts';
import type { Phase } from './phases.ts';
import { NO_SIGNAL_MS } from './protocol.ts';
import { joinSamples, lastAtOrBefore, type Samples, samplesIn } from './ratings.ts';
import { GAP_MS } from './readings.ts';
import { COMFORTS, type Rating } from './scale.ts';
import { type Timeline, visitAt } from './timeline.ts';
import type { Span, Standing } from './timeline-segments.ts';
import type { PhaseVisit, StopMark } from './timeline-tracks.ts';

/** What the therapist did first. */
export type Act =
	| { readonly is: 'answered'; readonly at: number }
	| { readonly is: 'phase'; readonly at: number; readonly phase: Phase };

interface Recorded {
	/** When it began, and when it was over; null where it never was. */
	readonly t: number;
	readonly until: number | null;
	readonly standing: Standing;
	/** The rating at its beginning; null where none was known. */
	readonly felt: Rating | null;
	/** When it stood on the therapist's screen; null: never. `to` is null where it never went. */
	readonly shown: { readonly from: number; readonly to: number | null } | null;
	readonly act: Act | null;
	/** When the rating was in the band again, or below it; null where it never was. */
	readonly easedAt: number | null;
	/** The visit in force when it began. */
	readonly visit: PhaseVisit | null;
}

/** An alarm as it was: what was felt, what was on the screen, and what followed. */
export type AlarmRecord = Recorded &
	(
		| { readonly kind: 'stop'; readonly stop: StopMark }
		| { readonly kind: 'over-edge'; readonly peak: Rating }
		| { readonly kind: 'rise'; readonly from: Rating; readonly to: Rating }
		| { readonly kind: 'no-signal' }
	);

type Screen = Recorded['shown'];

/** Every real alarm of a session in order of time, worked out over its log by what the therapist page itself goes by. */
export function alarmRecords(timeline: Timeline): readonly AlarmRecord[] {
	const samples = countedSamples(timeline);
	const records = [
		...timeline.stops.filter(({ standing }) => standing !== 'practice').map((stop) => stopRecord(timeline, stop)),
		...overEpisodes(timeline, samples).map((episode) => episodeRecord(timeline, episode)),
		...riseEpisodes(samples, timeline.to).map((rise) => episodeRecord(timeline, known(rise, samples))),
		...silences(timeline),
	];
	return records.toSorted((a, b) => a.t - b.t);
}

/** What is neither practice nor late, as the alarms take it. */
function countedSamples({ segments }: Timeline): Samples {
	return joinSamples(segments.filter(({ standing }) => standing === 'session').map(({ samples }) => samples));
}

/** A rise is known only when what it rose from has arrived as well. */
function known(rise: RiseEpisode, { t, arrivedAt }: Samples): Episode {
	const first = Math.max(0, lastAtOrBefore(t, rise.since - RISE_WITHIN_MS));
	const within = arrivedAt.subarray(first, lastAtOrBefore(t, rise.since) + 1);
	return { ...rise, knownAt: within.reduce((a, b) => Math.max(a, b)) };
}

/** Times over the edge that was in force then; one that goes on over a change of the band is one. */
function overEpisodes(timeline: Timeline, samples: Samples): readonly OverEpisode[] {
	const { t } = samples;
	const episodes: OverEpisode[] = [];
	for (const [i, { from, to, band }] of timeline.bands.entries()) {
		const before = lastAtOrBefore(t, from);
		// What stood when the band changed goes on under the new one.
		const isCarried = before >= 0 && from - (t[before] as number) <= GAP_MS;
		const end = i === timeline.bands.length - 1 ? t.length : lastAtOrBefore(t, to) + 1;
		const inForce = joinSamples([samplesIn(samples, isCarried ? before : before + 1, end)]);
		if (isCarried) inForce.t[0] = from;
		joinOver(episodes, overEdgeEpisodes(inForce, band.edge, Math.min(to, timeline.to)), from);
	}
	return episodes;
}

/** One that still stood when the band changed goes on, or was over then. */
function joinOver(episodes: OverEpisode[], found: readonly OverEpisode[], changedAt: number): void {
	const last = episodes.at(-1);
	const [first] = found;
	if (last?.until === null) {
		const goesOn = first?.since === changedAt ? first : null;
		const value = Math.max(last.value, goesOn?.value ?? 0);
		episodes[episodes.length - 1] = { ...last, value, until: goesOn ? goesOn.until : changedAt };
		episodes.push(...(goesOn ? found.slice(1) : found));
	} else episodes.push(...found);
}

/** When the therapist page showed it: what was over before it was known was a note and never an alarm (ALARM4). */
function screenOf({ kind, since, until, knownAt }: Episode, wasSilence: boolean, endsAt: number): Screen {
	const from = Math.max(knownAt, kind === 'over-edge' ? since + OVER_EDGE_MS : since);
	if (until === null) return from < endsAt ? { from, to: endsAt } : null;
	const stoodTo = wasSilence ? until + NO_SIGNAL_MS : until;
	const to = Math.min(endsAt, knownAt < until ? until + LINGER_MS : stoodTo);
	return from < to ? { from, to } : null;
}

function episodeRecord(timeline: Timeline, episode: Episode): AlarmRecord {
	const { since: t, until } = episode;
	const wasSilence = timeline.gaps.some((gap) => gap.from === until);
	const shown = screenOf(episode, wasSilence, timeline.to);
	const common = { ...recordOf(timeline, t, until, 'session'), shown };
	if (episode.kind === 'rise') return { ...common, kind: 'rise', from: episode.from, to: episode.to };
	return { ...common, kind: 'over-edge', peak: episode.value };
}

function stopRecord(timeline: Timeline, stop: StopMark): AlarmRecord {
	const { t, shownAt, answeredAt, clearedAt, standing } = stop;
	const common = recordOf(timeline, t, clearedAt, standing);
	const shown = shownAt === null ? null : { from: shownAt, to: answeredAt ?? clearedAt };
	// Changing the phase answers no STOP (ALARM8).
	const act = answeredAt === null ? null : ({ is: 'answered', at: answeredAt } as const);
	return { ...common, kind: 'stop', stop, shown, act };
}

/** The phone was not there: as the therapist's screen said it, and where the record has nothing though no screen said so. */
function silences(timeline: Timeline): readonly AlarmRecord[] {
	const { gaps, signalLosses } = timeline;
	const told = (gap: Span) => signalLosses.find(({ from }) => from >= gap.from && from <= gap.to);
	const silence = (t: number, until: number | null, standing: Standing, shown: Screen): AlarmRecord => ({
		...recordOf(timeline, t, until, standing),
		kind: 'no-signal',
		shown,
		easedAt: null,
	});
	const inRecord = gaps
		.filter((gap) => !hasLeft(timeline, gap))
		.map((gap) => {
			const loss = told(gap);
			return silence(gap.from, gap.to === timeline.to ? null : gap.to, 'session', loss ? screenSpan(loss) : null);
		});
	// The ratings came later, so the record has no gap; the screen had one.
	const onScreen = signalLosses
		.filter((loss) => !gaps.some((gap) => told(gap) === loss))
		.map((loss) => silence(loss.from, loss.to, loss.standing, screenSpan(loss)));
	return [...inRecord, ...onScreen];
}

const screenSpan = ({ from, to }: { readonly from: number; readonly to: number | null }): Screen => ({ from, to });

/** Who leaves, or is taken out, is not lost (SILENCE2). */
function hasLeft({ milestones }: Timeline, gap: Span): boolean {
	return milestones.some(
		({ is, t }) =>
			(is === 'left' || is === 'removed' || is === 'withdrawn') && t >= gap.from - GAP_MS && t <= gap.from + GAP_MS,
	);
}

function recordOf(timeline: Timeline, t: number, until: number | null, standing: Standing): Recorded {
	return {
		t,
		until,
		standing,
		felt: feltAt(timeline, t),
		shown: null,
		act: phaseAfter(timeline, t, until),
		easedAt: easedAfter(timeline, t),
		visit: visitAt(timeline.phases, t) ?? null,
	};
}

/** The therapist's first change of phase from then until the alarm had gone: what comes later is another matter. */
function phaseAfter({ phases, to }: Timeline, t: number, until: number | null): Act | null {
	const latest = until === null ? to : until + LINGER_MS;
	const next = phases.find(({ from, isAfterStop }) => from > t && from <= latest && !isAfterStop);
	return next ? { is: 'phase', at: next.from, phase: next.phase } : null;
}

/** The value known at t. */
function feltAt({ steps, to }: Timeline, t: number): Rating | null {
	const i = lastAtOrBefore(steps.from, t);
	const isKnown = i >= 0 && ((steps.to[i] as number) > t || steps.from[i] === t) && t <= to;
	return isKnown ? (steps.values[i] as Rating) : null;
}

const GOOD = COMFORTS.indexOf('good');

function easedAfter({ steps }: Timeline, t: number): number | null {
	for (let i = Math.max(0, lastAtOrBefore(steps.from, t)); i < steps.from.length; i++) {
		const isInForce = (steps.to[i] as number) > t || (steps.from[i] as number) >= t;
		if (isInForce && (steps.comfort[i] as number) <= GOOD) return Math.max(t, steps.from[i] as number);
	}
	return null;
}
