import { eventFor } from '../../shared/event-sight.ts';
import { eventKey, type LoggedEvent } from '../../shared/events.ts';
import type { SessionRow } from '../../shared/http-api.ts';
import type { Journal } from '../journal/journal.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { Role } from '../store/members.ts';

interface EventParts {
	readonly journal: Journal;
	readonly hub: Pick<LiveHub, 'events'>;
}

/** The events of a session that a member may see. */
export async function recordedEvents(
	parts: EventParts,
	role: Role,
	row: Pick<SessionRow, 'session' | 'recording'>,
): Promise<readonly LoggedEvent[]> {
	const events = await wholeRecord(parts, row);
	return events.flatMap((event) => eventFor(role === 'owner' ? 'owner' : 'therapist', event) ?? []);
}

/**
 * What is recorded, and of a recorded session under way what is on its way to the disk, each stream in its order. Of a
 * live-only session, and of one not yet chosen, nothing; of a withdrawn one what was kept. Kinds that this version does
 * not know are in it, so it is for taking a record elsewhere and never for showing it.
 */
export async function wholeRecord(
	parts: EventParts,
	{ session, recording }: Pick<SessionRow, 'session' | 'recording'>,
): Promise<readonly LoggedEvent[]> {
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
