import type { Browser, Page } from 'playwright';
import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../tools/chromium.ts';
import { OWNER, startSession } from '../harness/journey.ts';
import { createLooker } from '../harness/look.ts';
import { lastSeen, signInAs } from '../harness/people-steps.ts';
import { type RealServer, startRealServer } from '../harness/real-server.ts';

/** What a clinic begins with. */
const TWELVE_HOURS_MS = 12 * 60 * 60_000;

describe('automatic sign-out, on the real server', () => {
	const looker = createLooker();
	let server: RealServer;
	let browser: Browser;

	/** A page whose clock is moved by hand, signed in. */
	const openPage = async (path: string): Promise<Page> => {
		const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
		context.setDefaultTimeout(12_000);
		const page = await context.newPage();
		await page.clock.install();
		await page.goto(`${server.origin}${path}`);
		await signInAs(page, OWNER);
		return page;
	};

	beforeAll(async () => {
		[server, browser] = await Promise.all([startRealServer({ HOST: '127.0.0.1' }), launchChromium()]);
		const setup = { ...OWNER, code: server.setupCode(), clinic: 'Clinic Example', zone: 'UTC' };
		const context = await browser.newContext();
		await context.request.post(`${server.origin}/api/setup`, { data: setup });
		await context.close();
	});
	afterAll(async () => {
		await browser?.close();
		await server?.remove();
	});

	test('ALONE1 PEOPLE10 a page that was left alone says so, stays by an act, and then goes to sign-in', async () => {
		const page = await openPage('/clinic');
		await page.getByRole('heading', { name: 'Sessions' }).waitFor();
		lastSeen(server, TWELVE_HOURS_MS - 55_000);
		await page.clock.fastForward(TWELVE_HOURS_MS - 55_000);
		const dialog = page.getByRole('dialog', { name: 'Are you still there?' });
		await dialog.waitFor();
		await looker.look(page, 'about to sign out');
		await dialog.getByRole('button', { name: 'Stay signed in' }).click();
		await dialog.waitFor({ state: 'hidden' });
		await page.getByRole('heading', { name: 'Sessions' }).waitFor();
		lastSeen(server, TWELVE_HOURS_MS + 1_000);
		await page.clock.fastForward(TWELVE_HOURS_MS);
		await page.getByText('You were signed out, since this page was left alone.').waitFor();
		await looker.look(page, 'signed out');
		expect(looker.faults).toEqual([]);
		await page.context().close();
	});

	test('ALONE3 a live session in view is a sign, and is not signed out when the login is over', async () => {
		const page = await openPage('/therapist');
		await startSession(page, 'Grey Heron');
		const line = page.locator('[data-line="you"]');
		const isSign = (body: string | null) => body?.includes('true') === true;
		const sign = page.waitForRequest((asked) => asked.url().endsWith('/api/logins/own') && isSign(asked.postData()));
		await page.clock.fastForward(61_000);
		await sign;
		lastSeen(server, TWELVE_HOURS_MS * 2);
		const refused = page.waitForResponse((answer) => answer.url().endsWith('/own') && answer.status() === 401);
		await page.clock.fastForward(61_000);
		await refused;
		await page.clock.fastForward(TWELVE_HOURS_MS);
		await expectSeen(line).toHaveAttribute('data-is', 'live', { timeout: 15_000 });
		expect(await page.getByRole('dialog', { name: 'Are you still there?' }).count()).toBe(0);
		await page.context().close();
	});
});
