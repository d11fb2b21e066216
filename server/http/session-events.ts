import { eventFor } from '../../shared/event-sight.ts';
import type { LoggedEvent } from '../../shared/events.ts';
import type { SessionRow } from '../../shared/http-api.ts';
import { createFlowPacker, type PackedEvents } from '../../shared/packed-flow.ts';
import { streamKey } from '../../shared/stream.ts';
import type { Journal } from '../journal/journal.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { Role } from '../store/members.ts';

interface EventParts {
	readonly journal: Journal;
	readonly hub: Pick<LiveHub, 'events'>;
}

type RecordRow = Pick<SessionRow, 'session' | 'recording'>;

/** The events of a session that a member may see. */
export async function recordedEvents(parts: EventParts, role: Role, row: RecordRow): Promise<readonly LoggedEvent[]> {
	return (await Array.fromAsync(recordPages(parts, row))).flatMap((page) => sightFor(role, page));
}

/** The same with plain ratings as columns: no more of them is held as events than a page. */
export async function packedRecord(parts: EventParts, role: Role, row: RecordRow): Promise<PackedEvents> {
	const packer = createFlowPacker();
	for await (const page of recordPages(parts, row)) packer.add(sightFor(role, page));
	return packer.finish();
}

const sightFor = (role: Role, events: readonly LoggedEvent[]): readonly LoggedEvent[] =>
	events.flatMap((event) => eventFor(role === 'owner' ? 'owner' : 'therapist', event) ?? []);

/**
 * What is recorded, a page at a time, and of a recorded session under way what is on its way to the disk, each stream in
 * its order. Of a live-only session, and of one not yet chosen, nothing; of a withdrawn one what was kept. Kinds that this
 * version does not know are in it, so it is for taking a record elsewhere and never for showing it.
 */
export async function* recordPages(
	{ journal, hub }: EventParts,
	{ session, recording }: RecordRow,
): AsyncIterable<readonly LoggedEvent[]> {
	if (recording === 'held' || recording === 'live-only') return;
	// Asked first: a session that closes meanwhile is in the journal by then, or in this.
	const live = (recording === 'recorded' && hub.events(session)) || [];
	const heads = new Map<string, number>();
	for await (const page of journal.pages(session)) {
		for (const event of page) heads.set(streamKey(event), event.n);
		yield page;
	}
	yield live.filter((event) => event.n > (heads.get(streamKey(event)) ?? 0)).map(withoutTime);
}

/** The hub's events carry a time of their own making, which readers of the record work out for themselves. */
function withoutTime(event: LoggedEvent & { readonly t?: number }): LoggedEvent {
	const { t: _, ...logged } = event;
	return logged;
}
