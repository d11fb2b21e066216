import type { LiveSession } from '../link/live-session.svelte.ts';
import type { SeatStore } from './seat-store.ts';
import type { StopSoundParts } from './stop-sound.ts';
import type { WakeLockSource } from './wake-lock.ts';

/** What the phone page is made of: the browser's own things in the product, others in tests. */
export interface PhoneParts {
	readonly seats: SeatStore;
	readonly openLive: (seat: { readonly session: string; readonly token: string }) => LiveSession;
	readonly send: typeof fetch;
	/** The one-time ticket the page was opened with. */
	readonly ticket: string | null;
	/** The page's monotonic clock, ms. */
	readonly now: () => number;
	readonly openAudio: StopSoundParts['openAudio'];
	readonly vibrate: StopSoundParts['vibrate'];
	readonly wakeLock: WakeLockSource | undefined;
	/** Takes off the phone what its lines keep there. */
	readonly wipeOutboxes: () => Promise<void>;
}
