import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packFlow } from '../../../shared/packed-flow.ts';
import { serveReview } from '../../../tools/bench/bench-server.ts';
import { launchChromium } from '../../../tools/chromium.ts';
import { createLooker } from '../../harness/look.ts';
import { logOf, START } from '../../shared/log-builder.ts';
import { HARD } from './hard-log.ts';

const PAGES = join(import.meta.dirname, '..', '..', '..', 'dist', 'client');
const SESSION = {
	session: 'hard'.padEnd(22, '0'),
	startedAt: START,
	endedAt: START + 840_000,
	recording: 'recorded' as const,
	isTest: false,
	client: { id: 'client'.padEnd(22, '0'), name: 'Blue Heron' },
	therapist: 'Ada',
	points: [],
	peak: 82,
	stops: 5,
};

let browser: Browser;
let served: Awaited<ReturnType<typeof serveReview>>;
const looker = createLooker();
const faults: string[] = [];

beforeAll(async () => {
	browser = await launchChromium();
	served = await serveReview(PAGES, { session: SESSION, ...packFlow(logOf(HARD)) });
});
afterAll(async () => {
	await browser.close();
	await served.close();
});

/** The review of the hard session, with the page's time in the test's hand. */
async function open(): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'UTC' });
	page.on('pageerror', (fault) => faults.push(String(fault)));
	page.on(
		'console',
		(message) => message.type() === 'error' && faults.push(`${message.text()} ${message.location().url}`),
	);
	await page.clock.install({ time: START + 3_600_000 });
	await page.goto(`${served.origin}/clinic#s=${SESSION.session}`);
	await page.getByRole('heading', { name: 'The same as a table' }).waitFor();
	await page.getByRole('row', { name: /^STOP/ }).first().waitFor();
	await page.clock.pauseAt(START + 7_200_000);
	return page;
}

/** What looks at a page waits for its frames. */
async function look(page: Page, state: string): Promise<void> {
	await page.clock.resume();
	await looker.look(page, state);
}

const detailOf = (page: Page) => page.getByRole('slider', { name: 'Place in the session' });
const placeOf = async (page: Page) =>
	Number(await page.getByRole('slider', { name: 'Place in the replay' }).inputValue()) / 1_000;
const stopRow = (page: Page, i: number) => page.locator('tr.stop:not(.more)').nth(i);

test('REVIEW2 REVIEW3 it plays from an alarm at 1×, shows the STOP while it stood on the screen, and pauses', async () => {
	const page = await open();
	await stopRow(page, 0).getByRole('button').click();
	expect(await placeOf(page)).toBe(75);
	const shown = page.locator('.readout .alarm.stop');
	expect(await shown.count(), 'pressed and not shown yet').toBe(0);
	await page.getByRole('button', { name: 'Play' }).click();
	await page.clock.runFor(1_000);
	await shown.waitFor();
	await page.clock.runFor(2_000);
	await expect.poll(() => shown.count()).toBe(0);
	await page.getByRole('button', { name: 'Pause' }).click();
	const at = await placeOf(page);
	expect(at).toBeGreaterThanOrEqual(77);
	await page.clock.runFor(3_000);
	expect(await placeOf(page)).toBe(at);
	await stopRow(page, 0).getByRole('button').click();
	await page.getByRole('slider', { name: 'Place in the replay' }).press('ArrowRight');
	await shown.waitFor();
	await look(page, 'a STOP in the replay');
	await page.close();
});

test('REVIEW2 it plays at 16× through the pages of the picture to the end, and begins again', async () => {
	const page = await open();
	await detailOf(page).focus();
	await page.keyboard.press('Home');
	for (let i = 0; i < 6; i += 1) await page.keyboard.press('+');
	await page.keyboard.press('4');
	expect(await page.getByRole('radio', { name: '16×' }).isChecked()).toBe(true);
	await page.keyboard.press('Space');
	await page.clock.runFor(10_000);
	const after = await placeOf(page);
	expect(after).toBeGreaterThan(140);
	const edges = page.getByRole('slider', { name: /of what is in view/ });
	const [from, to] = await edges.evaluateAll((all) => all.map((each) => Number(each.getAttribute('aria-valuenow'))));
	expect([Number(from) <= after + 1, Number(to) >= after - 1]).toEqual([true, true]);
	await page.clock.runFor(60_000);
	await page.getByRole('button', { name: 'Play' }).waitFor();
	expect(await placeOf(page)).toBe(862);
	await page.keyboard.press('Space');
	await page.clock.runFor(100);
	expect(await placeOf(page)).toBeLessThan(10);
	await page.close();
});

test('REVIEW2 who wishes for less motion sees it go from second to second', async () => {
	const page = await open();
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await detailOf(page).focus();
	await page.keyboard.press('Home');
	await page.keyboard.press('Space');
	const cursor = page.locator('.cursor');
	await page.clock.runFor(500);
	const before = await cursor.evaluate((line) => line.style.transform);
	await page.clock.runFor(300);
	expect(await cursor.evaluate((line) => line.style.transform)).toBe(before);
	await page.clock.runFor(700);
	expect(await cursor.evaluate((line) => line.style.transform)).not.toBe(before);
	await page.close();
});

test('REVIEW4 REVIEW6 every alarm stands beside the picture with what followed, and is a way into it', async () => {
	const page = await open();
	const cells = (i: number) => stopRow(page, i).getByRole('cell').allInnerTexts();
	expect((await cells(0)).slice(1)).toEqual(['7.6', 'after 0.4 s', 'answered after 2.1 s', 'after 2.0 s']);
	expect((await cells(1)).slice(1, 4)).toEqual(['5.5', 'after 0.4 s', 'not answered']);
	expect((await cells(2)).slice(2, 4)).toEqual(['never', 'not answered']);
	await page.getByText('2 not answered').waitFor();
	for (const name of [/^Over the edge/, /^No signal/]) {
		await page.getByRole('button', { name }).first().click();
		const [from, to] = await page
			.getByRole('slider', { name: /of what is in view/ })
			.evaluateAll((all) => all.map((each) => Number(each.getAttribute('aria-valuenow'))));
		expect(Number(to) - Number(from)).toBeLessThan(400);
	}
	await look(page, 'no signal in the replay');
	await page.close();
});

test('REVIEW2 REVIEW6 by keyboard alone: from event to event, scrubbing, the speeds, the keys told, the table', async () => {
	const page = await open();
	await detailOf(page).focus();
	await page.keyboard.press('Home');
	const places: number[] = [];
	for (let i = 0; i < 4; i += 1) {
		await page.keyboard.press('PageDown');
		places.push(await placeOf(page));
	}
	expect(places).toEqual([5, 19, 30, 44]);
	await page.keyboard.press('PageUp');
	expect(await placeOf(page)).toBe(places[2]);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	expect(
		await page.evaluate(
			() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('title'),
		),
	).toBe('Next event');
	await page.keyboard.press('Enter');
	expect(await placeOf(page)).toBeCloseTo(places[3] ?? 0, 0);
	await page.keyboard.press('Tab');
	await page.keyboard.press('ArrowRight');
	expect(await placeOf(page)).toBeGreaterThan(places[3] ?? 0);
	await page.keyboard.press('Tab');
	await page.keyboard.press('ArrowRight');
	expect(await page.getByRole('radio', { name: '2×' }).isChecked()).toBe(true);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByText('event before, next event').waitFor();
	await page.getByText('Show the table').focus();
	await page.keyboard.press('Enter');
	await page.getByRole('rowheader', { name: /Note: Holds her breath/ }).waitFor();
	expect(await page.getByRole('rowheader', { name: /^STOP, / }).count()).toBe(6);
	await look(page, 'the table');
	await page.close();
});

test('REVIEW6 on paper stand the picture, the alarms and the notes, and nothing that can only be pressed', async () => {
	const page = await open();
	await page.emulateMedia({ media: 'print' });
	for (const name of ['Play', 'Closer', 'Event before']) {
		expect(await page.getByRole('button', { name }).isVisible()).toBe(false);
	}
	expect(await page.locator('.detail svg').first().isVisible()).toBe(true);
	expect(await stopRow(page, 0).isVisible()).toBe(true);
	expect(await page.getByRole('listitem').filter({ hasText: 'Lighter from here on.' }).isVisible()).toBe(true);
	await page.close();
});

test('REVIEW6 nothing went wrong in the page, and axe found nothing', () => {
	expect(faults).toEqual([]);
	expect(looker.faults).toEqual([]);
});
