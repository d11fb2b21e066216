import type { EventKind, LoggedEvent, Seat } from './events.ts';

const ALL: readonly Seat[] = ['client', 'therapist', 'owner', 'observer', 'server'];
const STAFF: readonly Seat[] = ['therapist', 'owner', 'server'];

/** Who may see each kind of event. Apart from the schemas, which no page carries. */
export const SEEN_BY = {
	rating: ALL,
	cue: ALL,
	stop: ALL,
	cleared: ALL,
	band: ALL,
	consent: ALL,
	withdrawn: ALL,
	left: ALL,
	started: ALL,
	point: ALL,
	phase: ALL,
	felt: STAFF,
	note: STAFF,
	ended: ALL,
	'end-undone': ALL,
	admitted: ALL,
	removed: ALL,
	'observer-admitted': ALL,
	'observer-removed': ALL,
	'spoken-consent': ALL,
	'spoken-rating': ALL,
	shown: ALL,
	answered: ALL,
	signal: STAFF,
	sealed: ALL,
} as const satisfies Record<EventKind, readonly Seat[]>;

/** The one door out (W14): the event as `seat` may see it, or null. What it does not know it denies. */
export function eventFor(seat: Seat, event: LoggedEvent): LoggedEvent | null {
	const { kind } = event.body;
	if (kind === 'refused') return event.seat === seat || STAFF.includes(seat) ? event : null;
	return Object.hasOwn(SEEN_BY, kind) && SEEN_BY[kind].includes(seat) ? event : null;
}

/** Whether no page of a session is kept from seeing an event. */
export function isSeenByAll(event: LoggedEvent): boolean {
	return (['client', 'therapist', 'observer'] as const).every((seat) => eventFor(seat, event) !== null);
}
