import { idOf, type KnownBody, type Seat, type WrittenEvent } from '../../shared/events.ts';
import type { SessionLog } from '../../shared/session-log.ts';
import type { TimedEvent } from '../../shared/stream.ts';

type Said = Omit<WrittenEvent, 'n'>;

/** Of these kinds every event still counts; of the others of a snapshot only the latest does. */
const EVERY: readonly string[] = ['point', 'admitted', 'removed', 'note', 'stop', 'shown', 'answered', 'cleared'];
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

function isChoice({ body }: TimedEvent): boolean {
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
