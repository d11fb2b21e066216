import { type EventId, eventKey, idOf, type KnownBody, type Seat, type WrittenEvent } from '../../shared/events.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import type { TimedEvent } from '../../shared/stream.ts';

type Said = Omit<WrittenEvent, 'n'>;

/** Of these kinds every event still counts; of the others of a snapshot only the latest does. */
const EVERY: readonly string[] = [
	'point',
	'felt',
	'admitted',
	'removed',
	'observer-admitted',
	'observer-removed',
	'note',
	'stop',
	'shown',
	'answered',
	'cleared',
];
const LATEST: readonly string[] = [
	'started',
	'band',
	'consent',
	'withdrawn',
	'spoken-consent',
	'phase',
	'ended',
	'end-undone',
	'left',
];

/**
 * What a seat says again when the server has lost a part of its streams (W7): the facts of its own that still make up
 * the session's state, each with its time and the identity it first had, consent before all else.
 */
export function snapshotOf(log: SessionLog, seat: Seat): readonly Said[] {
	const own = log.ordered().filter((event) => event.seat === seat && event.body.kind !== 'refused');
	const latest = new Map(own.filter(({ body }) => LATEST.includes(body.kind)).map((event) => [event.body.kind, event]));
	const kept = own.filter((event) => EVERY.includes(event.body.kind) || latest.get(event.body.kind) === event);
	return [...kept.filter(isChoice), ...kept.filter((event) => !isChoice(event))].map(sayAgain);
}

/**
 * What this seat did to the session itself (its choice, its end, who was taken out), as the page saw it, and nobody is
 * left to bring: the server lost it together with the page that wrote it. A session would wait for ever for a choice
 * that was made, or go on after it was ended.
 * @param isKnown whether the server has that event, or this page holds it unacknowledged
 */
export function lostFacts(log: SessionLog, seat: Seat, isKnown: (id: EventId) => boolean): readonly Said[] {
	const tellings = log
		.streams()
		.filter(({ lane }) => lane === 'say')
		.flatMap((stream) => log.after(stream, 0));
	const known = new Set(tellings.filter((event) => isKnown(idOf(event))).map(rootOf));
	const ordered = log.ordered();
	const undone = ordered.findLastIndex(({ body }) => body.kind === 'end-undone');
	const ends = ordered.slice(undone + 1).filter(({ body }) => body.kind === 'ended');
	const isEndKnown = ends.some((event) => known.has(rootOf(event)));
	return ordered
		.filter((event) => event.seat === seat && !known.has(rootOf(event)))
		.filter((event) => isChoice(event) || isRemoval(event) || (!isEndKnown && event === ends.at(-1)))
		.map(sayAgain);
}

const rootOf = (event: TimedEvent) => eventKey(event.of ?? idOf(event));

const isRemoval = ({ body }: TimedEvent) => body.kind === 'removed' || body.kind === 'observer-removed';

export function isChoice({ body }: TimedEvent): boolean {
	return body.kind === 'consent' || body.kind === 'spoken-consent' || body.kind === 'withdrawn';
}

function sayAgain(event: TimedEvent): Said {
	return {
		at: event.at,
		...(event.practice && { practice: event.practice }),
		of: event.of ?? idOf(event),
		body: event.body as KnownBody,
	};
}
