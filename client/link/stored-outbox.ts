import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { Lane } from '../../shared/events.ts';
import type { OutboxEntry, OutboxStore } from './outbox.ts';

interface OutboxSchema extends DBSchema {
	events: { key: [place: string, writer: string, lane: Lane, n: number]; value: OutboxEntry['event'] };
	clock: { key: string; value: number };
}

const DATABASE = 'palpate';
/** Sorts after every n. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * The browser's IndexedDB as outbox of one place (a seat of a session). What it holds is plain and only what is not yet
 * acknowledged. Rejects where the browser refuses (private mode, no room).
 */
export function createStoredOutbox(place: string): OutboxStore {
	let opened: Promise<IDBPDatabase<OutboxSchema>> | null = null;
	const database = () => {
		opened ??= openDB<OutboxSchema>(DATABASE, 1, {
			upgrade(db) {
				db.createObjectStore('events');
				db.createObjectStore('clock');
			},
			// Another tab wipes the phone for the next client: its request must not wait for this page to go.
			blocking() {
				void opened?.then((db) => db.close());
				opened = null;
			},
		});
		return opened;
	};
	const ofPlace = () => IDBKeyRange.bound([place], [place, []]);

	return {
		async load() {
			const db = await database();
			const transaction = db.transaction(['events', 'clock']);
			const entries: OutboxEntry[] = [];
			let cursor = await transaction.objectStore('events').openCursor(ofPlace());
			while (cursor) {
				const [, writer, lane] = cursor.key;
				entries.push({ writer, lane, event: cursor.value });
				cursor = await cursor.continue();
			}
			const lastServerAt = (await transaction.objectStore('clock').get(place)) ?? 0;
			return { entries, lastServerAt };
		},
		async put(entries, serverAt) {
			const transaction = (await database()).transaction(['events', 'clock'], 'readwrite');
			const events = transaction.objectStore('events');
			for (const { writer, lane, event } of entries) await events.put(event, [place, writer, lane, event.n]);
			await transaction.objectStore('clock').put(serverAt, place);
			await transaction.done;
		},
		async remove(writer, lane, upTo) {
			const range = IDBKeyRange.bound([place, writer, lane, 0], [place, writer, lane, Math.min(upTo, LAST)]);
			await (await database()).delete('events', range);
		},
		async wipe() {
			const transaction = (await database()).transaction(['events', 'clock'], 'readwrite');
			await transaction.objectStore('events').delete(ofPlace());
			await transaction.objectStore('clock').delete(place);
			await transaction.done;
		},
	};
}

/** Takes away everything any session left in this browser: a clinic's own phone, between two clients. */
export async function wipeStoredOutboxes(): Promise<void> {
	await deleteDB(DATABASE);
}
