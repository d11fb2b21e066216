import { expect, test } from 'vitest';
import { codeOf, stepAt } from '../../../server/http/totp.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts';
import { openClinicPlace } from '../../harness/clinic-place.ts';
import { EMAIL, PASSWORD } from '../../harness/server-app.ts';
import { openPage } from '../../harness/server-page.ts';
import { firstClinic, signInAs } from '../../harness/server-people.ts';

test('PEOPLE10 a page that asks by itself gives no sign, and one whose person is there does', async () => {
	const place = await openClinicPlace();
	const { db } = place.app.store;
	await place.call('POST', '/api/settings', { ...DEFAULT_SETTINGS, signOutMinutes: 5 });
	const seen = (minutes: number) =>
		db
			.updateTable('login')
			.set({ seenAt: Date.now() - minutes * 60_000 })
			.execute();
	const own = async (isHere: boolean) => (await place.call('POST', '/api/logins/own', { isHere })).json;
	await seen(4);
	const left = await own(false);
	expect(left.signOutMinutes).toBe(5);
	expect(Number(left.leftMs)).toBeGreaterThan(0);
	expect(Number(left.leftMs)).toBeLessThanOrEqual(60_000);
	expect(Number((await own(false)).leftMs)).toBeLessThanOrEqual(60_000);
	expect(await own(true)).toEqual({ leftMs: 300_000, signOutMinutes: 5 });
	expect(Number((await own(false)).leftMs)).toBeGreaterThan(240_000);
	await seen(5.1);
	expect(await own(true)).toEqual({ error: 'signed_out' });
});

test('PEOPLE10 a login that ended by itself leaves a running session its line', async () => {
	const place = await openClinicPlace();
	const { app } = place;
	const cookie = await signInAs(app, 'therapist', await firstClinic(app.store.db), 'tom');
	const { token } = (await app.call('POST', '/api/sessions', { cookie, json: { client: { name: 'Robin' } } })).json;
	const page = openPage(app.app.hub, String(token), 'desk');
	await app.store.db.updateTable('login').set({ seenAt: 0 }).execute();
	expect((await app.call('GET', '/api/me', { cookie })).json).toEqual({ error: 'signed_out' });
	const before = page.frames.length;
	page.say({ kind: 'started' }, Date.now());
	expect([page.isClosed(), page.frames.length > before]).toEqual([false, true]);
	expect(page.frames.some(({ t }) => t === 'over')).toBe(false);
});

test('PEOPLE11 one reads one’s own address and how one’s second factor stands, and nobody else’s', async () => {
	const place = await openClinicPlace();
	const tom = await signInAs(place.app, 'therapist', await firstClinic(place.app.store.db), 'tom');
	const { secret } = (await place.call('POST', '/api/totp/begin', { password: PASSWORD })).json;
	expect((await place.call('GET', '/api/account')).json).toEqual({ email: EMAIL, hasTotp: false, recoveryCodes: 0 });
	await place.call('POST', '/api/totp/confirm', { code: codeOf(String(secret), stepAt(Date.now())) });
	expect((await place.call('GET', '/api/account')).json).toEqual({ email: EMAIL, hasTotp: true, recoveryCodes: 10 });
	expect((await place.app.call('GET', '/api/account', { cookie: tom })).json).toEqual({
		email: 'tom@example.org',
		hasTotp: false,
		recoveryCodes: 0,
	});
});
