import type { LinkView, SessionLink } from '../link/link-view.ts';
import type { SeatStore } from './seat-store.ts';
import type { StopSoundParts } from './stop-sound.ts';
import type { WakeLockSource } from './wake-lock.ts';

/** A session's line as a page holds it; `view` and `now` are runes. */
export interface LiveLine {
	readonly view: LinkView;
	/** The server's clock, estimated; ticks at least every 200 ms. */
	readonly now: number;
	readonly link: SessionLink;
	close(): void;
}

/** What the phone page is made of: the browser's own things in the product, others in tests. */
export interface PhoneParts {
	readonly seats: SeatStore;
	readonly openLine: (seat: { readonly session: string; readonly token: string }) => LiveLine;
	readonly send: typeof fetch;
	/** The one-time ticket the page was opened with. */
	readonly ticket: string | null;
	/** The page's monotonic clock, ms. */
	readonly now: () => number;
	readonly openAudio: StopSoundParts['openAudio'];
	readonly vibrate: StopSoundParts['vibrate'];
	readonly wakeLock: WakeLockSource | undefined;
	/** Takes off the phone what the line keeps there. */
	readonly wipeOutbox: () => Promise<void>;
}
