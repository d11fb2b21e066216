import * as v from 'valibot';
import type { Code } from './codes.ts';
import type { WordsAtChoice } from './consent-api.ts';
import {
	type EventId,
	framedEventSchema,
	instantSchema,
	type Lane,
	type LoggedEvent,
	laneSchema,
	type Seat,
	writerSchema,
} from './events.ts';
import type { Band } from './scale.ts';
import type { Heads } from './stream.ts';
import { cleanText } from './text.ts';

/** Raised when a frame or an event changes its meaning. A server takes this version and the one before. */
export const PROTOCOL_VERSION = 1;
export const OLDEST_PROTOCOL_VERSION = 1;

/** Largest frame taken, bytes; and the largest that a page sends, with room for the envelope. */
export const MAX_FRAME_BYTES = 16 * 1024;
export const PAGE_FRAME_BYTES = 15 * 1024;

/** The other side has been silent this long: the line is weak; there is no signal. The page's own cut-off is the first. */
export const WEAK_MS = 3_000;
export const NO_SIGNAL_MS = 5_000;
/** A picture of now leaves this often, each way (W8). */
export const NOW_MS = 1_000;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const ratingOrNothing = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)));
/** More writers than the server takes of all seats together; what is said of them fits a frame. */
const MOST_HEADS = 256;
const headsSchema = v.pipe(
	v.record(writerSchema, v.strictTuple([count, count])),
	v.check((heads) => Object.keys(heads).length <= MOST_HEADS),
	v.transform((heads): Heads => heads),
);

/** Someone in the clinic's directory, or a name that is not written anywhere yet. */
export const clientChoiceSchema = v.union([
	v.strictObject({ id: v.pipe(v.string(), v.maxLength(40)) }),
	v.strictObject({
		name: v.pipe(
			v.string(),
			v.maxLength(320),
			v.transform((raw) => cleanText(raw, 80)),
			v.minLength(1),
		),
	}),
]);
export type ClientChoice = v.InferOutput<typeof clientChoiceSchema>;

const helloSchema = v.strictObject({
	t: v.literal('hello'),
	v: v.pipe(v.number(), v.safeInteger()),
	/** The right to a seat: 22 characters of base64url. */
	token: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
	/** The page's monotonic clock, echoed by `welcome`, ms. */
	sentAt: v.pipe(v.number(), v.finite()),
	/** The page's present writer. */
	writer: writerSchema,
	/** The streams the page still holds unacknowledged events of: first held and last held + 1. */
	streams: v.pipe(
		v.array(v.strictObject({ writer: writerSchema, lane: laneSchema, first: count, next: count })),
		v.maxLength(64),
	),
	heads: headsSchema,
	/** Asks for the pen. */
	pen: v.boolean(),
	inView: v.boolean(),
	/** Whom the session is for, from the therapist's page alone: a server that restarted before the choice no longer knows. */
	client: v.optional(clientChoiceSchema),
});

/** What a page sends. */
export const upFrameSchema = v.variant('t', [
	helloSchema,
	v.strictObject({
		t: v.literal('events'),
		writer: writerSchema,
		lane: laneSchema,
		events: v.pipe(v.array(framedEventSchema), v.minLength(1), v.maxLength(500)),
	}),
	/** The picture of now (W8); no event, never recorded. `say` and `flow`: the last n sent of each lane of the writer. */
	v.strictObject({
		t: v.literal('now'),
		writer: writerSchema,
		rating: ratingOrNothing,
		at: instantSchema,
		touchedAt: v.nullable(instantSchema),
		inView: v.boolean(),
		say: count,
		flow: count,
	}),
	/** `touch`: which of the person's touches of this page asks; said again it asks no more than it did. Absent: a new one. */
	v.strictObject({ t: v.literal('pen'), touch: v.optional(count) }),
	v.strictObject({ t: v.literal('want'), heads: headsSchema }),
	v.strictObject({ t: v.literal('bye') }),
	/** The client's answer after withdrawing: delete what was recorded, or keep it. */
	v.strictObject({ t: v.literal('erase'), erase: v.boolean() }),
]);
export type UpFrame = v.InferOutput<typeof upFrameSchema>;
export type UpFrameOf<T extends UpFrame['t']> = Extract<UpFrame, { t: T }>;

/**
 * What becomes of a session's events. `held`: in memory, not yet chosen. `recorded`: committed before acknowledged.
 * `not-recording`: chosen, but the store is failing. `live-only` and `withdrawn`: in memory, for good.
 */
export const RECORDINGS = ['held', 'recorded', 'not-recording', 'live-only', 'withdrawn'] as const;
export type Recording = (typeof RECORDINGS)[number];

/** A seat as it is now, as the others see it. */
export interface Presence {
	readonly seat: Seat;
	readonly isConnected: boolean;
	readonly inView: boolean;
	/** How long ago the server last heard from this seat, ms; null if never since it started. */
	readonly heardAgoMs: number | null;
	readonly picture: Picture | null;
}

export interface Picture {
	readonly writer: string;
	readonly rating: number | null;
	readonly at: number;
	readonly touchedAt: number | null;
}

/**
 * A device that asks to be let in, or that follows. Of a phone the two words stand on both screens; of an observer it is
 * the member's name.
 */
export interface AskingDevice {
	readonly device: string;
	readonly words: string;
}

/** A run of one stream: the events among `from`–`to` that this seat may see; the others have no content for it. */
export interface EventsFrame {
	readonly t: 'events';
	readonly writer: string;
	readonly lane: Lane;
	readonly seat: Seat;
	readonly from: number;
	readonly to: number;
	readonly events: readonly Pick<LoggedEvent, 'n' | 'at' | 'arrivedAt' | 'practice' | 'of' | 'body'>[];
}

/** What the server sends. */
export type DownFrame =
	| {
			readonly t: 'welcome';
			readonly v: number;
			readonly session: string;
			readonly seat: Seat;
			/** `sentAt` of the hello, and the server's clock as it answered. */
			readonly echo: number;
			readonly serverAt: number;
			readonly hasPen: boolean;
			readonly recording: Recording;
			/** Recorded (or, where nothing is recorded, held) heads of every stream. */
			readonly heads: Heads;
			/** Streams of the page whose earlier part this server no longer has (W7). */
			readonly forgotten: readonly { readonly writer: string; readonly lane: Lane }[];
			/** Never on a phone. */
			readonly clientName?: string;
			/** For an admitted phone alone: the client's own band and edge of last time, to begin with. */
			readonly band?: Band;
			/** For an admitted phone alone, until the choice: the clinic's own words to choose by. */
			readonly consent?: WordsAtChoice;
	  }
	| EventsFrame
	| { readonly t: 'recorded' | 'held'; readonly heads: Heads }
	| { readonly t: 'expect' | 'conflict'; readonly writer: string; readonly lane: Lane; readonly n: number }
	/** `event`: which of the page's own was stored as refused (W4); absent where the frame itself was not taken. */
	| { readonly t: 'refused'; readonly code: Code; readonly event?: EventId }
	/** `touch`: the last by which the page had asked when this was said; absent where it stands whatever was asked. */
	| { readonly t: 'moved' | 'pen'; readonly touch?: number }
	/** `echo` and `serverAt` as in `welcome`: the page learns the server's clock now, however long it waits. */
	| { readonly t: 'waiting'; readonly words: string; readonly echo: number; readonly serverAt: number }
	| {
			readonly t: 'now';
			readonly serverAt: number;
			readonly recording: Recording;
			/** Heads up to which the server keeps each stream for good, and up to which it has it at all. */
			readonly heads: Heads;
			readonly accepted: Heads;
			/** Whether this page has the pen of its seat. */
			readonly hasPen: boolean;
			readonly seats: readonly Presence[];
			/** Who asks to be let in: phones for the therapist's side, observers for the client's. */
			readonly asking?: readonly AskingDevice[];
			/** Observers that wait for the client's answer, for the therapist's side; absent where there are none. */
			readonly wouldFollow?: readonly AskingDevice[];
			/** Observers that were let in and have a line now, for the client's side and the therapist's; absent where there are none. */
			readonly following?: readonly AskingDevice[];
			/** What was recorded before the client withdrew is deleted. */
			readonly isErased?: true;
	  }
	/** The last frame of a line: nothing more will be taken. */
	| { readonly t: 'over'; readonly code: Code };
export type DownFrameOf<T extends DownFrame['t']> = Extract<DownFrame, { t: T }>;
