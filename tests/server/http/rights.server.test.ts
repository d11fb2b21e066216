import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts';
import { startApp } from '../../harness/server-app.ts';
import { firstClinic, insertClinic, signInAs } from '../../harness/server-people.ts';

test('RIGHT2 another clinic’s client can’t be taken for a session', async () => {
	const app = await startApp();
	await app.setUp();
	const hill = await insertClinic(app.store.db, 'hill');
	const id = 'c'.repeat(22);
	const client = { id, clinic: await firstClinic(app.store.db), name: 'Canary', searchName: 'canary', createdAt: 1 };
	await app.store.db.insertInto('client').values(client).execute();
	const cookie = await signInAs(app, 'therapist', hill, 'hanna');
	const answer = await app.call('POST', '/api/sessions', { cookie, json: { client: { id } } });
	expect([answer.status, answer.json]).toEqual([404, { error: 'not_found' }]);
});

test('RIGHT3 OBSERVE1 a colleague gets no seat in a session and can’t end it; who may see it, the owner too, may ask to follow', async () => {
	const app = await startApp();
	const owner = await app.setUp();
	const clinic = await firstClinic(app.store.db);
	const [own, colleague] = [
		await signInAs(app, 'therapist', clinic, 'tom'),
		await signInAs(app, 'therapist', clinic, 'tina'),
	];
	const { session } = (await app.call('POST', '/api/sessions', { cookie: own, json: { client: { name: 'Robin' } } }))
		.json;
	const to = (path: string, cookie: string) => app.call('POST', `/api/sessions/${session}/${path}`, { cookie });
	const tried = async () => [(await to('seat', colleague)).status, (await to('end', colleague)).status];
	expect(await tried()).toEqual([404, 404]);
	const settings = { ...DEFAULT_SETTINGS, therapistsSee: 'all' };
	await app.call('POST', '/api/settings', { cookie: owner, json: settings });
	expect(await tried()).toEqual([200, 403]);
	expect((await to('seat', own)).json).toMatchObject({ seat: 'therapist' });
	expect((await to('seat', owner)).json).toMatchObject({ seat: 'observer' });
	const devices = await app.store.db.selectFrom('device').select(['seat', 'standing', 'words']).execute();
	expect(devices.map(({ seat, standing, words }) => `${seat} ${standing} ${words}`).sort()).toEqual([
		'observer asking Ada Owner',
		'observer asking tina',
		'therapist admitted ',
		'therapist admitted ',
	]);
	expect((await to('end', owner)).status).toBe(200);
});
