import { eventFor } from '../../shared/event-sight.ts';
import { eventKey, type LoggedEvent } from '../../shared/events.ts';
import type { SessionRow } from '../../shared/http-api.ts';
import type { Journal } from '../journal/journal.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { Membership } from '../store/members.ts';
import { HttpRefusal } from './refusal.ts';

interface EventParts {
	readonly journal: Journal;
	readonly hub: Pick<LiveHub, 'events' | 'find'>;
}
/** Who reads a record: a member, or null for a program with a key. */
type Reader = Membership['member'] | null;
type ReadRow = Pick<SessionRow, 'session' | 'recording' | 'endedAt'>;

/** The events of a session that a member may see. */
export async function recordedEvents(parts: EventParts, reader: Reader, row: ReadRow): Promise<readonly LoggedEvent[]> {
	const events = await wholeRecord(parts, reader, row);
	const seat = reader?.role === 'therapist' ? 'therapist' : 'owner';
	return events.flatMap((event) => eventFor(seat, event) ?? []);
}

/** A session under way is its own therapist's alone to read: whoever else would see it live asks the client first. */
export function mayBeRead({ hub }: Pick<EventParts, 'hub'>, reader: Reader, { session, endedAt }: ReadRow): boolean {
	const open = endedAt === null ? hub.find(session) : undefined;
	return open === undefined || open.member === reader?.id;
}

/**
 * What is recorded, and of a recorded session under way what is on its way to the disk, each stream in its order. Of a
 * live-only session, and of one not yet chosen, nothing; of a withdrawn one what was kept. Kinds that this version does
 * not know are in it, so it is for taking a record elsewhere and never for showing it.
 */
export async function wholeRecord(parts: EventParts, reader: Reader, row: ReadRow): Promise<readonly LoggedEvent[]> {
	const { session, recording } = row;
	if (!mayBeRead(parts, reader, row)) throw new HttpRefusal('ask_to_follow');
	if (recording === 'held' || recording === 'live-only') return [];
	const events = new Map<string, LoggedEvent>();
	for (const event of await parts.journal.read(session)) events.set(eventKey(event), event);
	const live = recording === 'recorded' ? parts.hub.events(session) : null;
	for (const event of live ?? []) if (!events.has(eventKey(event))) events.set(eventKey(event), withoutTime(event));
	return [...events.values()];
}

/** The hub's events carry a time of their own making, which readers of the record work out for themselves. */
function withoutTime(event: LoggedEvent & { readonly t?: number }): LoggedEvent {
	const { t: _, ...logged } = event;
	return logged;
}
