import { expect, test } from 'vitest';
import { createMailer } from '../../../server/mailer.ts';
import type { LinkAnswer } from '../../../shared/people-api.ts';
import { cookieOf, EMAIL, type RunningApp, startApp } from '../../harness/server-app.ts';
import { firstClinic, signInAs } from '../../harness/server-people.ts';
import { openSmtpSink, type SmtpSink } from '../../harness/smtp-sink.ts';
import { waitFor } from '../../harness/wait-for.ts';

const FROM = 'Harbour Clinic <desk@harbour.example>';

async function openMailingClinic(sink: SmtpSink) {
	const app = await startApp({ SMTP_HOST: '127.0.0.1', SMTP_PORT: String(sink.port), MAIL_FROM: FROM });
	const cookie = await app.setUp();
	const call = (path: string, json?: object) => app.call('POST', path, { cookie, ...(json && { json }) });
	return { app, call };
}

const forget = (app: RunningApp, email: string) => app.call('POST', '/api/password/forgotten', { json: { email } });
const linkIn = (text: string) => /https?:\/\/\S+/.exec(text)?.[0] ?? '';
const tokenIn = (text: string) => linkIn(text).split('=')[1] ?? '';

test('MAIL1 with a mail server an invitation and a reset link are mailed as well, and the owner is told so', async () => {
	const sink = await openSmtpSink();
	const { app, call } = await openMailingClinic(sink);
	const invited = (await call('/api/invitations', { email: 'tom@example.org', role: 'therapist' })).json as unknown;
	const { link, isMailed } = invited as LinkAnswer;
	expect(isMailed).toBe(true);
	const [mail] = await sink.until(1);
	expect(mail).toMatchObject({ to: 'tom@example.org' });
	expect(linkIn(String(mail?.text))).toBe(link);
	expect(mail?.raw).toContain('desk@harbour.example');
	await signInAs(app, 'therapist', await firstClinic(app.store.db), 'tina');
	const { members } = (await call('/api/members/list')).json as { members: { id: string; email: string }[] };
	const tina = members.find(({ email }) => email === 'tina@example.org')?.id;
	const reset = (await call(`/api/members/${tina}/reset-link`)).json as unknown as LinkAnswer;
	expect(reset.isMailed).toBe(true);
	expect(linkIn(String((await sink.until(2))[1]?.text))).toBe(reset.link);
});

test('MAIL1 where the mail server takes nothing, the owner is told to hand the link over', async () => {
	const sink = await openSmtpSink();
	const { app, call } = await openMailingClinic(sink);
	sink.refuse();
	const { status, json } = await call('/api/invitations', { email: 'tom@example.org', role: 'therapist' });
	expect([status, json.isMailed]).toEqual([201, false]);
	expect(app.logged()).toContain('a mail could not be sent');
	expect(app.logged()).not.toMatch(/tom@|example\.org|invite=/);
});

test('MAIL2 a forgotten password is answered alike for every address, and a link goes only to whom it belongs', async () => {
	const sink = await openSmtpSink();
	const { app } = await openMailingClinic(sink);
	const answers = [await forget(app, 'nobody@example.org'), await forget(app, ` ${EMAIL.toUpperCase()} `)];
	expect(answers.map(({ status, text }) => [status, text])).toEqual([
		[200, '{}'],
		[200, '{}'],
	]);
	const [mail] = await sink.until(1);
	expect(mail?.to).toBe(EMAIL);
	const json = { token: tokenIn(String(mail?.text)), password: 'nine lively newts' };
	expect((await app.call('POST', '/api/password/reset', { json })).status).toBe(200);
	expect((await app.call('POST', '/api/password/reset', { json })).json).toEqual({ error: 'wrong_link' });
	const again = await app.call('POST', '/api/sign-in', { json: { email: EMAIL, password: 'nine lively newts' } });
	expect((await app.call('GET', '/api/me', { cookie: cookieOf(again) })).status).toBe(200);
	expect(sink.mails).toHaveLength(1);
	expect(app.logged()).not.toMatch(/ada@|nobody@|reset=/);
	expect(app.logged()).not.toContain(json.token);
});

test('MAIL2 somebody who works for no clinic any more is mailed nothing, and is answered the same', async () => {
	const sink = await openSmtpSink();
	const { app, call } = await openMailingClinic(sink);
	await signInAs(app, 'therapist', await firstClinic(app.store.db), 'tom');
	const { members } = (await call('/api/members/list')).json as { members: { id: string; email: string }[] };
	await call(`/api/members/${members.find(({ email }) => email === 'tom@example.org')?.id}/disable`);
	expect((await forget(app, 'tom@example.org')).text).toBe('{}');
	// In order of asking: the owner's comes, and tom's never did.
	await forget(app, EMAIL);
	expect((await sink.until(1)).map(({ to }) => to)).toEqual([EMAIL]);
});

test('MAIL3 forgotten passwords are limited by network address, and mails by person without a word', async () => {
	const sink = await openSmtpSink();
	const { app } = await openMailingClinic(sink);
	const answers: number[] = [];
	for (let i = 0; i < 6; i += 1) answers.push((await forget(app, EMAIL)).status);
	expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
	await sink.until(3);
	await waitFor(async () => {
		expect(await app.store.db.selectFrom('resetLink').select('userId').execute()).toHaveLength(1);
	});
	await app.app.close();
	expect(sink.mails).toHaveLength(3);
});

test('MAIL4 without a mail server nothing about forgotten passwords is there, and the pages know', async () => {
	const app = await startApp();
	await app.setUp();
	expect((await app.call('GET', '/api/setup')).json).toEqual({ isNeeded: false, canMail: false });
	expect((await forget(app, EMAIL)).status).toBe(404);
	const mailing = await openMailingClinic(await openSmtpSink());
	expect((await mailing.app.call('GET', '/api/setup')).json).toEqual({ isNeeded: false, canMail: true });
});

test.each([
	{},
	{ email: 'not an address' },
	{ email: 'a@example.org\r\nBcc: b@example.org' },
	{ email: ['a@example.org'] },
	{ email: 'a@example.org', more: 1 },
	{ email: `${'a'.repeat(300)}@example.org` },
])('MAIL2 HTTP1 what is no address (%j) is refused before anything is looked up', async (json) => {
	const sink = await openSmtpSink();
	const { app } = await openMailingClinic(sink);
	expect((await app.call('POST', '/api/password/forgotten', { json })).json).toEqual({ error: 'bad_request' });
	expect(sink.mails).toEqual([]);
});

test('MAIL5 a mail server elsewhere that offers no TLS is handed nothing', async () => {
	const sink = await openSmtpSink();
	const troubles: unknown[] = [];
	const mail = { to: 'tom@example.org', subject: 'Hello', text: 'Hello' };
	const hand = (host: string) =>
		createMailer({ host, port: sink.port, isTls: false, login: null, from: 'c@example.org' }, (problem) =>
			troubles.push(problem),
		).send(mail);
	// This machine too, by an address that is not loopback's.
	expect([await hand('0.0.0.0'), sink.mails.length, troubles.length]).toEqual([false, 0, 1]);
	expect([await hand('127.0.0.1'), sink.mails.length]).toEqual([true, 1]);
});
