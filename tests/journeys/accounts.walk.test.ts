import type { Browser, Page } from 'playwright';
import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../tools/chromium.ts';
import { OWNER } from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import { authenticator, button, field, HOSTILE_NAME, openView, signInAs } from '../harness/people-steps.ts';
import { type RealServer, startRealServer } from '../harness/real-server.ts';
import { runFile } from '../harness/server-process.ts';
import { openSmtpSink, type SmtpSink } from '../harness/smtp-sink.ts';

const HANNA = 'hanna@example.org';
const NEW_PASSWORD = 'seven slow sparrows';

describe('accounts on a server with a mail server and two clinics', () => {
	const looker = createLooker();
	let closeSink = () => {};
	let sink: SmtpSink;
	let server: RealServer;
	let browser: Browser;
	let page: Page;
	let secret = '';

	/** Asks the server as whoever is signed in in that page. */
	const ask = async (path: string, data: object, from: Page = page): Promise<Record<string, string>> =>
		(await from.request.post(`${server.origin}${path}`, { data })).json();
	const linkOf = (text: string | undefined) => /http\S+/.exec(String(text))?.[0] ?? '';

	beforeAll(async () => {
		sink = await openSmtpSink((close) => {
			closeSink = close;
		});
		const mail = { SMTP_URL: `smtp://127.0.0.1:${sink.port}`, MAIL_FROM: 'Clinic <clinic@example.org>' };
		[server, browser] = await Promise.all([startRealServer({ HOST: '127.0.0.1', ...mail }), launchChromium()]);
		page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', locale: 'en-GB' });
		page.setDefaultTimeout(12_000);
		await ask('/api/setup', { ...OWNER, code: server.setupCode(), clinic: 'Clinic Example', zone: 'UTC' });
		secret = String((await ask('/api/totp/begin', { password: OWNER.password })).secret);
		await ask('/api/totp/confirm', { code: authenticator(secret) });
		await ask('/api/sign-out', {});
	});
	afterAll(async () => {
		await browser?.close();
		await server?.remove();
		closeSink();
	});

	test('MAIL2 MAIL4 TEAM6 TEAM8 who forgot the password gets a link by mail, and nobody is told whether an address is known', async () => {
		await page.goto(`${server.origin}/clinic`);
		await button(page, 'Forgotten your password?').click();
		await button(page, 'Send me a link').click();
		await page.getByText('Type your e-mail address.').waitFor();
		await looker.look(page, 'forgotten');
		await field(page, 'E-mail').fill(HOSTILE_NAME);
		await button(page, 'Send me a link').click();
		await page.getByText('Type your e-mail address.').waitFor();
		const said = async (email: string) => {
			await field(page, 'E-mail').fill(email);
			await button(page, 'Send me a link').click();
			return page.getByText('If that address is known here', { exact: false }).innerText();
		};
		const unknown = await said('nobody@example.org');
		await looker.look(page, 'a link was asked for');
		await button(page, 'Back').click();
		await button(page, 'Forgotten your password?').click();
		expect(await said(OWNER.email)).toBe(unknown);
		const [mail] = await sink.until(1);
		expect(mail?.to).toBe(OWNER.email);
		await page.goto('about:blank');
		await page.goto(linkOf(mail?.text));
		await field(page, 'New password').fill(NEW_PASSWORD);
		await button(page, 'Set the password').click();
		await page.getByText('Your new password counts from now on. Sign in with it.').waitFor();
		await looker.look(page, 'sign in anew');
		expect(sink.mails).toHaveLength(1);
		expect(server.printed()).not.toMatch(/@example\.org|reset=/);
	});

	test('TEAM3 PEOPLE2 one who works elsewhere already accepts with password and code, and goes from clinic to clinic', async () => {
		const made = runFile('tools/new-clinic.ts', { DATA_DIR: server.dataDir }, ['Hill Clinic', 'UTC', HANNA]);
		expect(await made.ended()).toBe(0);
		const hanna = await browser.newPage();
		await ask('/api/sign-in', { email: HANNA, password: String(/^ {2}(\S+)$/m.exec(made.printed())?.[1]) }, hanna);
		const { link } = await ask('/api/invitations', { email: OWNER.email, role: 'desk' }, hanna);
		await hanna.close();
		expect(linkOf((await sink.until(2))[1]?.text)).toBe(link);
		await page.goto('about:blank');
		await page.goto(String(link));
		await page.getByRole('heading', { name: 'Hill Clinic invites you' }).waitFor();
		await page.getByText('You have an account here already.', { exact: false }).waitFor();
		await field(page, 'Password').fill(OWNER.password);
		await button(page, 'Accept the invitation').click();
		await page.getByText('That is not your password.').waitFor();
		await field(page, 'Password').fill(NEW_PASSWORD);
		await button(page, 'Accept the invitation').click();
		await field(page, 'Code').waitFor();
		await looker.look(page, 'accepting with a code');
		await field(page, 'Code').fill(authenticator(secret, 1));
		await button(page, 'Accept the invitation').click();
		await page.getByRole('heading', { name: 'Clients' }).waitFor();
		await openView(page, 'Your account');
		await page.getByText('open now').waitFor();
		await looker.look(page, 'two clinics');
		await button(page, 'Open: Clinic Example').click();
		await page.getByRole('heading', { name: 'Sessions' }).waitFor();
		await expectSeen(page.getByRole('link', { name: 'Clinic Example' })).toBeVisible();
	});

	test('PEOPLE2 TEAM8 what opens such an account is not one clinic’s to change, and the page says so', async () => {
		await signInToHill();
		await button(page, `Manage: ${OWNER.name}`).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Make a link' }).click();
		await page.getByText('This person works for another clinic as well.', { exact: false }).waitFor();
		await looker.look(page, 'someone of two clinics');
		expect(looker.faults).toEqual([]);
	});

	/** As Hanna, by a link that her mail brings. */
	async function signInToHill(): Promise<void> {
		await ask('/api/sign-out', {});
		await ask('/api/password/forgotten', { email: HANNA });
		const mail = (await sink.until(3))[2];
		await page.goto('about:blank');
		await page.goto(linkOf(mail?.text));
		await field(page, 'New password').fill(NEW_PASSWORD);
		await button(page, 'Set the password').click();
		await signInAs(page, { email: HANNA, password: NEW_PASSWORD });
		await openView(page, 'People');
	}
});
