import { CONSENT_USES, type ConsentUse, type ConsentWordsAnswer } from '../../../shared/consent-api.ts';
import type { RetentionDueAnswer } from '../../../shared/keeping-api.ts';
import type { Settings } from '../../../shared/settings.ts';

/** A form's copy of the settings, to be changed. */
export type Draft = { -readonly [K in keyof Settings]: Settings[K] };

/** As it is saved: without years nothing is ever due, and so nothing is erased by itself. */
export function tidySettings(draft: Settings): Settings {
	return draft.retentionYears === null ? { ...draft, minorUntilAge: null, erasesByItself: false } : { ...draft };
}

export function isChanged(draft: Settings, saved: Settings): boolean {
	const tidy = tidySettings(draft);
	return (Object.keys(saved) as (keyof Settings)[]).some((key) => tidy[key] !== saved[key]);
}

/** Saving this lets the server erase, unasked, what it kept so far. */
export function beginsErasing(draft: Settings, saved: Settings): boolean {
	const tidy = tidySettings(draft);
	return tidy.erasesByItself && isChanged(draft, saved);
}

/** How many of what is due would go now. */
export function erasable({ clients, sessions }: RetentionDueAnswer): number {
	return clients.filter(({ isHeld }) => !isHeld).length + sessions;
}

type Version = ConsentWordsAnswer['words'][number];

export interface UseWords {
	readonly use: ConsentUse;
	/** In force; null where the clinic has none of its own. */
	readonly current: Version | null;
	/** Newest first. */
	readonly earlier: readonly Version[];
}

export function wordsByUse(words: readonly Version[]): readonly UseWords[] {
	return CONSENT_USES.map((use) => {
		const own = words.filter((each) => each.use === use).toSorted((a, b) => b.version - a.version);
		return { use, current: own[0] ?? null, earlier: own.slice(1) };
	});
}
