import * as v from 'valibot';
import { SIDES } from './body.ts';
import { MOST_FELT, REGION_IDS } from './body-regions.ts';
import { type Code, isCode } from './codes.ts';
import { PHASES } from './phases.ts';
import { RATING_MAX, RATING_MIN } from './scale.ts';
import { cleanText } from './text.ts';

/**
 * A person's place in a session; `server` is the server's own voice. A session has one of each at most, but of observers
 * as many as its client lets follow it: they see what the client sees, and write nothing.
 */
export const SEATS = ['client', 'therapist', 'owner', 'observer', 'server'] as const;
export type Seat = (typeof SEATS)[number];

export const LANES = ['say', 'flow'] as const;
export type Lane = (typeof LANES)[number];

/** 128 random bits as 22 characters of base64url: one life of one program. */
export const writerSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));
export const laneSchema = v.picklist(LANES);
const positiveInteger = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** ms since epoch on the server's clock. */
export const instantSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The identity of an event within its session. */
export const eventIdSchema = v.strictObject({ writer: writerSchema, lane: laneSchema, n: positiveInteger });
export type EventId = v.InferOutput<typeof eventIdSchema>;

// Pages use none of the schemas: what builds them is marked as without effect, so that they stay out of their bundles.
/* @__NO_SIDE_EFFECTS__ */
const text = (most: number) =>
	v.pipe(
		v.string(),
		v.maxLength(most * 4),
		v.transform((raw) => cleanText(raw, most)),
	);
const rating = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(RATING_MIN),
	v.maxValue(RATING_MAX),
	v.transform((n) => n + 0),
);
const stops = v.pipe(v.array(eventIdSchema), v.minLength(1), v.maxLength(100));
/* @__NO_SIDE_EFFECTS__ */
const kind = <K extends string>(name: K) => v.literal(name);
const deviceId = v.pipe(v.string(), v.maxLength(40));
const pointNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999));

export const CUES = ['more', 'hold', 'ease', 'ok'] as const;
export type Cue = (typeof CUES)[number];
export const CLEARINGS = ['mistake', 'lighter', 'elsewhere', 'finish', 'said-aloud'] as const;
export type Clearing = (typeof CLEARINGS)[number];

interface KindRule {
	readonly schema: v.GenericSchema<unknown, { readonly kind: string }>;
	readonly lane: Lane;
	readonly writtenBy: readonly Seat[];
}
/* @__NO_SIDE_EFFECTS__ */
const rule = <S extends v.GenericSchema<unknown, { readonly kind: string }>>(
	schema: S,
	writtenBy: readonly Seat[],
	lane: Lane = 'say',
) => ({ schema, writtenBy, lane }) satisfies KindRule;

/** Every event there is: its schema, who may write it, its lane. Who may see it stands in event-sight.ts. */
export const EVENT_KINDS = {
	rating: rule(v.strictObject({ kind: kind('rating'), value: rating, touched: v.boolean() }), ['client'], 'flow'),
	cue: rule(v.strictObject({ kind: kind('cue'), cue: v.picklist(CUES) }), ['client']),
	stop: rule(v.strictObject({ kind: kind('stop') }), ['client']),
	cleared: rule(v.strictObject({ kind: kind('cleared'), stops, how: v.picklist(CLEARINGS) }), ['client', 'therapist']),
	band: rule(
		v.pipe(
			v.strictObject({ kind: kind('band'), low: rating, high: rating, edge: rating }),
			v.check(({ low, high, edge }) => low <= high && high <= edge),
		),
		['client'],
	),
	/** `words`: the version of the clinic's own words for recording that the phone showed; absent where it showed none. */
	consent: rule(
		v.strictObject({
			kind: kind('consent'),
			choice: v.picklist(['recorded', 'live-only']),
			words: v.optional(v.strictObject({ version: positiveInteger })),
		}),
		['client'],
	),
	withdrawn: rule(v.strictObject({ kind: kind('withdrawn') }), ['client']),
	left: rule(v.strictObject({ kind: kind('left') }), ['client']),
	started: rule(v.strictObject({ kind: kind('started') }), ['therapist']),
	point: rule(
		v.strictObject({
			kind: kind('point'),
			point: pointNumber,
			muscle: text(60),
			side: v.picklist(SIDES),
			place: v.optional(text(120)),
		}),
		['therapist'],
	),
	phase: rule(
		v.strictObject({
			kind: kind('phase'),
			phase: v.picklist(PHASES),
			point: pointNumber,
			targetMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1_000), v.maxValue(600_000))),
		}),
		['therapist'],
	),
	/** All the places in which the client says a point is felt. The therapist's word of it, like a note: never on a phone. */
	felt: rule(
		v.strictObject({
			kind: kind('felt'),
			point: pointNumber,
			regions: v.pipe(v.array(v.picklist(REGION_IDS)), v.maxLength(MOST_FELT)),
		}),
		['therapist'],
	),
	note: rule(v.strictObject({ kind: kind('note'), text: text(500) }), ['therapist']),
	ended: rule(v.strictObject({ kind: kind('ended'), idle: v.optional(v.literal(true)) }), [
		'therapist',
		'owner',
		'server',
	]),
	'end-undone': rule(v.strictObject({ kind: kind('end-undone') }), ['therapist']),
	admitted: rule(v.strictObject({ kind: kind('admitted'), device: deviceId }), ['therapist']),
	removed: rule(v.strictObject({ kind: kind('removed'), device: deviceId }), ['therapist', 'owner']),
	/** The client's yes to one who asks to follow, and the no, or the end of following: the client's alone to say. */
	'observer-admitted': rule(v.strictObject({ kind: kind('observer-admitted'), device: deviceId }), ['client']),
	'observer-removed': rule(v.strictObject({ kind: kind('observer-removed'), device: deviceId }), ['client']),
	'spoken-consent': rule(
		v.strictObject({
			kind: kind('spoken-consent'),
			choice: v.picklist(['recorded', 'live-only', 'withdrawn']),
			member: text(80),
		}),
		['therapist'],
	),
	'spoken-rating': rule(v.strictObject({ kind: kind('spoken-rating'), value: rating }), ['therapist']),
	shown: rule(v.strictObject({ kind: kind('shown'), stops }), ['therapist']),
	answered: rule(v.strictObject({ kind: kind('answered'), stops }), ['therapist']),
	signal: rule(v.strictObject({ kind: kind('signal'), state: v.picklist(['lost', 'back']) }), ['therapist']),
	sealed: rule(v.strictObject({ kind: kind('sealed') }), ['server']),
} as const;

export type EventKind = keyof typeof EVENT_KINDS;
export type KnownBody = { [K in EventKind]: v.InferOutput<(typeof EVENT_KINDS)[K]['schema']> }[EventKind];
/** What stands in the place of an event that could not be accepted: its number, and why. */
export interface RefusedBody {
	readonly kind: 'refused';
	readonly code: Code;
}
export type Body = KnownBody | RefusedBody;
export type BodyOf<K extends Body['kind']> = Extract<Body, { kind: K }>;

/** An event as its writer sends it. `of` names the event that this one says again under a new writer. */
export interface WrittenEvent {
	readonly n: number;
	/** The writer's estimate of the server's clock, never altered (W12). */
	readonly at: number;
	readonly practice?: true;
	readonly of?: EventId;
	readonly body: Body;
}

/** An event as the log holds it. */
export interface LoggedEvent extends WrittenEvent {
	readonly writer: string;
	readonly lane: Lane;
	readonly seat: Seat;
	/** When the server had it, on the server's clock. On the writer's own page, before that is known, its `at`. */
	readonly arrivedAt: number;
}

/** The frame around a body: well-framed events keep their number even when the body is refused (W4). */
export const framedEventSchema = v.strictObject({
	n: positiveInteger,
	at: instantSchema,
	practice: v.optional(v.literal(true)),
	of: v.optional(eventIdSchema),
	body: v.looseObject({ kind: v.pipe(v.string(), v.minLength(1), v.maxLength(32)) }),
});
export type FramedEvent = v.InferOutput<typeof framedEventSchema>;

export function isEventKind(value: string): value is EventKind {
	return Object.hasOwn(EVENT_KINDS, value);
}

/** The lane a kind travels in, as its rule says: only ratings are *flow*. */
export function laneOf(body: { readonly kind: string }): Lane {
	return body.kind === 'rating' ? 'flow' : 'say';
}

/**
 * The body that may be kept for what `seat` sent in `lane`: the parsed one, or `refused` with the reason.
 * Unknown kinds are kept as they came (W14) and shown to no one.
 */
export function acceptBody(seat: Seat, lane: Lane, raw: { readonly kind: string }): Body {
	if (!isEventKind(raw.kind)) {
		return raw.kind === 'refused' ? refused('bad_request') : (raw as Body);
	}
	const { schema, writtenBy } = EVENT_KINDS[raw.kind];
	if (!(writtenBy as readonly Seat[]).includes(seat)) return refused('forbidden');
	if (EVENT_KINDS[raw.kind].lane !== lane) return refused('bad_request');
	const parsed = v.safeParse(schema, raw);
	if (!parsed.success) return refused(codeOfIssue(parsed.issues));
	return mayWrite(seat, parsed.output) ? parsed.output : refused('forbidden');
}

/** The two hows of clearing a STOP belong to different people; only the server calls an end idle. */
function mayWrite(seat: Seat, body: KnownBody): boolean {
	if (body.kind === 'cleared') return (body.how === 'said-aloud') === (seat === 'therapist');
	if (body.kind === 'ended') return (body.idle === true) === (seat === 'server');
	return true;
}

function codeOfIssue(issues: readonly v.BaseIssue<unknown>[]): Code {
	const range = issues.some(
		({ type, input }) => (type === 'min_value' || type === 'max_value') && Number.isFinite(input),
	);
	return range ? 'out_of_range' : 'bad_request';
}

export function refused(code: Code): RefusedBody {
	return { kind: 'refused', code };
}

/** Reads a stored body back; what this version does not know stays as it is. */
export function readBody(raw: unknown): Body {
	const body = raw as Body;
	if (body.kind === 'refused' && !isCode(body.code)) return refused('bad_request');
	return body;
}

export function idOf(event: Pick<LoggedEvent, 'writer' | 'lane' | 'n'>): EventId {
	return { writer: event.writer, lane: event.lane, n: event.n };
}

export function eventKey({ writer, lane, n }: EventId): string {
	return `${writer}.${lane}.${n}`;
}
