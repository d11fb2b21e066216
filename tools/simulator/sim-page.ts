import type { LinkEngine } from '../../client/link/link-engine.ts';
import type { Flow } from '../../client/phone/flow.ts';
import type { Seat } from '../../shared/events.ts';
import type { DownFrame, UpFrame } from '../../shared/protocol.ts';
import type { Signal } from '../../shared/readings.ts';
import type { Heads } from '../../shared/stream.ts';
import type { SimOutbox } from './browser.ts';
import type { SimWire } from './sim-wire.ts';

/** A rating as it stood on a phone; `until` by the server's clock, ms. */
export interface Standing {
	readonly value: number;
	until: number;
}

/** One load of a page, in a browser whose stored outbox outlives it. */
export interface SimPage {
	readonly name: string;
	readonly seat: Extract<Seat, 'client' | 'therapist'>;
	readonly token: string;
	readonly engine: LinkEngine;
	readonly outbox: SimOutbox;
	/** The way from the client's thumb to the log. */
	readonly flow: Flow;
	/** The page's monotonic clock, ms. */
	readonly now: () => number;
	/** Its person touches it. */
	readonly touch: () => void;
	readonly runTimers: () => void;
	wire: SimWire | null;
	isAlive: boolean;
	isOnline: boolean;
	/** Its program stands still, its line as well: a locked phone. */
	isFrozen: boolean;
	isInView: boolean;
	isPractising: boolean;
	/** What its slider says now. */
	stands: Standing | null;
	/** Lost the pen, and was not touched since. */
	isMoved: boolean;
	/** A wire out of order or repeating brought the server an old wish for the pen. */
	hasStrayPen: boolean;
	/** A wire out of order brought it an old word of what is recorded. */
	isMisled: boolean;
	/** The recorded heads it was last checked for. */
	checkedHeads: Heads | null;
	hasAnsweredErase: boolean;
	/** Its person said goodbye. */
	hasLeft: boolean;
	/** The start of the server that last gave it the pen. */
	greetedBoot: number;
	/** Its writer by then: one that began anew since is a stranger to the server. */
	greetedAs: string;
	helloAs: string;
	/** When its last frame came, and when the client was last heard as far as it was told; by its clock. */
	frameAt: number;
	clientHeardAt: number;
	/** A therapist's page: what it knows of the phone beside the log. */
	signal: Signal;
}

/** Looks on at every frame, where it is sent and where it arrives. */
export interface Watch<P = SimPage> {
	asked(page: P, frame: UpFrame): void;
	arrived(page: P, frame: UpFrame, isLate: boolean): void;
	/** @param answer all frames of an answer of the second road, which are seen only as they arrive */
	sent(page: P, frame: DownFrame, answer?: readonly DownFrame[]): void;
	/** @param isLate a frame sent after it came before it, or it came twice */
	received(page: P, frame: DownFrame, isLate: boolean): void;
}
