import * as v from 'valibot';
import { MINOR_CHOICES, RETENTION_CHOICES } from './retention.ts';

/** A login ends after so long without a sign of its person, minutes. */
export const SIGN_OUT_CHOICES = [5, 10, 15, 30, 60, 120, 240, 480, 720] as const;

/** What an owner sets for the clinic. */
export const settingsSchema = v.strictObject({
	/** `own`: clients they look after or have treated. */
	therapistsSee: v.picklist(['own', 'all']),
	signOutMinutes: v.picklist(SIGN_OUT_CHOICES),
	/** Years after the last session; null: until someone erases. */
	retentionYears: v.nullable(v.picklist(RETENTION_CHOICES.map(({ years }) => years))),
	minorUntilAge: v.nullable(v.picklist(MINOR_CHOICES.map(({ age }) => age))),
	/** Whether what is due is erased without anyone asking. */
	erasesByItself: v.boolean(),
});
export interface Settings {
	readonly therapistsSee: 'own' | 'all';
	readonly signOutMinutes: number;
	readonly retentionYears: number | null;
	readonly minorUntilAge: number | null;
	readonly erasesByItself: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
	therapistsSee: 'own',
	signOutMinutes: 720,
	retentionYears: null,
	minorUntilAge: null,
	erasesByItself: false,
};
