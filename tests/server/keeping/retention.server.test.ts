import { expect, test } from 'vitest';
import { createEraser } from '../../../server/keeping/eraser.ts';
import { createJanitor } from '../../../server/keeping/janitor.ts';
import { createRetention } from '../../../server/keeping/retention.ts';
import { createAccessLog, readAccess } from '../../../server/store/access-log.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts';
import { type ClinicPlace, openClinicPlace } from '../../harness/clinic-place.ts';
import { folderHolds } from '../../harness/server-folder.ts';
import { firstClinic } from '../../harness/server-people.ts';

const YEAR_MS = 366 * 24 * 60 * 60 * 1_000;

/** Puts every session and client of the clinic so many years back. */
async function age({ app }: ClinicPlace, years: number, client: string): Promise<void> {
	const at = Date.now() - years * YEAR_MS;
	const { db } = app.store;
	await db.updateTable('client').set({ createdAt: at }).where('id', '=', client).execute();
	await db.updateTable('session').set({ startedAt: at, endedAt: at }).where('client', '=', client).execute();
}

const set = (place: ClinicPlace, settings: object) =>
	place.call('POST', '/api/settings', { ...DEFAULT_SETTINGS, ...settings });

async function threeClients(place: ClinicPlace) {
	const [old, held, young] = [
		await place.register({ name: 'Canary Old' }),
		await place.register({ name: 'Canary Held' }),
		await place.register({ name: 'Canary Young' }),
	];
	await place.finish(await place.record({ id: old }, 'canary old note'));
	await age(place, 5, old);
	await age(place, 9, held);
	await place.call('POST', `/api/clients/${held}/hold`, { reason: 'A claim' });
	await age(place, 3, young);
	return { old, held, young };
}

test('ERASE7 ERASE4 what is due by the clinic’s rule is shown and erased, but for what is held', async () => {
	const place = await openClinicPlace();
	const { old, held } = await threeClients(place);
	const due = async () => (await place.call('POST', '/api/retention/due')).json;
	expect(await due()).toEqual({ clients: [], sessions: 0 });
	expect((await set(place, { retentionYears: 5 })).status).toBe(400);
	await set(place, { retentionYears: 4 });
	expect((await due()).clients).toMatchObject([
		{ client: { id: held }, isHeld: true },
		{ client: { id: old }, isHeld: false },
	]);
	expect((await place.call('POST', '/api/retention/erase')).json).toEqual({ clients: 1, sessions: 0 });
	expect((await due()).clients).toMatchObject([{ client: { id: held } }]);
	expect(folderHolds(place.app.folder, 'Canary Old')).toBe(false);
	expect(folderHolds(place.app.folder, 'canary old note')).toBe(false);
	expect(folderHolds(place.app.folder, 'Canary Young')).toBe(true);
});

test('ERASE7 the row of a session of nobody goes by the same rule', async () => {
	const place = await openClinicPlace();
	const { session, token } = (await place.call('POST', '/api/sessions', { client: { name: 'Jo' } })).json;
	place.app.app.hub.forget(String(session));
	const at = Date.now() - 5 * YEAR_MS;
	await place.app.store.db.updateTable('session').set({ startedAt: at, endedAt: at, sealedAt: at }).execute();
	await set(place, { retentionYears: 4 });
	expect(token).toBeDefined();
	expect((await place.call('POST', '/api/retention/due')).json).toEqual({ clients: [], sessions: 1 });
	expect((await place.call('POST', '/api/retention/erase')).json).toEqual({ clients: 0, sessions: 1 });
	expect(await place.app.store.db.selectFrom('session').select('id').execute()).toEqual([]);
});

test('ERASE7 what is due goes by itself only where the owner says so, and the access log tells', async () => {
	const place = await openClinicPlace();
	await threeClients(place);
	const { app } = place;
	const { db, purge } = app.store;
	const hub = app.app.hub;
	const parts = { db, journal: app.journal, purge, now: Date.now };
	const eraser = createEraser({ ...parts, hub, file: { append: () => undefined } });
	const access = createAccessLog({ db, now: Date.now, onTrouble: () => undefined });
	const janitor = createJanitor({ db, eraser, retention: createRetention({ db, eraser, now: Date.now }), access });
	await set(place, { retentionYears: 4 });
	await janitor.run();
	expect(folderHolds(app.folder, 'Canary Old')).toBe(true);
	await set(place, { retentionYears: 4, erasesByItself: true });
	await janitor.run();
	expect(folderHolds(app.folder, 'Canary Old')).toBe(false);
	const entries = await Array.fromAsync(readAccess(db, await firstClinic(db)));
	expect(entries.at(-1)).toMatchObject({ what: 'retention-erased', as: 'server', times: 1 });
	await janitor.run();
	expect((await Array.fromAsync(readAccess(db, await firstClinic(db)))).length).toBe(entries.length);
});
