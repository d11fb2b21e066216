import { PRESS_TARGET_MS } from '../../shared/phases.ts';

/** How this therapist likes this page, kept on this device. */
export interface Settings {
	/** Keys 1–4, Space and so on; some assistive technology needs them off. */
	readonly areKeysOn: boolean;
	/** The therapist's own timer for press, ms. */
	readonly pressTargetMs: number;
}

export const DEFAULT_SETTINGS: Settings = { areKeysOn: true, pressTargetMs: PRESS_TARGET_MS.default };
/** Steps of the timer's setting, ms. */
export const PRESS_TARGET_STEP_MS = 5_000;

export function clampPressTarget(ms: number): number {
	const stepped = Math.round(ms / PRESS_TARGET_STEP_MS) * PRESS_TARGET_STEP_MS;
	return Math.min(PRESS_TARGET_MS.max, Math.max(PRESS_TARGET_MS.min, stepped));
}

/** Settings out of what the browser kept; what can't be read is as at first. */
export function parseSettings(kept: string | null): Settings {
	try {
		const { areKeysOn, pressTargetMs } = JSON.parse(kept ?? '{}') as Record<string, unknown>;
		return {
			areKeysOn: typeof areKeysOn === 'boolean' ? areKeysOn : DEFAULT_SETTINGS.areKeysOn,
			pressTargetMs: Number.isFinite(pressTargetMs)
				? clampPressTarget(pressTargetMs as number)
				: DEFAULT_SETTINGS.pressTargetMs,
		};
	} catch {
		return DEFAULT_SETTINGS;
	}
}
