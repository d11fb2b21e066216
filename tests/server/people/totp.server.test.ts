import { expect, test } from 'vitest';
import { codeOf, stepAt } from '../../../server/http/totp.ts';
import { type ClinicPlace, openClinicPlace } from '../../harness/clinic-place.ts';
import { EMAIL, PASSWORD } from '../../harness/server-app.ts';
import { firstClinic, signInAs } from '../../harness/server-people.ts';

/** Base32 of `12345678901234567890`, and what RFC 6238 (appendix B) says of it, last six digits. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
	[59, '287082'],
	[1_111_111_109, '081804'],
	[1_111_111_111, '050471'],
	[1_234_567_890, '005924'],
	[2_000_000_000, '279037'],
	[20_000_000_000, '353130'],
])('DOOR8 the code at %i s is the one of RFC 6238', (seconds, code) => {
	expect(codeOf(RFC_SECRET, stepAt(seconds * 1_000))).toBe(code);
});

async function withTotp(place: ClinicPlace) {
	expect((await place.call('POST', '/api/totp/begin', { password: 'not the password' })).status).toBe(401);
	const { secret, uri } = (await place.call('POST', '/api/totp/begin', { password: PASSWORD })).json as Record<
		string,
		string
	>;
	expect(uri).toContain(`secret=${secret}`);
	const code = codeOf(String(secret), stepAt(Date.now()));
	const { recoveryCodes } = (await place.call('POST', '/api/totp/confirm', { code })).json as {
		recoveryCodes: string[];
	};
	return { secret: String(secret), code, recoveryCodes };
}

const signIn = ({ app }: ClinicPlace, json: object = {}) =>
	app.call('POST', '/api/sign-in', { json: { email: EMAIL, password: PASSWORD, ...json } });

test('DOOR8 with a second factor a password alone opens nothing, and a code opens once', async () => {
	const place = await openClinicPlace();
	const { secret, code, recoveryCodes } = await withTotp(place);
	const alone = await signIn(place);
	expect([alone.status, alone.json, alone.headers['set-cookie']]).toEqual([401, { error: 'code_needed' }, undefined]);
	expect(await place.app.store.db.selectFrom('login').select('id').execute()).toHaveLength(1);
	expect((await signIn(place, { code })).json).toEqual({ error: 'wrong_second_code' });
	const next = codeOf(secret, stepAt(Date.now()) + 1);
	expect((await signIn(place, { code: next })).status).toBe(200);
	expect((await signIn(place, { code: next })).json).toEqual({ error: 'wrong_second_code' });
	expect(recoveryCodes).toHaveLength(10);
	const written = String(recoveryCodes[0]).toLowerCase().replaceAll('-', ' ');
	expect((await signIn(place, { code: written })).status).toBe(200);
	expect((await signIn(place, { code: written })).json).toEqual({ error: 'wrong_second_code' });
	expect((await signIn(place, { password: 'not the password', code: recoveryCodes[1] })).json).toEqual({
		error: 'wrong_sign_in',
	});
	const kept = JSON.stringify(await place.app.store.db.selectFrom('totp').select('recovery').execute());
	expect(kept).not.toContain(String(recoveryCodes[1]));
});

test('DOOR8 guesses at a code run dry for that person, from whatever address', async () => {
	const place = await openClinicPlace();
	const { secret } = await withTotp(place);
	const answers: unknown[] = [];
	for (let i = 0; i < 6; i += 1) answers.push((await signIn(place, { code: '000000' })).json.error);
	expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'wrong_second_code'));
	expect(answers[5]).toBe('too_many');
	const right = codeOf(secret, stepAt(Date.now()) + 1);
	expect((await signIn(place, { code: right })).json).toEqual({ error: 'too_many' });
});

test('DOOR8 a second factor begun and not confirmed is none, and ends with the password or by the owner', async () => {
	const place = await openClinicPlace();
	await place.call('POST', '/api/totp/begin', { password: PASSWORD });
	expect((await place.call('POST', '/api/totp/confirm', { code: '000000' })).json).toEqual({
		error: 'wrong_second_code',
	});
	expect((await signIn(place)).status).toBe(200);
	await withTotp(place);
	expect((await place.call('POST', '/api/totp/begin', { password: PASSWORD })).status).toBe(409);
	const olga = await signInAs(place.app, 'owner', await firstClinic(place.app.store.db), 'olga');
	const { members } = (await place.call('POST', '/api/members/list')).json as {
		members: { id: string; email: string; hasTotp: boolean }[];
	};
	const ada = members.find(({ email }) => email === EMAIL);
	expect(ada?.hasTotp).toBe(true);
	expect((await place.app.call('POST', `/api/members/${ada?.id}/totp/end`, { cookie: olga })).status).toBe(200);
	expect((await signIn(place)).status).toBe(200);
});
