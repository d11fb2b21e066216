import { expect, test } from 'vitest';
import type { EventKind } from '../../../shared/events.ts';
import { type RunningApp, startApp } from '../../harness/server-app.ts';
import { idNamed } from '../../harness/server-events.ts';
import { openPage, type TestPage } from '../../harness/server-page.ts';
import { firstClinic, insertClinic, signInAs } from '../../harness/server-people.ts';
import { waitFor } from '../../harness/wait-for.ts';
import { isWriterOf, KINDS, ONE_OF_EACH } from '../../shared/every-kind.ts';

/** What ends or empties a session comes last. */
const LAST: readonly EventKind[] = ['removed', 'left', 'withdrawn', 'ended', 'end-undone'];
const isSaid = (kind: EventKind) => kind !== 'sealed' && kind !== 'admitted';
const IN_ORDER = [...KINDS.filter((kind) => isSaid(kind) && !LAST.includes(kind)), ...LAST];

async function start(app: RunningApp, cookie: string, name: string) {
	const { json } = await app.call('POST', '/api/sessions', { cookie, json: { client: { name } } });
	return { session: String(json.session), page: openPage(app.app.hub, String(json.token), name) };
}

async function admitPhone(app: RunningApp, cookie: string, session: string, desk: TestPage): Promise<TestPage> {
	const { code } = (await app.call('POST', `/api/sessions/${session}/code`, { cookie })).json;
	const { token } = (await app.call('POST', '/api/join', { json: { code } })).json;
	const phone = openPage(app.app.hub, String(token), 'own-phone');
	const { id } = await app.store.db
		.selectFrom('device')
		.select('id')
		.where('session', '=', session)
		.where('seat', '=', 'client')
		.executeTakeFirstOrThrow();
	desk.say({ kind: 'admitted', device: id }, Date.now());
	return phone;
}

test('RIGHT9 an event of any kind reaches its own session and no line of another, in this clinic or elsewhere', async () => {
	const app = await startApp();
	const owner = await app.setUp();
	const colleague = await signInAs(app, 'therapist', await firstClinic(app.store.db), 'tina');
	const stranger = await signInAs(app, 'owner', await insertClinic(app.store.db, 'hill'), 'hanna');
	const own = await start(app, owner, 'own-desk');
	const others = [
		await start(app, owner, 'second'),
		await start(app, colleague, 'colleague'),
		await start(app, stranger, 'stranger'),
	];
	const phone = await admitPhone(app, owner, own.session, own.page);
	for (const kind of IN_ORDER) {
		const isPhones = isWriterOf('client', kind);
		(isPhones ? phone : own.page).say(ONE_OF_EACH[kind], Date.now(), kind === 'rating' ? 'flow' : 'say');
	}
	const heard = (page: TestPage) =>
		new Set(
			page.frames.flatMap((frame) => (frame.t === 'events' ? frame.events.map(({ body }) => String(body.kind)) : [])),
		);
	const ofPhone = IN_ORDER.filter((kind) => isWriterOf('client', kind) && !LAST.includes(kind));
	await waitFor(() => expect([...heard(own.page)]).toEqual(expect.arrayContaining([...ofPhone])));
	for (const { page } of others) {
		const told = JSON.stringify(page.frames);
		expect(page.frames.length).toBeGreaterThan(0);
		for (const writer of ['own-desk', 'own-phone']) expect(told).not.toContain(idNamed(writer));
		expect(told).not.toContain(own.session);
	}
});
