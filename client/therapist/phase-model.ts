import { type Phase, PRESS_REMINDERS_MS, STRETCH_HOLD_MS } from '../../shared/phases.ts';
import type { PhaseState } from '../../shared/session-state.ts';
import type { TimedEvent } from '../../shared/stream.ts';

/** The therapist's own timer for a phase, ms; undefined where none is kept. */
export function targetOf(phase: Phase, pressTargetMs: number): number | undefined {
	if (phase === 'press') return pressTargetMs;
	return phase === 'stretch' ? STRETCH_HOLD_MS : undefined;
}

export interface PhaseTimer {
	readonly elapsedMs: number;
	/** 0–1 of the target; null without one. */
	readonly progress: number | null;
	readonly isPastTarget: boolean;
	/** The reminder passed last, ms (press: 90 s, 120 s); null before. */
	readonly reminderMs: number | null;
}

export function phaseTimer({ phase, since, targetMs }: PhaseState, now: number): PhaseTimer {
	const elapsedMs = Math.max(0, now - since);
	const reminders = phase === 'press' ? PRESS_REMINDERS_MS : [];
	return {
		elapsedMs,
		progress: targetMs === undefined ? null : Math.min(1, elapsedMs / targetMs),
		isPastTarget: targetMs !== undefined && elapsedMs >= targetMs,
		reminderMs: reminders.findLast((reminder) => elapsedMs >= reminder) ?? null,
	};
}

/** How long each phase has lasted at this point so far, without the one in force, ms. */
export function timesAtPoint(
	events: readonly TimedEvent[],
	point: number | null,
): Readonly<Partial<Record<Phase, number>>> {
	const times: Partial<Record<Phase, number>> = {};
	let open: { readonly phase: Phase; readonly point: number; readonly t: number } | null = null;
	for (const { t, body } of events) {
		if (body.kind !== 'phase') continue;
		if (open && open.point === point) times[open.phase] = (times[open.phase] ?? 0) + t - open.t;
		open = { phase: body.phase, point: body.point, t };
	}
	return times;
}
