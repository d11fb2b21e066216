import type { Browser, BrowserContext, Page } from 'playwright';
import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../tools/chromium.ts';
import { press, setUpByKeys, tabTo } from '../harness/by-keys.ts';
import { hold, OWNER, startSession } from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import {
	authenticator,
	button,
	closeDialog,
	field,
	HOSTILE_NAME,
	hasRun,
	manage,
	openView,
	shownLink,
	signInAs,
} from '../harness/people-steps.ts';
import { type RealServer, startRealServer } from '../harness/real-server.ts';

const TOM = { name: HOSTILE_NAME, email: 'tom@example.org', password: 'eight brisk badgers' };
const NEW_PASSWORD = 'seven slow sparrows';
const ACCESS_ENDED = 'Your access was ended from elsewhere.';

describe('the people of a clinic, on the real server', () => {
	const looker = createLooker();
	const faults: string[] = [];
	let server: RealServer;
	let browser: Browser;
	let owner: Page;
	let tom: Page;
	let contexts = 0;
	let secret = '';
	let recovery: readonly string[] = [];

	const newContext = async (): Promise<BrowserContext> => {
		contexts += 1;
		const context = await browser.newContext({
			viewport: { width: 1280, height: 900 },
			reducedMotion: 'reduce',
			locale: 'en-GB',
			// Each from its own network address: tries to sign in are counted by it.
			extraHTTPHeaders: { 'x-forwarded-for': `192.0.2.${contexts}` },
		});
		context.setDefaultTimeout(12_000);
		return context;
	};
	const newPage = async (context: BrowserContext): Promise<Page> => {
		const page = await context.newPage();
		page.on('pageerror', (error) => faults.push(error.message));
		page.on('console', (message) => {
			// Told to a person: a refusal is an answer.
			if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text());
		});
		return page;
	};

	beforeAll(async () => {
		[server, browser] = await Promise.all([
			startRealServer({ HOST: '127.0.0.1', TRUST_PROXY: 'loopback' }),
			launchChromium(),
		]);
		owner = await newPage(await newContext());
		tom = await newPage(await newContext());
	});
	afterAll(async () => {
		await browser?.close();
		await server?.remove();
	});

	test('TEAM1 PEOPLE1 the owner invites by keyboard alone, and what is no address is refused with a sentence', async () => {
		await setUpByKeys(owner, server);
		await press(owner, owner.getByRole('link', { name: 'People' }));
		await owner.getByText('Nobody else works here yet.').waitFor();
		await looker.look(owner, 'people, alone');
		await press(owner, button(owner, 'Invite someone'));
		const dialog = owner.getByRole('dialog');
		const email = dialog.getByLabel('Their e-mail');
		await tabTo(owner, email);
		await owner.keyboard.type(HOSTILE_NAME);
		await owner.keyboard.press('Enter');
		await dialog.getByText('This does not look like an e-mail address.').waitFor();
		await looker.look(owner, 'inviting');
		await email.press('ControlOrMeta+a');
		await owner.keyboard.type(TOM.email);
		await tabTo(owner, dialog.getByRole('radio', { name: 'Therapist' }));
		await owner.keyboard.press('ArrowDown');
		await owner.keyboard.press('ArrowUp');
		await expectSeen(dialog.getByRole('radio', { name: 'Therapist' })).toBeChecked();
		await press(owner, dialog.getByRole('button', { name: 'Make the link' }));
		await press(owner, dialog.getByRole('button', { name: 'Copy' }));
		await dialog.getByText('Copied.').waitFor();
		expect(await shownLink(owner)).toMatch(/\/clinic#invite=[\w-]{22}$/);
		await dialog.getByRole('img', { name: 'QR code of the link' }).waitFor();
		await looker.look(owner, 'the link');
		await owner.keyboard.press('Escape');
		await owner.getByText('Invited, not here yet').waitFor();
		await looker.look(owner, 'people, one invited');
	});

	test('TEAM1 a withdrawn invitation opens nothing, and the link says so', async () => {
		await button(owner, `New link: ${TOM.email}`).click();
		await tom.goto(await shownLink(owner));
		await tom.getByRole('heading', { name: /invites you/ }).waitFor();
		await owner.keyboard.press('Escape');
		await button(owner, `Withdraw: ${TOM.email}`).click();
		await owner.getByText('Nobody else works here yet.').waitFor();
		await field(tom, 'Your name').fill('Tom');
		await field(tom, 'Password').fill(TOM.password);
		await button(tom, 'Accept the invitation').click();
		await tom.getByText('This link opens nothing.').waitFor();
		await looker.look(tom, 'a link that opens nothing');
	});

	test('TEAM3 TEAM8 the invited accepts in another browser, and the right is gone from the address', async () => {
		await button(owner, 'Invite someone').click();
		await owner.getByRole('dialog').getByLabel('Their e-mail').fill(TOM.email);
		await button(owner, 'Make the link').click();
		const link = await shownLink(owner);
		await tom.goto('about:blank');
		await tom.goto(link);
		await tom.getByRole('heading', { name: 'Clinic Example invites you' }).waitFor();
		expect(tom.url()).toBe(`${server.origin}/clinic`);
		await button(tom, 'Accept the invitation').click();
		expect(await tom.getByText('This is still empty.').count()).toBe(2);
		await looker.look(tom, 'accepting');
		await field(tom, 'Your name').fill(HOSTILE_NAME);
		await field(tom, 'Password').fill(TOM.password);
		await button(tom, 'Accept the invitation').click();
		await tom.getByRole('heading', { name: 'Sessions' }).waitFor();
		await owner.keyboard.press('Escape');
		await owner.reload();
		await owner.getByText(HOSTILE_NAME, { exact: true }).first().waitFor();
		await looker.look(owner, 'people, two');
		expect([await hasRun(owner), await hasRun(tom)]).toEqual([false, false]);
		expect(server.printed()).not.toContain(link.split('=')[1]);
		expect(server.printed()).not.toContain(TOM.email);
	});

	test('TEAM2 the only owner stays one, and the page says why', async () => {
		await manage(owner, OWNER.name);
		await owner.getByText(`${OWNER.name} is the only owner`, { exact: false }).waitFor();
		const dialog = owner.getByRole('dialog');
		await expectSeen(dialog.getByRole('radio', { name: 'Front desk' })).toBeDisabled();
		await expectSeen(dialog.getByRole('button', { name: 'Disable' })).toBeDisabled();
		await looker.look(owner, 'the only owner');
		await closeDialog(owner);
	});

	test('TEAM4 a role is changed, and what the member may see follows', async () => {
		await manage(owner, HOSTILE_NAME);
		await looker.look(owner, 'a member');
		const dialog = owner.getByRole('dialog');
		await dialog.getByRole('radio', { name: 'Front desk' }).check();
		await dialog.getByRole('button', { name: 'Change the role' }).click();
		await dialog.getByText('The role is now: Front desk.').waitFor();
		await tom.reload();
		await tom.getByRole('heading', { name: 'Clients' }).waitFor();
		expect(await tom.getByRole('link', { name: 'Sessions' }).count()).toBe(0);
		await dialog.getByRole('radio', { name: 'Therapist' }).check();
		await dialog.getByRole('button', { name: 'Change the role' }).click();
		await dialog.getByText('The role is now: Therapist.').waitFor();
		await closeDialog(owner);
	});

	test('TEAM5 DOOR8 a second factor is set up, and is asked for at the next sign-in', async () => {
		await tom.goto(`${server.origin}/clinic`);
		await openView(tom, 'Your account');
		await tom.getByText('It is off.').waitFor();
		await looker.look(tom, 'account');
		await button(tom, 'Set it up').click();
		const factor = tom.getByRole('region', { name: 'Second factor' });
		await field(factor, 'Password').fill('not my password');
		await button(tom, 'Go on').click();
		await tom.getByText('That is not your password.').waitFor();
		await field(factor, 'Password').fill(TOM.password);
		await button(tom, 'Go on').click();
		secret = await tom.locator('.secret').innerText();
		await looker.look(tom, 'second factor, scanning');
		await tom.getByLabel('The code that it shows now').fill('nonsense');
		await button(tom, 'Turn it on').click();
		await tom.getByText('That code is not right, or was used already.').waitFor();
		await tom.getByLabel('The code that it shows now').fill(authenticator(secret));
		await button(tom, 'Turn it on').click();
		recovery = (await tom.getByRole('textbox', { name: 'Recovery codes' }).inputValue()).split('\n');
		expect(recovery).toHaveLength(10);
		await looker.look(tom, 'recovery codes');
		await button(tom, 'I have kept them').click();
		await tom.getByText('10 recovery codes are left.').waitFor();
		await field(tom, 'Password until now').fill(HOSTILE_NAME);
		await field(tom, 'New password').fill(HOSTILE_NAME);
		await button(tom, 'Change the password').click();
		await tom.getByText('That is not your password.').waitFor();
		await button(tom, 'Sign out').first().click();
		await signInAs(tom, TOM);
		await field(tom, 'Code').fill('000000');
		await button(tom, 'Sign in').click();
		await tom.getByText('That code is not right, or was used already.').waitFor();
		await looker.look(tom, 'a code is asked for');
		await field(tom, 'Code').fill(authenticator(secret, 1));
		await button(tom, 'Sign in').click();
		await tom.getByRole('heading', { name: 'Sessions' }).waitFor();
	});

	test('TEAM7 one’s own logins are listed by device, and one is ended from there', async () => {
		const other = await newPage(await newContext());
		await other.goto(`${server.origin}/clinic`);
		await signInAs(other, OWNER);
		await openView(other, 'Your account');
		await looker.look(other, 'account, two logins');
		await other.getByRole('button', { name: /^Sign out: Chrome/ }).click();
		await expectSeen(other.getByRole('button', { name: /^Sign out: Chrome/ })).toHaveCount(0);
		await owner.reload();
		await field(owner, 'E-mail').waitFor();
		await signInAs(owner, OWNER);
		await openView(owner, 'People');
		await other.context().close();
	});

	test('TEAM4 PEOPLE3 who is disabled with a session open is told at once, and the line is closed', async () => {
		await tom.goto(`${server.origin}/therapist`);
		const socket = tom.waitForEvent('websocket');
		await startSession(tom, 'Blue Heron');
		const closed = (await socket).waitForEvent('close');
		await tom.locator('[data-line="you"][data-is="live"]').waitFor();
		await manage(owner, HOSTILE_NAME);
		await hold(
			owner,
			owner.getByRole('dialog').getByRole('button', { name: 'Disable' }),
			owner.getByText('Disabled: nothing'),
		);
		await closed;
		await tom.getByText(ACCESS_ENDED, { exact: false }).waitFor();
		await looker.look(tom, 'disabled in a session', ['tablet', 'desktop']);
		await looker.look(owner, 'a disabled member');
		await tom.goto(`${server.origin}/clinic`);
		await field(tom, 'E-mail').waitFor();
		await button(owner, 'Let in again').click();
		await owner.getByText('They can sign in again.').waitFor();
	});

	test('TEAM6 PEOPLE5 a new password by a link; the old one and the link open nothing any more', async () => {
		await owner.getByRole('dialog').getByRole('button', { name: 'Make a link' }).click();
		const link = await shownLink(owner);
		await closeDialog(owner);
		await tom.goto(link);
		await tom.getByRole('heading', { name: 'Choose a new password' }).waitFor();
		expect(tom.url()).toBe(`${server.origin}/clinic`);
		await field(tom, 'New password').fill('short');
		await button(tom, 'Set the password').click();
		await tom.getByText('Make it at least 10 characters long.').waitFor();
		await looker.look(tom, 'a new password');
		await field(tom, 'New password').fill(NEW_PASSWORD);
		await button(tom, 'Set the password').click();
		await tom.getByText('Your new password counts from now on. Sign in with it.').waitFor();
		await signInAs(tom, TOM);
		await tom.getByText('That e-mail and password do not belong together.').waitFor();
		await signInAs(tom, { ...TOM, password: NEW_PASSWORD });
		await button(tom, 'Use a recovery code').click();
		await field(tom, 'Recovery code').fill(String(recovery[0]).toLowerCase());
		await button(tom, 'Sign in').click();
		await tom.getByRole('heading', { name: 'Sessions' }).waitFor();
		await tom.goto('about:blank');
		await tom.goto(link);
		await field(tom, 'New password').fill(NEW_PASSWORD);
		await button(tom, 'Set the password').click();
		await tom.getByText('This link opens nothing.').waitFor();
	});

	test('TEAM8 LOOK1 LOOK2 nothing was found on any of these screens, and nothing went wrong in a browser', () => {
		expect(looker.faults).toEqual([]);
		expect(faults).toEqual([]);
	});
});
