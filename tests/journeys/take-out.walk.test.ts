import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventKey, type LoggedEvent } from '../../shared/events.ts';
import type { SessionAnswer, SessionListAnswer, SessionRow } from '../../shared/http-api.ts';
import { unpackFlow } from '../../shared/packed-flow.ts';
import { launchChromium } from '../../tools/chromium.ts';
import { type Demo, openDemo } from '../../tools/demo/open-demo.ts';
import { exportedText, SMALL_LOG } from '../harness/exported-session.ts';
import { createLooker } from '../harness/look.ts';
import { configOf } from '../harness/server-config.ts';
import { freshFolder } from '../harness/server-folder.ts';
import { complaintsOf } from '../server/export/fhir-validator.ts';

const PAGES = join(import.meta.dirname, '..', '..', 'dist', 'client');
const looker = createLooker();
let demo: Demo;
let browser: Browser;

beforeAll(async () => {
	const config = configOf({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' });
	demo = await openDemo({ config, mayMove: true, seed: 2, pagesFolder: PAGES });
	browser = await launchChromium();
});
afterAll(async () => {
	await browser?.close();
	await demo?.close();
});

async function signedIn(): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
	await page.addInitScript(() => {
		globalThis.print = () => document.documentElement.setAttribute('data-printed', '');
	});
	await page.goto(`${demo.origin}/clinic`);
	await page.getByLabel('E-mail').fill(demo.email);
	await page.getByLabel('Password', { exact: true }).fill(demo.password);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Sessions' }).waitFor();
	return page;
}

/** Asks the server as the page would. */
const ask = <T>(page: Page, method: string, path: string, body?: object): Promise<T> =>
	page.evaluate(
		async ([how, where, json]) => {
			const headers = { 'content-type': 'application/json' };
			const response = await fetch(where, { method: how, ...(json !== null && { headers, body: json }) });
			return (await response.json()) as never;
		},
		[method, path, body ? JSON.stringify(body) : null] as const,
	);

/** The session of the past in which most happened. */
async function richest(page: Page): Promise<SessionRow> {
	const { sessions } = await ask<SessionListAnswer>(page, 'POST', '/api/sessions/list', {});
	const past = sessions.filter(({ endedAt, client }) => endedAt !== null && client !== null);
	return past.reduce((a, b) => (b.points.length + b.stops > a.points.length + a.stops ? b : a));
}

/** Pages of what a browser would print, by the page objects of its PDF. Printed, the paper is put away. */
async function pagesOnPaper(page: Page, name: string): Promise<number> {
	const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: false });
	await page.locator('article').waitFor({ state: 'detached' });
	const folder = process.env.PICTURES_OF_STATES;
	if (folder) await writeFile(join(folder, `${name}.pdf`), pdf);
	return [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
}

async function printAs(page: Page, name: string): Promise<void> {
	await page.evaluate(() => document.documentElement.removeAttribute('data-printed'));
	await page.getByRole('button', { name: 'Take out' }).click();
	await page.getByRole('button', { name }).click();
	await page.locator(':root[data-printed]').waitFor();
}

test('OUT2 PAPER2 everything is taken out from one menu, by keyboard, and what the demo gives is whole', async () => {
	const page = await signedIn();
	const { session } = await richest(page);
	await page.goto(`${demo.origin}/clinic#s=${session}`);
	await page.getByRole('button', { name: 'Take out' }).focus();
	await page.keyboard.press('Enter');
	await looker.look(page, 'take out');
	const menu = page.getByRole('dialog');
	for (const [name, ending] of [
		['Table (CSV)', 'csv'],
		['Everything (JSON)', 'json'],
		['For other records (FHIR R4)', 'fhir.json'],
	] as const) {
		const arriving = page.waitForEvent('download');
		await menu.getByRole('link', { name }).focus();
		await page.keyboard.press('Enter');
		const file = await arriving;
		expect(file.suggestedFilename()).toBe(`palpate-${session}.${ending}`);
		const text = await readFile(await file.path(), 'utf8');
		if (ending === 'csv') expect(text).toContain(`# session: ${session}`);
		if (ending === 'fhir.json') expect(complaintsOf(JSON.parse(text))).toEqual([]);
		if (ending !== 'json') continue;
		const { events, flow = [] } = await ask<SessionAnswer>(page, 'GET', `/api/sessions/${session}`);
		const byIdentity = (all: readonly LoggedEvent[]) => new Map(all.map((event) => [eventKey(event), event]));
		const taken = JSON.parse(text) as { readonly events: readonly LoggedEvent[] };
		expect(byIdentity(taken.events)).toEqual(byIdentity([...events, ...unpackFlow(flow)]));
	}
	await page.close();
});

test('PAPER1 what is printed for the client and for the chart is one A4 page each', async () => {
	const page = await signedIn();
	const { session, client } = await richest(page);
	await page.goto(`${demo.origin}/clinic#s=${session}`);
	await printAs(page, 'Print for the client');
	expect(await pagesOnPaper(page, 'paper for the client')).toBe(1);
	await printAs(page, 'Print for the client');
	await page.emulateMedia({ media: 'print' });
	await looker.picture(page, 'paper for the client');
	const forClient = (await page.locator('article').innerText()).toLowerCase();
	for (const word of ['what was worked', 'how it felt to you', 'one in ten', 'drink if you are thirsty']) {
		expect([word, forClient.includes(word)]).toEqual([word, true]);
	}
	expect(forClient).not.toMatch(/\barea\b|phase|\bmean\b|toxin|released/);
	expect(await page.getByRole('button', { name: 'Take out' }).isVisible()).toBe(false);
	await page.emulateMedia({ media: null });

	await page.reload();
	await printAs(page, 'Print for the chart');
	expect(await pagesOnPaper(page, 'paper for the chart')).toBe(1);
	await printAs(page, 'Print for the chart');
	await page.emulateMedia({ media: 'print' });
	await looker.picture(page, 'paper for the chart');
	const forChart = await page.locator('article').innerText();
	for (const word of [String(client?.name), session, 'Press', 'Notes', 'STOP']) expect(forChart).toContain(word);
	await page.close();
});

test('PAPER2 IN3 an owner brings a session in, and is told why a file is not taken', async () => {
	const folder = freshFolder();
	const good = join(folder, 'session.json');
	const broken = join(folder, 'broken.json');
	const text = exportedText(SMALL_LOG);
	await writeFile(good, text);
	await writeFile(broken, text.replace('"value":72', '"value":71'));
	const page = await signedIn();
	await page.getByRole('button', { name: 'Bring a session in' }).click();
	const dialog = page.getByRole('dialog');
	const submit = dialog.getByRole('button', { name: 'Bring it in' });
	await submit.click();
	await dialog.getByText('Choose the file first.').waitFor();
	await dialog.getByLabel('The file').setInputFiles(broken);
	await dialog.getByLabel('Client', { exact: true }).fill('Client Newcomer');
	await dialog.getByRole('radio', { name: 'New: Client Newcomer' }).check();
	await submit.click();
	await dialog.getByText(/was changed, so nothing of it was taken/).waitFor();
	await looker.look(page, 'bring in');
	await dialog.getByLabel('The file').setInputFiles(good);
	await submit.click();
	await page.getByRole('heading', { name: 'Client Newcomer' }).waitFor();
	await page.getByText(/^Recorded elsewhere\. Brought in on/).waitFor();
	await looker.picture(page, 'brought in');
	await page.goto(`${demo.origin}/clinic#`);
	await page.getByRole('button', { name: 'Bring a session in' }).click();
	await dialog.getByLabel('The file').setInputFiles(good);
	await dialog.getByLabel('Client', { exact: true }).fill('Newcomer');
	await dialog.getByRole('radio', { name: 'Client Newcomer', exact: true }).check();
	await submit.click();
	await dialog.getByText('This session is here already.').waitFor();
	await page.close();
	expect(looker.faults).toEqual([]);
});
