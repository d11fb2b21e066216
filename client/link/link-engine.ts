import type { Seat } from '../../shared/events.ts';
import type { ClientChoice, DownFrame, UpFrame, UpFrameOf } from '../../shared/protocol.ts';
import type { SessionLink } from './link-view.ts';
import type { OutboxEntry, OutboxStore } from './outbox.ts';

/** One connection, as the link sees it. */
export interface Wire {
	send(frame: UpFrame): void;
	/** Gives up this connection; whoever made it makes the next one. */
	close(): void;
}

export interface LinkParts {
	readonly seat: Seat;
	/** The right to the seat. */
	readonly token: string;
	/** The page's monotonic clock, ms. */
	readonly now: () => number;
	/** 128 random bits as 22 characters of base64url. */
	readonly randomId: () => string;
	/** Where unacknowledged events outlive the page; null keeps them in memory. */
	readonly outbox: OutboxStore | null;
	/** The second road (W9): carries frames of *say*, answers what `down` would. */
	readonly secondRoad: (frames: readonly UpFrameOf<'events'>[]) => Promise<readonly DownFrame[]>;
	/** Therapist's page: whom the session is for, as chosen at its start. */
	readonly client?: ClientChoice;
}

/** The engine of a page's line, moved from outside: by its wire, and by `handleTick` about ten times a second. */
export interface LinkEngine extends SessionLink {
	/** Reads what earlier loads left; to be awaited before the first connection. */
	load(): Promise<void>;
	handleOpen(wire: Wire): void;
	handleFrame(wire: Wire, frame: DownFrame): void;
	handleClose(wire: Wire): void;
	handleTick(): void;
	/** What this page holds that is not acknowledged. */
	outbox(): readonly OutboxEntry[];
}
