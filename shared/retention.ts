/** How long records are kept after the last session, and who asks for that: choices of a clinic, never advice. */
export const RETENTION_CHOICES: readonly { readonly years: number; readonly askedBy: readonly string[] }[] = [
	{ years: 4, askedBy: ['Montana (US)', 'NCBTMB'] },
	{ years: 6, askedBy: ['New York (US)'] },
	{ years: 7, askedBy: ['insurers in the UK'] },
	{ years: 8, askedBy: ['CNHC (UK)'] },
	{ years: 10, askedBy: ['BGI', 'CMTO (Ontario), on weak grounds'] },
];

/** Until which age a minor's record is kept at least. */
export const MINOR_CHOICES: readonly { readonly age: number; readonly askedBy: readonly string[] }[] = [
	{ age: 22, askedBy: ['New York (US)'] },
	{ age: 25, askedBy: ['the UK'] },
];

export interface RetentionRule {
	/** Null: kept until someone erases it. */
	readonly years: number | null;
	/** Null: no rule of its own for minors. */
	readonly minorUntilAge: number | null;
}

const ADULT = 18;

/**
 * When a record may go, ms since epoch; null: never by rule. `lastAt` is the end of the last session. For who was a
 * minor then the year counts in which that person has surely reached the age: a birth year is all that is known.
 */
export function dueAt(
	record: { readonly lastAt: number; readonly birthYear: number | null },
	{ years, minorUntilAge }: RetentionRule,
): number | null {
	if (years === null) return null;
	const last = new Date(record.lastAt);
	const due = new Date(record.lastAt);
	due.setUTCFullYear(last.getUTCFullYear() + years);
	const { birthYear } = record;
	const wasMinor = birthYear !== null && last.getUTCFullYear() - birthYear <= ADULT;
	if (!wasMinor || minorUntilAge === null) return due.getTime();
	return Math.max(due.getTime(), Date.UTC(birthYear + minorUntilAge + 1, 0, 1));
}
