import { insertConsent } from '../store/consents.ts';
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
import { finishTombstones, insertTombstones, type TombstoneFile } from '../store/tombstones.ts';
import type { LiveStore } from './live-store.ts';

/** What the live line keeps, in the clinic's store. */
export function createLiveStore(
	db: ClinicDb,
	parts: ClientWriter & {
		/** Takes the bytes of what was deleted out of the store's files. */
		readonly purge: () => Promise<void>;
		/** Tells what was erased beside the store too; left away where a store has no folder of its own. */
		readonly tombstones?: TombstoneFile;
	},
): LiveStore {
	const noteConsent = async (session: string, isGiven: boolean, words: number | null) => {
		const row = await db
			.selectFrom('session')
			.select(['clinic', 'client'])
			.where('id', '=', session)
			.executeTakeFirst();
		if (!row || row.client === null) return;
		const known = await db
			.selectFrom('consent')
			.select('id')
			.where('client', '=', row.client)
			.where('session', '=', session)
			.where('isGiven', '=', isGiven ? 1 : 0)
			.executeTakeFirst();
		if (known) return;
		const consent = { clinic: row.clinic, client: row.client, isGiven, how: 'session' as const, session };
		const doing = { member: null, at: parts.now(), newId: parts.newId };
		await insertConsent(db, { ...consent, use: 'recording', words }, doing);
	};
	const bury = async (session: string) => {
		const row = await db
			.selectFrom('session')
			.select(['clinic', 'client', 'recording'])
			.where('id', '=', session)
			.executeTakeFirst();
		if (!row || (row.client === null && row.recording !== 'withdrawn')) return [];
		const tombstones = [{ kind: 'record' as const, id: session, clinic: row.clinic, at: parts.now() }];
		await insertTombstones(db, tombstones);
		parts.tombstones?.append(tombstones);
		return tombstones;
	};

	return {
		async loadOpen() {
			return { sessions: await listOpenSessions(db), devices: await listOpenDevices(db) };
		},
		insertSession: (session) => insertSession(db, session),
		async saveSession(session) {
			await updateSession(db, session);
			if (session.recording === 'withdrawn') await noteConsent(session.id, false, null);
		},
		async saveClient(session, choice, words = null) {
			const client = await writeSessionClient(db, parts, session, choice);
			await noteConsent(session, true, words);
			return client;
		},
		saveDevice: (device) => saveDevice(db, device),
		deleteDevices: (session) => deleteDevices(db, session),
		saveDigest: (session, digest) => updateDigest(db, session, digest),
		async eraseRecord(session) {
			const tombstones = await bury(session);
			await clearRecord(db, session);
			await parts.purge();
			await finishTombstones(db, tombstones, parts.now());
		},
	};
}
