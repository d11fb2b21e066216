import { expect, test } from 'vitest';
import type { AccessRow } from '../../../shared/access-api.ts';
import { type RunningApp, startApp } from '../../harness/server-app.ts';
import { openPage } from '../../harness/server-page.ts';
import { firstClinic, signInAs } from '../../harness/server-people.ts';
import { waitFor } from '../../harness/wait-for.ts';

/** A session of a therapist's with a phone that was let in, in the owner's clinic. */
async function openUnderWay(app: RunningApp) {
	const owner = await app.setUp();
	const own = await signInAs(app, 'therapist', await firstClinic(app.store.db), 'tom');
	const { session, token } = (
		await app.call('POST', '/api/sessions', { cookie: own, json: { client: { name: 'Robin' } } })
	).json;
	const { hub } = app.app;
	const desk = openPage(hub, String(token), 'desk');
	const joined = await hub.join(String(hub.issueCode(String(session))?.code), '192.0.2.7');
	const phone = openPage(hub, String(joined?.token), 'phone');
	const asking = () => desk.frames.findLast((frame) => frame.t === 'now')?.asking ?? [];
	await waitFor(() => expect(asking()).toHaveLength(1));
	desk.say({ kind: 'admitted', device: String(asking()[0]?.device) }, Date.now());
	phone.say({ kind: 'consent', choice: 'recorded' }, Date.now());
	const ask = (cookie: string) => app.call('POST', `/api/sessions/${session}/seat`, { cookie });
	const asksOnPhone = () => phone.frames.findLast((frame) => frame.t === 'now')?.asking ?? [];
	return { owner, own, session: String(session), desk, phone, ask, asksOnPhone };
}

const entries = async (app: RunningApp, cookie: string, session: string) => {
	const { json } = await app.call('POST', '/api/access/list', { cookie, json: { session } });
	return (json.entries as AccessRow[]).map(({ what, as, member }) => `${what} ${as} ${member?.name}`);
};

test('OBSERVE1 OBSERVE4 OBSERVE7 an owner asks, is let in by the client, is noted once, and after the end asks no more', async () => {
	const app = await startApp();
	const { owner, session, phone, ask, asksOnPhone } = await openUnderWay(app);
	const { seat, token } = (await ask(owner)).json;
	expect(seat).toBe('observer');
	const page = openPage(app.app.hub, String(token), 'observer');
	expect(page.frames).toMatchObject([{ t: 'waiting', words: 'Ada Owner' }]);
	const [asks] = asksOnPhone();
	expect(asks?.words).toBe('Ada Owner');
	const followed = 'session-followed observer Ada Owner';
	expect(await entries(app, owner, session)).not.toContain(followed);
	const device = String(asks?.device);
	phone.say({ kind: 'observer-admitted', device }, Date.now());
	await waitFor(() => expect(page.frames.map(({ t }) => t)).toContain('welcome'));
	openPage(app.app.hub, String(token), 'observer-again');
	await waitFor(async () => expect(await entries(app, owner, session)).toContain(followed));
	phone.say({ kind: 'observer-removed', device }, Date.now());
	await waitFor(() => expect(page.frames.at(-1)).toEqual({ t: 'over', code: 'removed' }));
	const again = await ask(owner);
	expect([again.status, again.json]).toEqual([409, { error: 'not_followed' }]);
	const noted = await entries(app, owner, session);
	expect(noted.filter((each) => each === followed)).toHaveLength(1);
	expect(noted.filter((each) => each === 'follow-asked owner Ada Owner')).toHaveLength(1);
});

test('OBSERVE1 signing out ends an observer’s line before it is answered; whoever comes back may ask again', async () => {
	const app = await startApp();
	const { owner, phone, ask, asksOnPhone } = await openUnderWay(app);
	const page = openPage(app.app.hub, String((await ask(owner)).json.token), 'observer');
	phone.say({ kind: 'observer-admitted', device: String(asksOnPhone()[0]?.device) }, Date.now());
	await waitFor(() => expect(page.frames.map(({ t }) => t)).toContain('welcome'));
	await app.call('POST', '/api/sign-out', { cookie: owner });
	expect(page.frames.at(-1)).toEqual({ t: 'over', code: 'removed' });
	expect(page.isClosed()).toBe(true);
});

test('OBSERVE6 what goes on is read by its own therapist, and once it has ended by whoever may see it', async () => {
	const app = await startApp();
	const { owner, own, session, desk } = await openUnderWay(app);
	const read = async (cookie: string) => app.call('GET', `/api/sessions/${session}`, { cookie });
	await waitFor(async () => expect((await read(own)).json.events).not.toEqual([]));
	const refused = await read(owner);
	expect([refused.status, refused.json]).toEqual([409, { error: 'ask_to_follow' }]);
	desk.say({ kind: 'ended' }, Date.now());
	await waitFor(async () => expect((await read(owner)).status).toBe(200));
});
