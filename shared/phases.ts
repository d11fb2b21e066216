/** The four phases of treating a point, and rest between. Always absolute, never "next". */
export const PHASES = ['locate', 'press', 'release', 'stretch', 'rest'] as const;
export type Phase = (typeof PHASES)[number];

/** Phases with a key of their own (1–4) on the therapist page. */
export const WORK_PHASES = ['locate', 'press', 'release', 'stretch'] as const satisfies readonly Phase[];

/** Press 30–60 s with a reminder at 90 and again at 120: Gemmell 2008, Kim 2013. The therapist's own timers, never advice. */
export const PRESS_TARGET_MS = { min: 30_000, default: 45_000, max: 90_000 } as const;
export const PRESS_REMINDERS_MS = [90_000, 120_000] as const;
/** NCT04993118: hold 30 s. */
export const STRETCH_HOLD_MS = 30_000;

/** The phase after `phase` in the usual order, as what the key for "next" proposes; the event names it absolutely. */
export function phaseAfter(phase: Phase): Phase {
	const index = (WORK_PHASES as readonly Phase[]).indexOf(phase);
	return WORK_PHASES[index + 1] ?? 'rest';
}

/** Whether the client is being worked on: any phase but rest. */
export function isWorking(phase: Phase): boolean {
	return phase !== 'rest';
}
