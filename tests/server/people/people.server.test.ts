import { expect, test } from 'vitest';
import type { LinkAnswer, MemberListAnswer } from '../../../shared/people-api.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts';
import { type ClinicPlace, openClinicPlace } from '../../harness/clinic-place.ts';
import { cookieOf, EMAIL, PASSWORD } from '../../harness/server-app.ts';
import { openPage } from '../../harness/server-page.ts';
import { firstClinic, insertClinic, signInAs } from '../../harness/server-people.ts';
import { runFile } from '../../harness/server-process.ts';

const tokenOf = ({ link }: LinkAnswer) => String(link.split('=')[1]);

async function invite(place: ClinicPlace, email: string, role = 'therapist'): Promise<LinkAnswer> {
	const answer = await place.call('POST', '/api/invitations', { email, role });
	expect(answer.status).toBe(201);
	return answer.json as unknown as LinkAnswer;
}

const accept = ({ app }: ClinicPlace, json: object) => app.call('POST', '/api/invitation/accept', { json });
const listOf = async ({ call }: ClinicPlace) =>
	(await call('POST', '/api/members/list')).json as unknown as MemberListAnswer;
const memberOf = async (place: ClinicPlace, email: string) =>
	String((await listOf(place)).members.find((member) => member.email === email)?.id);

test('PEOPLE1 somebody invited by a link becomes a member with that role, signed in, once', async () => {
	const place = await openClinicPlace();
	const { app } = place;
	const first = await invite(place, 'Tom@Example.org');
	const second = await invite(place, 'tom@example.org');
	expect(second.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/clinic#invite=[\w-]{22}$/);
	expect((await listOf(place)).invitations).toMatchObject([{ email: 'tom@example.org', role: 'therapist' }]);
	expect(JSON.stringify(await listOf(place))).not.toContain(tokenOf(second));
	const read = (token: string) => app.call('POST', '/api/invitation', { json: { token } });
	expect((await read(tokenOf(first))).json).toEqual({ error: 'wrong_link' });
	expect((await read(tokenOf(second))).json).toEqual({
		clinic: 'Harbour Clinic',
		email: 'tom@example.org',
		role: 'therapist',
		hasAccount: false,
	});
	expect((await accept(place, { token: tokenOf(second), password: PASSWORD })).json).toEqual({ error: 'bad_request' });
	const form = { token: tokenOf(second), name: 'Tom', password: PASSWORD };
	const answers = await Promise.all([accept(place, form), accept(place, form)]);
	expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
	const joined = answers.find(({ status }) => status === 200);
	expect(joined?.json).toEqual({ isSignedIn: true });
	const me = await app.call('GET', '/api/me', { cookie: joined ? cookieOf(joined) : '' });
	expect(me.json).toMatchObject({ member: { name: 'Tom', role: 'therapist' }, clinic: { name: 'Harbour Clinic' } });
	expect((await place.call('POST', '/api/invitations', { email: 'tom@example.org', role: 'desk' })).json).toEqual({
		error: 'member_already',
	});
	expect(app.logged()).not.toContain(tokenOf(second));
	const bytes = JSON.stringify(await app.store.db.selectFrom('invitation').selectAll().execute());
	expect(bytes).not.toContain(tokenOf(second));
});

test('PEOPLE1 an invitation ends when it is withdrawn, and after a week', async () => {
	const place = await openClinicPlace();
	const link = await invite(place, 'tom@example.org');
	const [{ id } = { id: '' }] = (await listOf(place)).invitations;
	expect((await place.call('DELETE', `/api/invitations/${id}`)).status).toBe(200);
	expect((await place.call('DELETE', `/api/invitations/${id}`)).status).toBe(404);
	expect((await accept(place, { token: tokenOf(link), name: 'Tom', password: PASSWORD })).status).toBe(404);
	const late = await invite(place, 'tina@example.org');
	expect(late.expiresAt - Date.now()).toBeGreaterThan(6.9 * 24 * 3_600_000);
	await place.app.store.db
		.updateTable('invitation')
		.set({ expiresAt: new Date(Date.now() - 1).toISOString() })
		.execute();
	expect((await accept(place, { token: tokenOf(late), name: 'Tina', password: PASSWORD })).status).toBe(404);
	expect((await listOf(place)).invitations).toEqual([]);
});

test('PEOPLE2 who works for several clinics signs in with one password and goes from one to the other', async () => {
	const place = await openClinicPlace();
	const { app } = place;
	const hill = await insertClinic(app.store.db, 'hill');
	const theirs = await signInAs(app, 'therapist', hill, 'tom');
	const link = await invite(place, 'tom@example.org', 'desk');
	expect(link.isMailed).toBe(false);
	const read = await app.call('POST', '/api/invitation', { json: { token: tokenOf(link) } });
	expect(read.json).toMatchObject({ hasAccount: true });
	const wrong = await accept(place, { token: tokenOf(link), password: 'not the password' });
	expect(wrong.json).toEqual({ error: 'wrong_sign_in' });
	const accepted = await accept(place, { token: tokenOf(link), password: PASSWORD });
	expect((await app.call('GET', '/api/me', { cookie: cookieOf(accepted) })).json).toMatchObject({
		clinic: { name: 'Harbour Clinic' },
	});
	const ask = (method: string, path: string, json?: object) =>
		app.call(method, path, { cookie: theirs, ...(json && { json }) });
	const { clinics } = (await ask('POST', '/api/clinics/list')).json as { clinics: { id: string; isThis: boolean }[] };
	expect([clinics.length, clinics.find(({ isThis }) => isThis)?.id]).toEqual([2, hill]);
	await ask('POST', '/api/clinics/choose', { clinic: await firstClinic(app.store.db) });
	expect((await ask('GET', '/api/me')).json).toMatchObject({
		member: { role: 'desk' },
		clinic: { name: 'Harbour Clinic' },
	});
	expect((await ask('POST', '/api/clinics/choose', { clinic: 'n'.repeat(22) })).status).toBe(404);
	const member = await memberOf(place, 'tom@example.org');
	for (const way of ['reset-link', 'totp/end']) {
		const answer = await place.call('POST', `/api/members/${member}/${way}`);
		expect([way, answer.json]).toEqual([way, { error: 'forbidden' }]);
	}
});

test('PEOPLE9 a further clinic is made by a command while the server runs, and knows nothing of the first', async () => {
	const place = await openClinicPlace();
	const { app } = place;
	await place.record({ name: 'Canary Robin' }, 'a note');
	const run = (args: readonly string[]) => runFile('tools/new-clinic.ts', { DATA_DIR: app.folder }, args);
	const made = run(['Hill Clinic', 'Europe/Paris', 'Hanna@example.org']);
	expect(await made.ended()).toBe(0);
	const password = String(/^ {2}(\S+)$/m.exec(made.printed())?.[1]);
	const cookie = cookieOf(await app.call('POST', '/api/sign-in', { json: { email: 'hanna@example.org', password } }));
	expect((await app.call('GET', '/api/me', { cookie })).json).toMatchObject({
		member: { role: 'owner' },
		clinic: { name: 'Hill Clinic', zone: 'Europe/Paris' },
	});
	expect((await app.call('POST', '/api/sessions/list', { cookie, json: {} })).json).toEqual({
		sessions: [],
		cursor: null,
	});
	const again = run(['Lake Clinic', 'Europe/Paris', EMAIL]);
	expect([await again.ended(), again.printed()]).toEqual([0, expect.stringContaining('signs in as before')]);
	expect(((await place.call('POST', '/api/clinics/list')).json.clinics as unknown[]).length).toBe(2);
	const wrong = run(['Moon Clinic', 'Moon/Base', 'x@example.org']);
	expect([await wrong.ended(), wrong.printed()]).toEqual([1, expect.stringContaining('npm run new-clinic')]);
});

test('PEOPLE3 a member who is disabled, or gets another role, has lost every live line before it is answered', async () => {
	const place = await openClinicPlace();
	const { app } = place;
	const cookie = await signInAs(app, 'therapist', await firstClinic(app.store.db), 'tom');
	const member = await memberOf(place, 'tom@example.org');
	const live = async () => {
		const { token } = (await app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Robin' } } })).json;
		return openPage(app.app.hub, String(token), `desk-${String(token).slice(0, 6)}`);
	};
	const first = await live();
	expect((await place.call('POST', `/api/members/${member}/role`, { role: 'owner' })).status).toBe(200);
	expect(first.isClosed()).toBe(true);
	expect((await app.call('GET', '/api/me', { cookie })).json).toMatchObject({ member: { role: 'owner' } });
	const second = await live();
	expect((await place.call('POST', `/api/members/${member}/disable`)).status).toBe(200);
	expect([second.isClosed(), second.frames.at(-1)]).toEqual([true, { t: 'over', code: 'removed' }]);
	expect((await app.call('GET', '/api/me', { cookie })).json).toEqual({ error: 'signed_out' });
	expect(
		(await app.call('POST', '/api/sign-in', { json: { email: 'tom@example.org', password: PASSWORD } })).status,
	).toBe(200);
	expect((await listOf(place)).members.find(({ id }) => id === member)).toMatchObject({ isDisabled: true });
	const names = (await place.call('POST', '/api/members/names')).json.members as { name: string }[];
	expect(names.map(({ name }) => name)).toEqual(['Ada Owner']);
	await place.call('POST', `/api/members/${member}/enable`);
	const again = await app.call('POST', '/api/sign-in', { json: { email: 'tom@example.org', password: PASSWORD } });
	expect((await app.call('GET', '/api/me', { cookie: cookieOf(again) })).status).toBe(200);
});

test('PEOPLE4 the last owner can be neither disabled nor given another role', async () => {
	const place = await openClinicPlace();
	const owner = await memberOf(place, EMAIL);
	for (const [way, json] of [
		['disable', undefined],
		['role', { role: 'therapist' }],
	] as const) {
		const answer = await place.call('POST', `/api/members/${owner}/${way}`, json);
		expect([way, answer.status, answer.json]).toEqual([way, 409, { error: 'last_owner' }]);
	}
	expect((await listOf(place)).members).toMatchObject([{ role: 'owner', isDisabled: false }]);
	await signInAs(place.app, 'owner', await firstClinic(place.app.store.db), 'olga');
	expect((await place.call('POST', `/api/members/${owner}/role`, { role: 'desk' })).status).toBe(200);
	expect((await place.call('POST', '/api/members/list')).status).toBe(403);
});

test('PEOPLE5 a password is set anew by a link, once, and ends every login and live line of that person', async () => {
	const place = await openClinicPlace();
	const { app } = place;
	const cookie = await signInAs(app, 'therapist', await firstClinic(app.store.db), 'tom');
	const { token } = (await app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Robin' } } })).json;
	const page = openPage(app.app.hub, String(token), 'desk');
	const member = await memberOf(place, 'tom@example.org');
	const link = (await place.call('POST', `/api/members/${member}/reset-link`)).json as unknown as LinkAnswer;
	expect(link.link).toMatch(/\/clinic#reset=[\w-]{22}$/);
	const reset = (json: object) => app.call('POST', '/api/password/reset', { json });
	expect((await reset({ token: tokenOf(link), password: 'short' })).status).toBe(400);
	expect((await reset({ token: tokenOf(link), password: 'nine lively newts' })).status).toBe(200);
	expect(page.isClosed()).toBe(true);
	expect((await app.call('GET', '/api/me', { cookie })).status).toBe(401);
	expect((await reset({ token: tokenOf(link), password: 'nine lively newts' })).json).toEqual({ error: 'wrong_link' });
	const signIn = (password: string) =>
		app.call('POST', '/api/sign-in', { json: { email: 'tom@example.org', password } });
	expect([(await signIn(PASSWORD)).status, (await signIn('nine lively newts')).status]).toEqual([401, 200]);
});

test('PEOPLE5 ACC3 a password set by a link stands in the access log of each clinic that person works for, and of no other', async () => {
	const place = await openClinicPlace();
	const { app } = place;
	const { db } = app.store;
	const [here, hill, away, mill] = [
		await firstClinic(db),
		await insertClinic(db, 'hill'),
		await insertClinic(db, 'away'),
		await insertClinic(db, 'mill'),
	];
	await signInAs(app, 'therapist', here, 'tom');
	const member = await memberOf(place, 'tom@example.org');
	const link = (await place.call('POST', `/api/members/${member}/reset-link`)).json as unknown as LinkAnswer;
	const { userId } = await db.selectFrom('member').select('userId').where('id', '=', member).executeTakeFirstOrThrow();
	const works = { userId, role: 'therapist', createdAt: new Date(0).toISOString() };
	await db
		.insertInto('member')
		.values([
			{ ...works, id: 'tom-on-the-hill-000000', organizationId: hill, disabledAt: null },
			{ ...works, id: 'tom-at-the-mill-000000', organizationId: mill, disabledAt: 1 },
		])
		.execute();
	const json = { token: tokenOf(link), password: 'nine lively newts' };
	expect((await app.call('POST', '/api/password/reset', { json })).status).toBe(200);
	expect((await app.call('POST', '/api/password/reset', { json })).json).toEqual({ error: 'wrong_link' });
	const noted = await db
		.selectFrom('access')
		.select(['clinic', 'as', 'member', 'subject'])
		.where('what', '=', 'password-changed')
		.execute();
	const byLink = { as: 'nobody', member: null };
	expect(noted).toHaveLength(2);
	expect(noted).toEqual(
		expect.arrayContaining([
			{ ...byLink, clinic: here, subject: member },
			{ ...byLink, clinic: hill, subject: 'tom-on-the-hill-000000' },
		]),
	);
	expect(noted.map(({ clinic }) => clinic)).not.toContain(away);
});

test('PEOPLE6 changing one’s own password needs the former one, and ends the other logins', async () => {
	const place = await openClinicPlace();
	const { app, call } = place;
	const other = cookieOf(await app.call('POST', '/api/sign-in', { json: { email: EMAIL, password: PASSWORD } }));
	const change = (former: string, password: string) => call('POST', '/api/password', { former, password });
	expect((await change('not the password', 'nine lively newts')).json).toEqual({ error: 'wrong_sign_in' });
	expect((await change(PASSWORD, 'nine lively newts')).status).toBe(200);
	expect((await app.call('GET', '/api/me', { cookie: other })).status).toBe(401);
	expect((await call('GET', '/api/me')).status).toBe(200);
	const tries: number[] = [];
	for (let i = 0; i < 10; i += 1) tries.push((await change('guess number one', 'nine lively newts')).status);
	expect(tries.at(-1)).toBe(429);
});

test('PEOPLE7 one’s logins are listed, and each can be ended; an owner ends all of a member’s', async () => {
	const place = await openClinicPlace();
	const { app, call } = place;
	const other = cookieOf(
		await app.call('POST', '/api/sign-in', {
			json: { email: EMAIL, password: PASSWORD },
			headers: { 'user-agent': 'Phone' },
		}),
	);
	const { logins } = (await call('POST', '/api/logins/list')).json as {
		logins: { id: string; isThis: boolean; userAgent: string }[];
	};
	expect(logins).toHaveLength(2);
	const [phone] = logins.filter(({ isThis }) => !isThis);
	expect(phone).toMatchObject({ userAgent: 'Phone' });
	expect(JSON.stringify(logins)).not.toContain(other.split('=')[1]?.split('.')[0]);
	const tom = await signInAs(app, 'therapist', await firstClinic(app.store.db), 'tom');
	expect((await app.call('POST', `/api/logins/${phone?.id}/end`, { cookie: tom })).status).toBe(404);
	expect((await call('POST', `/api/logins/${phone?.id}/end`)).status).toBe(200);
	expect((await app.call('GET', '/api/me', { cookie: other })).status).toBe(401);
	await call('POST', `/api/members/${await memberOf(place, 'tom@example.org')}/logins/end`);
	expect((await app.call('GET', '/api/me', { cookie: tom })).status).toBe(401);
});

test('PEOPLE8 a login without a sign for as long as the owner set has ended', async () => {
	const place = await openClinicPlace();
	const { db } = place.app.store;
	await place.call('POST', '/api/settings', { ...DEFAULT_SETTINGS, signOutMinutes: 5 });
	const ago = (minutes: number) =>
		db
			.updateTable('login')
			.set({ seenAt: Date.now() - minutes * 60_000 })
			.execute();
	await ago(4.9);
	expect((await place.call('GET', '/api/me')).status).toBe(200);
	await ago(4.9);
	expect((await place.call('GET', '/api/me')).status).toBe(200);
	await ago(5.1);
	expect((await place.call('GET', '/api/me')).json).toEqual({ error: 'signed_out' });
	expect(await db.selectFrom('login').select('id').execute()).toEqual([]);
});
