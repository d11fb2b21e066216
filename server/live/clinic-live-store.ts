import { deleteDevices, listOpenDevices, saveDevice } from '../store/devices.ts';
import {
	type ClientWriter,
	clearRecord,
	insertSession,
	listOpenSessions,
	updateDigest,
	updateSession,
	writeSessionClient,
} from '../store/sessions.ts';
import type { ClinicDb } from '../store/tables.ts';
import type { LiveStore } from './live-store.ts';

/** What the live line keeps, in the clinic's store. */
export function createLiveStore(
	db: ClinicDb,
	parts: ClientWriter & {
		/** Takes the bytes of what was deleted out of the store's files. */
		readonly purge: () => Promise<void>;
	},
): LiveStore {
	return {
		async loadOpen() {
			return { sessions: await listOpenSessions(db), devices: await listOpenDevices(db) };
		},
		insertSession: (session) => insertSession(db, session),
		saveSession: (session) => updateSession(db, session),
		saveClient: (session, choice) => writeSessionClient(db, parts, session, choice),
		saveDevice: (device) => saveDevice(db, device),
		deleteDevices: (session) => deleteDevices(db, session),
		saveDigest: (session, digest) => updateDigest(db, session, digest),
		async eraseRecord(session) {
			await clearRecord(db, session);
			await parts.purge();
		},
	};
}
