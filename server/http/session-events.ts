import { eventFor } from '../../shared/event-sight.ts';
import type { LoggedEvent } from '../../shared/events.ts';
import type { SessionRow } from '../../shared/http-api.ts';
import { createFlowPacker, type PackedEvents } from '../../shared/packed-flow.ts';
import { streamKey } from '../../shared/stream.ts';
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

/** The events of a session that a reader may see. */
export async function recordedEvents(parts: EventParts, reader: Reader, row: ReadRow): Promise<readonly LoggedEvent[]> {
	return (await Array.fromAsync(recordPages(parts, reader, row))).flatMap((page) => sightFor(reader, page));
}

/** The same with plain ratings as columns: no more of them is held as events than a page. */
export async function packedRecord(parts: EventParts, reader: Reader, row: ReadRow): Promise<PackedEvents> {
	const packer = createFlowPacker();
	for await (const page of recordPages(parts, reader, row)) packer.add(sightFor(reader, page));
	return packer.finish();
}

const sightFor = (reader: Reader, events: readonly LoggedEvent[]): readonly LoggedEvent[] =>
	events.flatMap((event) => eventFor(reader?.role === 'therapist' ? 'therapist' : 'owner', event) ?? []);

/** A session under way is its own therapist's alone to read: whoever else would see it live asks the client first. */
export function mayBeRead({ hub }: Pick<EventParts, 'hub'>, reader: Reader, { session, endedAt }: ReadRow): boolean {
	const open = endedAt === null ? hub.find(session) : undefined;
	return open === undefined || open.member === reader?.id;
}

/**
 * What is recorded, a page at a time, and of a recorded session under way what is on its way to the disk, each stream in
 * its order. Of a live-only session, and of one not yet chosen, nothing; of a withdrawn one what was kept. Kinds that this
 * version does not know are in it, so it is for taking a record elsewhere and never for showing it.
 * @throws HttpRefusal at once, before the first page, where it may not be read
 */
export function recordPages(parts: EventParts, reader: Reader, row: ReadRow): AsyncIterable<readonly LoggedEvent[]> {
	if (!mayBeRead(parts, reader, row)) throw new HttpRefusal('ask_to_follow');
	return pagesOf(parts, row);
}

async function* pagesOf({ journal, hub }: EventParts, { session, recording }: ReadRow) {
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
