import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Code } from '../../shared/codes.ts';
import { isCode } from '../../shared/codes.ts';
import {
	acceptBody,
	eventIdSchema,
	framedEventSchema,
	instantSchema,
	type LoggedEvent,
	laneSchema,
	refused,
	SEATS,
	type Seat,
	writerSchema,
} from '../../shared/events.ts';
import { idSchema } from '../../shared/http-api.ts';
import { type StreamId, sameContent, streamKey } from '../../shared/stream.ts';

/** Raised when something in the file changes its meaning. */
export const SESSION_FORM = 'palpate session 1';
/** As on the live line: beyond them no page would have begun to write. */
const MOST_WRITERS_PER_SEAT = 100;
/** One event, characters; the live line takes no larger frame. */
const MOST_EVENT = 16 * 1024;

const eventSchema = v.strictObject({
	...framedEventSchema.entries,
	of: v.optional(eventIdSchema),
	writer: writerSchema,
	lane: laneSchema,
	seat: v.picklist(SEATS),
	arrivedAt: instantSchema,
});

const fileSchema = v.object({
	file: v.literal(SESSION_FORM),
	session: v.object({
		session: idSchema,
		origin: idSchema,
		startedAt: instantSchema,
		endedAt: v.nullable(instantSchema),
		recording: v.picklist(['recorded', 'not-recording', 'withdrawn']),
		isTest: v.boolean(),
	}),
	events: v.array(v.unknown()),
	count: v.pipe(v.number(), v.safeInteger()),
	sha256: v.string(),
});
export type SessionFile = v.InferOutput<typeof fileSchema>;

/** One event as its line; its keys stand in this order, so that reading and writing again gives the same. */
export function eventLine({ writer, lane, seat, n, at, arrivedAt, practice, of, body }: LoggedEvent): string {
	return JSON.stringify({ writer, lane, seat, n, at, arrivedAt, practice, of, body });
}

/** What is read of a file but its events, which come one by one; null where it is none of ours. */
export function parseSessionFile(raw: unknown): SessionFile | null {
	const parsed = v.safeParse(fileSchema, raw);
	return parsed.success ? parsed.output : null;
}

/** Takes a file's events in their order, each as the live line would take it. */
export interface EventReader {
	/** The event, or why the file can't be taken. */
	take(raw: unknown): LoggedEvent | Code;
	/** Hash of what was taken, and how much that was. */
	sum(): { readonly sha256: string; readonly count: number };
}

/** @param latest when the last of them may have arrived, ms since epoch */
export function createEventReader(latest: number): EventReader {
	const heads = new Map<string, number>();
	const seats = new Map<string, Seat>();
	const hash = createHash('sha256');
	let count = 0;

	const continues = (stream: StreamId, n: number): boolean => {
		const head = heads.get(streamKey(stream)) ?? 0;
		heads.set(streamKey(stream), n);
		return n === head + 1;
	};
	const belongs = (writer: string, seat: Seat): boolean => {
		const owner = seats.get(writer);
		if (owner !== undefined) return owner === seat;
		seats.set(writer, seat);
		return [...seats.values()].filter((each) => each === seat).length <= MOST_WRITERS_PER_SEAT;
	};

	return {
		take(raw) {
			const parsed = v.safeParse(eventSchema, raw);
			if (!parsed.success) return 'not_ours';
			const { seat, practice, of, body: rawBody, ...rest } = parsed.output;
			const body = bodyOf(seat, rest.lane, rawBody);
			if (typeof body === 'string') return body;
			const event: LoggedEvent = { ...rest, seat, ...(practice && { practice }), ...(of && { of }), body };
			if (event.arrivedAt > latest) return 'out_of_range';
			if (!belongs(event.writer, seat)) return 'forbidden';
			if (!continues(event, event.n)) return 'not_whole';
			const line = eventLine(event);
			if (line.length > MOST_EVENT) return 'too_large';
			hash.update(`${line}\n`);
			count += 1;
			return event;
		},
		sum: () => ({ sha256: hash.digest('hex'), count }),
	};
}

/** The body that the live line would have kept, or its refusal; it must stand in the file as it was kept. */
function bodyOf(seat: Seat, lane: LoggedEvent['lane'], raw: { readonly kind: string }): LoggedEvent['body'] | Code {
	if (raw.kind === 'refused') {
		const { code, ...others } = raw as { readonly kind: string; readonly code?: unknown };
		return isCode(code) && Object.keys(others).length === 1 ? refused(code) : 'not_ours';
	}
	const body = acceptBody(seat, lane, raw);
	if (body.kind === 'refused') return body.code;
	const asGiven = raw as LoggedEvent['body'];
	return sameContent({ n: 1, at: 0, body }, { n: 1, at: 0, body: asGiven }) ? asGiven : 'not_ours';
}
