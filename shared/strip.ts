import { type Episode, isAlarmNow, overEdgeEpisodes, riseEpisodes } from './alarms.ts';
import type { Cue } from './events.ts';
import type { Phase } from './phases.ts';
import { WEAK_MS } from './protocol.ts';
import { columnsOf } from './ratings.ts';
import { isGap, readingsOf, type Signal } from './readings.ts';
import type { Band, Rating } from './scale.ts';
import type { Sample, SessionState } from './session-state.ts';

/** The strip shows this much, ms. */
export const STRIP_MS = 90_000;

export interface StripSpan {
	readonly from: number;
	readonly to: number;
}

/** A stretch of the curve without a gap: values that hold until the next one, the last until `to`. */
export interface StripRun extends StripSpan {
	readonly isPractice: boolean;
	readonly points: readonly { readonly t: number; readonly value: Rating }[];
}

export interface StripPhase extends StripSpan {
	readonly phase: Phase;
	readonly point: number;
}

export type StripNote =
	| { readonly kind: Episode['kind'] | 'no-signal'; readonly at: number }
	| { readonly kind: 'stop'; readonly at: number }
	| { readonly kind: 'cue'; readonly at: number; readonly cue: Cue };

/** What the last STRIP_MS look like. Between two runs nothing is drawn. */
export interface Strip extends StripSpan {
	readonly band: Band;
	readonly phases: readonly StripPhase[];
	readonly runs: readonly StripRun[];
	readonly notes: readonly StripNote[];
}

function splitRuns(samples: readonly Sample[]): readonly (readonly Sample[])[] {
	const runs: Sample[][] = [];
	for (const sample of samples) {
		const run = runs.at(-1);
		const last = run?.at(-1);
		if (run && last && !isGap(last, sample) && last.practice === sample.practice) run.push(sample);
		else runs.push([sample]);
	}
	return runs;
}

/** The run between `from` and `to`; the value that stood at `from` is drawn from there. */
function clipRun(run: readonly Sample[], endsAt: number, from: number): StripRun | null {
	const first = run.findLastIndex(({ t }) => t <= from);
	const points = run.slice(Math.max(0, first)).map(({ t, value }) => ({ t: Math.max(t, from), value }));
	const [start] = points;
	if (!start || endsAt < from) return null;
	return { isPractice: run[0]?.practice === true, from: start.t, to: Math.max(endsAt, start.t), points };
}

function runsOf(samples: readonly Sample[], from: number, now: number): readonly StripRun[] {
	const runs = splitRuns(samples);
	return runs.flatMap((run, i) => {
		const last = run.at(-1) as Sample;
		const next = runs[i + 1]?.[0];
		const heldTo = next && !isGap(last, next) ? next.t : last.t;
		const isCurrent = !next && now - last.t < WEAK_MS;
		return clipRun(run, isCurrent ? now : heldTo, from) ?? [];
	});
}

function phasesOf(state: SessionState, from: number, now: number): readonly StripPhase[] {
	const end = state.ended?.at ?? now;
	return state.recentPhases
		.map(({ phase, point, since }, i, all) => ({
			phase,
			point,
			from: Math.max(from, since),
			to: Math.min(now, all[i + 1]?.since ?? end),
		}))
		.filter((span) => span.to > span.from);
}

/** Where each alarm that is no longer one began, and every cue and real STOP. */
function notesOf(state: SessionState, samples: readonly Sample[], from: number, now: number): readonly StripNote[] {
	const columns = columnsOf(samples);
	const episodes = [...overEdgeEpisodes(columns, state.band.edge, now), ...riseEpisodes(columns, now)];
	const past = episodes.filter((each) => !isAlarmNow(each, now)).map(({ kind, since }) => ({ kind, at: since }));
	const lost = state.signals.filter((each, i, all) => each.state === 'lost' && all[i + 1]?.state === 'back');
	const notes: readonly StripNote[] = [
		...past,
		...lost.map(({ t }) => ({ kind: 'no-signal', at: t }) as const),
		...state.stops.filter(({ practice }) => !practice).map(({ t }) => ({ kind: 'stop', at: t }) as const),
		...state.cues.filter(({ practice }) => !practice).map(({ t, cue }) => ({ kind: 'cue', at: t, cue }) as const),
	];
	return notes.filter(({ at }) => at >= from && at <= now).sort((a, b) => a.at - b.at);
}

/** The last STRIP_MS before `now` (server's clock, ms), for drawing. A gap is never drawn as a value. */
export function stripAt(state: SessionState, signal: Signal, now: number): Strip {
	const from = now - STRIP_MS;
	const samples = readingsOf(state, signal);
	return {
		from,
		to: now,
		band: state.band,
		phases: phasesOf(state, from, now),
		runs: runsOf(samples, from, now),
		notes: notesOf(state, samples, from, now),
	};
}
