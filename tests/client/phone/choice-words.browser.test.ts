import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../tools/chromium.ts';
import { openPhone, type PhoneDriver, type PhoneOptions } from './harness/phone-driver.ts';
import { type ServedHarness, serveHarness } from './harness/serve-harness.ts';

/** As long as the server takes them. */
const MOST = 4_000;
const LONG = 'We keep how it felt for three years, and you may have it deleted at any time. '.repeat(60).slice(0, MOST);

let browser: Browser;
let served: ServedHarness;
let phone: PhoneDriver;

beforeAll(async () => {
	served = await serveHarness(() => {
		const id = 'A'.repeat(22);
		return { status: 200, body: { session: id, token: id, words: 'amber harbour' } };
	});
	browser = await launchChromium();
});
afterAll(async () => {
	await browser?.close();
	await served?.close();
});
afterEach(async () => {
	expect(phone.troubles).toEqual([]);
	await phone.close();
});

/** Before the choice, with these words of the clinic's for recording. */
async function openChoice(words: string, options: PhoneOptions = {}) {
	phone = await openPhone(browser, served.origin, options);
	const { page } = phone;
	await page.getByLabel('Code').fill('7k3m9x2p');
	await page.getByRole('button', { name: 'Join' }).click();
	await page.getByText('amber harbour').waitFor();
	await page.evaluate((own) => window.harness.server?.admit({ recording: { version: 7, words: own } }), words);
	const reading = page.getByRole('region', { name: 'Shall this session be kept?' });
	await reading.waitFor();
	return { ...phone, reading };
}

test.each([
	['dark', { theme: 'dark' }, '16px'],
	['light', { theme: 'light' }, '16px'],
	['200 % text', {}, '32px'],
	['right to left', { query: 'rtl=1' }, '16px'],
	['a small phone', { size: { width: 320, height: 568 } }, '16px'],
	['a phone on its side', { size: { width: 740, height: 360 } }, '16px'],
] as const)(
	'CONSENT5 PHONE18 PHONE19 %s: the longest words scroll by themselves, and STOP is the lower quarter',
	async (_name, options, text) => {
		const { page, reading, expectNoViolations, expectStopUncovered } = await openChoice(LONG, options);
		await page.evaluate((fontSize) => {
			document.documentElement.style.fontSize = fontSize;
		}, text);
		await expectStopUncovered('choice');
		expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
		const room = await reading.evaluate(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight] as const);
		expect(room[0]).toBeGreaterThan(room[1]);
		await reading.focus();
		await page.keyboard.press('End');
		await expect.poll(() => reading.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);
		await expectNoViolations('choice');
	},
);

test('CONSENT5 CONSENT6 short words are read whole, and the choice carries their version', async () => {
	const { page, reading, told } = await openChoice('We keep it for three years.\nAsk us at any time.');
	expect(await reading.textContent()).toBe('We keep it for three years.\nAsk us at any time.');
	expect(await reading.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
	expect(await page.getByText('The clinic keeps how it felt').count()).toBe(0);
	await page.getByRole('button', { name: 'Recorded' }).click();
	await page.getByRole('button', { name: 'This is right' }).waitFor();
	expect((await told('consent')).map(({ body }) => body)).toEqual([
		{ kind: 'consent', choice: 'recorded', words: { version: 7 } },
	]);
});
