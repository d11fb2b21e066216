import type { Code } from '../../shared/codes.ts';
import type { WordsAtChoice } from '../../shared/consent-api.ts';
import type { EventId, KnownBody, Seat } from '../../shared/events.ts';
import type { AskingDevice, Presence, Recording } from '../../shared/protocol.ts';
import type { Band } from '../../shared/scale.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import type { SessionState } from '../../shared/session-state.ts';
import type { Heads } from '../../shared/stream.ts';

/**
 * The line to the server, one at a time:
 * `connecting` no answer yet in this load; `waiting` nobody has let this device in; `live`;
 * `weak` nothing heard for WEAK_MS, or cut and trying again; `over` nothing more will be taken.
 */
export type Line =
	| { readonly is: 'connecting' }
	| { readonly is: 'waiting'; readonly words: string }
	| { readonly is: 'live' }
	| { readonly is: 'weak'; readonly since: number }
	| { readonly is: 'over'; readonly code: Code };

/** What a page knows now. Instants are on the server's clock as estimated, unless they say otherwise. */
export interface LinkView {
	readonly line: Line;
	/** False after `moved`: the page shows and rings, and appends nothing until touched (W10). */
	readonly hasPen: boolean;
	readonly recording: Recording;
	/** The browser refuses to keep the outbox: if this page closes, what isn't sent is lost. */
	readonly isStoreRefused: boolean;
	/** The server no longer had a part of this page's record (W7). */
	readonly isPartLost: boolean;
	/** The choice that this page knows of is gone from the server, and nobody brings it again: it is to be made anew. */
	readonly isChoiceLost: boolean;
	/** Why something of this page's could not be kept, the newest last (W4). */
	readonly refusals: readonly Code[];
	readonly state: SessionState;
	readonly log: SessionLog;
	/** Heads up to which the server holds this session durably (live only: in memory). */
	readonly recordedHeads: Heads;
	/** What was recorded before the client withdrew is deleted. */
	readonly isErased: boolean;
	/** The page's events that are not acknowledged, all writers of this seat. */
	readonly unacknowledged: number;
	/** The other seats, as last told; `heardAt` is when this page last had word that the server had heard from them. */
	readonly others: Readonly<Partial<Record<Seat, Presence & { readonly heardAt: number }>>>;
	/** Who asks to be let in by this page's seat. */
	readonly asking: readonly AskingDevice[];
	/** Who follows the session just now. */
	readonly following: readonly AskingDevice[];
	/** Observers that wait for the client's answer, as the therapist's side is told. */
	readonly wouldFollow: readonly AskingDevice[];
	readonly clientName: string | null;
	/** On an admitted phone: the client's own band and edge of last time; null where none is known. */
	readonly lastBand: Band | null;
	/** On an admitted phone: the clinic's own words to choose by, as this load of the page was first told them. */
	readonly consentWords: WordsAtChoice;
}

export interface SessionLink {
	readonly writer: string;
	view(): LinkView;
	/** The server's clock, estimated: never the page's wall clock (W12). */
	serverNow(): number;
	/** Adds an event of this page's; it leaves at once, and is kept until acknowledged (W2). Null without the pen. */
	append(body: KnownBody, options?: { readonly practice?: boolean }): EventId | null;
	/** The person touched this page: takes the pen back if it has moved (W10). */
	touch(): void;
	/** What the pictures of now say of this page's person (W8). */
	setPicture(picture: { readonly rating: number | null; readonly at: number; readonly touchedAt: number | null }): void;
	setInView(inView: boolean): void;
	/** How long ago this load of the page pressed that STOP, by its own clock, ms; null where an earlier load or another page did. */
	pressedAgoMs(id: EventId): number | null;
	/** Whether the event is acknowledged. */
	isAcknowledged(id: EventId): boolean;
	/** Says goodbye once every outbox of this seat is empty (W11). */
	leave(): void;
	/** The client's answer after withdrawing. */
	answerErase(erase: boolean): void;
	onChange(listener: () => void): () => void;
}
