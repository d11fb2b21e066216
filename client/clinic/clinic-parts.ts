import { createContext } from 'svelte';
import type { LiveSession } from '../link/live-session.svelte.ts';
import type { ClinicWords } from '../words/clinic.ts';
import type { CommonWords } from '../words/common.ts';
import type { PluralForms } from '../words/language.ts';
import type { SignInWords } from '../words/sign-in.ts';
import type { ClinicApi } from './api.ts';
import type { FollowStore } from './follow/follow-store.ts';
import { lengthOf, type TimeFormat } from './time-format.ts';

/** All that the clinic page can say, in the language it speaks. */
export interface ClinicSpeech {
	/** For dates and times: the language as it is spoken where this person is. */
	readonly locale: string;
	readonly clinic: ClinicWords;
	readonly common: CommonWords;
	readonly signIn: SignInWords;
	readonly plural: (count: number, forms: PluralForms) => string;
}

export interface ClinicParts {
	readonly api: ClinicApi;
	readonly now: () => number;
	/** The line of an observer's place. */
	readonly follow: (session: string, token: string) => LiveSession;
	readonly places: FollowStore;
}

export const [getSpeech, setSpeech] = createContext<ClinicSpeech>();
export const [getParts, setParts] = createContext<ClinicParts>();
/** Once signed in: instants in the clinic's zone. */
export const [getTimeFormat, setTimeFormat] = createContext<{ readonly current: TimeFormat }>();

/** A whole session's length, to the minute: "52 min", "1 h 04 min"; below ten minutes as it is. */
export function sayMinutes(speech: ClinicSpeech, ms: number): string {
	return sayLength(speech, ms < 600_000 ? ms : Math.round(ms / 60_000) * 60_000);
}

/** "38 s", "1:05 min", "1 h 04 min". */
export function sayLength({ clinic }: ClinicSpeech, ms: number): string {
	const { hours, minutes, seconds } = lengthOf(ms);
	return clinic.length(hours, minutes, seconds);
}
