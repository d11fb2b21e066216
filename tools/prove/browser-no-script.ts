import type { Browser, BrowserContext, Page, Route as PlaywrightRoute } from 'playwright';
import { expect } from 'playwright/test';
import { fragmentOf, type Route, VIEWS, type ViewName } from '../../client/clinic/route.ts';
import { join, ratingPanel, startSession, stopBar } from '../../tests/harness/journey.ts';
import { type RealServer, startRealServer } from '../../tests/harness/real-server.ts';
import { launchChromium } from '../chromium.ts';
import { HOSTILE_SCRIPTS } from './hostile-scripts.ts';
import { FIELD_TEXT, type FilledClinic, fillClinic } from './no-script-clinic.ts';
import { exchangedIn, openFiles, unguardedFiles } from './no-script-exports.ts';
import type { Finding, Row } from './row.ts';

const SIZES = { small: { every: 25 }, full: { every: 1 } } as const;
const WAIT_MS = 20_000;
/** An image that is not there fails within this, ms. */
const ARM_MS = 50;
const SEARCH = '/api/clients/search';
/** Whatever is typed, the server looks for the marker. */
const FOR_FIELD = { postData: { text: FIELD_TEXT } };
const PAPERS = ['Print for the client', 'Print for the chart', 'Print this page'] as const;

/** What went wrong in any page: a script that ran, a report of the content policy, a question asked. */
interface Tally {
	ran: number;
	reports: number;
	dialogs: number;
	/** Views in which the text stood, as text. */
	shown: number;
	looked: number;
}

/**
 * Row 24. Every field of a clinic holds one marker; on its way into each page it is changed for a hostile text. So each text
 * comes into each field of each view, also those that the server would have cleaned or cut.
 */
export const noScriptRow: Row = {
	row: 24,
	promise: 'no script runs',
	async try(size) {
		const texts = HOSTILE_SCRIPTS.filter((_, i) => i % SIZES[size].every === 0);
		const server = await startRealServer({ LOG_LEVEL: 'warn' });
		const browser = await launchChromium();
		const tally: Tally = { ran: 0, reports: 0, dialogs: 0, shown: 0, looked: 0 };
		try {
			const armed = await countArmed(browser, texts);
			const clinic = await fillClinic(server);
			const places = await openPlaces(browser, server, clinic, tally);
			for (const [i, text] of texts.entries()) await lookEverywhere(places, `${text} shown${i}`, `shown${i}`, tally);
			const unguarded = await unguardedFiles(places.file.context(), server.origin, clinic);
			return [...findingsOf([texts.length, armed], viewsOf(places), tally), none(UNGUARDED, unguarded)];
		} finally {
			await browser.close();
			await server.remove();
		}
	},
};

/** The phone, the desk, its start, the clinic's views, and the papers of each session. */
const viewsOf = ({ views }: Places) =>
	3 + views.length + views.filter(({ is }) => is === 'session').length * PAPERS.length;

/** How many of the texts do run a script where they are taken for markup: without any, nothing would be tried. */
async function countArmed(browser: Browser, texts: readonly string[]): Promise<number> {
	const page = await browser.newPage();
	let armed = 0;
	for (const text of texts) {
		await page.goto('about:blank');
		await page
			.setContent(`<div title="${text}">${text}</div>`, { waitUntil: 'load', timeout: WAIT_MS })
			.catch(() => undefined);
		await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ARM_MS).catch(() => undefined);
		armed += await page.evaluate(() => (window as unknown as { ran?: number }).ran ?? 0).catch(() => 0);
	}
	await page.close();
	return armed;
}

const UNGUARDED = 'files that are not an attachment of an inert type, unsniffed and under the content policy';
const none = (what: string, count: number): Finding => ({ what, asked: '0', seen: `${count}`, holds: count === 0 });

function findingsOf(
	[texts, armed]: readonly [number, number],
	views: number,
	{ ran, reports, dialogs, shown, looked }: Tally,
): readonly Finding[] {
	return [
		{
			what: 'texts that run a script where they are taken for markup',
			asked: 'some',
			seen: `${armed} of ${texts}`,
			holds: armed > 0,
		},
		none(`scripts that ran, ${texts} texts in every field of ${views} views, and in every file`, ran),
		none('reports of the content policy', reports),
		none('questions asked by a script', dialogs),
		{
			what: 'views looked at, and where the text stood as text',
			asked: '',
			seen: `${looked}, ${shown}`,
			holds: shown > 0,
		},
	];
}

interface Places {
	readonly clinic: Page;
	readonly desk: Page;
	/** Where the next session would begin, with what is known of its client. */
	readonly start: Page;
	readonly phone: Page;
	/** Opens the files. */
	readonly file: Page;
	readonly filled: FilledClinic;
	readonly origin: string;
	readonly views: readonly Route[];
	setText(text: string): void;
}

async function openPlaces(browser: Browser, server: RealServer, filled: FilledClinic, tally: Tally): Promise<Places> {
	let text = FIELD_TEXT;
	const open = async (): Promise<BrowserContext> => {
		const context = await browser.newContext({ reducedMotion: 'reduce' });
		context.setDefaultTimeout(WAIT_MS);
		await context.addCookies(filled.cookies.map((cookie) => ({ ...cookie, url: server.origin })));
		await context.addInitScript(countReports);
		const pass = async (route: PlaywrightRoute) => {
			const response = await route.fetch(route.request().url().endsWith(SEARCH) ? FOR_FIELD : {});
			const { 'content-disposition': told, ...headers } = response.headers();
			const body = exchangedIn(headers['content-type'] ?? '', await response.text(), text);
			const isOpened = route.request().isNavigationRequest();
			await route.fulfill({ response, body, ...(isOpened && told && { headers }) });
		};
		// A page that is loaded anew leaves answers behind.
		await context.route('**/api/**', (route) => pass(route).catch(() => undefined));
		await context.routeWebSocket(/\/live\//, (line) => {
			const up = line.connectToServer();
			line.onMessage((message) => up.send(message));
			up.onMessage((message) => line.send(exchangedIn('', String(message), text)));
		});
		context.on('page', (page) =>
			page.on('dialog', (dialog) => {
				tally.dialogs += 1;
				void dialog.dismiss();
			}),
		);
		return context;
	};
	const [staff, client] = [await open(), await open()];
	const [clinic, desk, start, file] = [
		await staff.newPage(),
		await staff.newPage(),
		await staff.newPage(),
		await staff.newPage(),
	];
	const phone = await client.newPage();
	await desk.goto(`${server.origin}/therapist`);
	const { ticket } = await startSession(desk, FIELD_TEXT);
	await join(phone, desk, server.origin, ticket, 'Recorded');
	const dialog = desk.getByRole('dialog');
	await dialog.getByRole('combobox').fill(FIELD_TEXT);
	await dialog.getByText('Right', { exact: true }).click();
	await dialog.getByRole('button', { name: 'Take this point' }).click();
	await clinic.goto(`${server.origin}/clinic`);
	await start.goto(`${server.origin}/therapist`);
	const names = Object.keys(VIEWS) as ViewName[];
	const views: Route[] = [
		...names.map((is) => ({ is })),
		{ is: 'session', session: filled.session },
		{ is: 'session', session: filled.imported },
		{ is: 'client', client: filled.client },
	];
	return {
		clinic,
		desk,
		start,
		phone,
		file,
		filled,
		origin: server.origin,
		views,
		setText: (next) => {
			text = next;
		},
	};
}

/** Runs in the page before its own scripts. What would be printed stays on the screen. */
function countReports(): void {
	const counted = window as unknown as { reports: number };
	counted.reports = 0;
	window.print = () => undefined;
	addEventListener('securitypolicyviolation', () => {
		counted.reports += 1;
	});
}

async function lookEverywhere(places: Places, text: string, sign: string, tally: Tally): Promise<void> {
	const { clinic, desk, start, phone } = places;
	places.setText(text);
	await Promise.all([clinic.reload(), desk.reload(), phone.reload()]);
	await Promise.all([expect(ratingPanel(desk)).toBeVisible(), expect(stopBar(phone)).toBeVisible()]);
	for (const page of [desk, phone]) await count(page, sign, tally);
	await lookAtStart(start, [text, sign], () => count(start, sign, tally));
	for (const view of places.views) {
		await clinic.evaluate((hash) => {
			location.hash = hash;
		}, fragmentOf(view));
		await clinic.locator('main#content').waitFor();
		await clinic.waitForLoadState('networkidle');
		await count(clinic, sign, tally);
		if (view.is === 'session') await lookAtPapers(clinic, () => count(clinic, sign, tally));
	}
	await openFiles(places.file, places.origin, places.filled, (page) => count(page, sign, tally));
}

async function lookAtStart(
	page: Page,
	[text, sign]: readonly [string, string],
	look: () => Promise<void>,
): Promise<void> {
	await page.reload();
	await page.getByRole('combobox', { name: 'For whom?' }).fill(sign);
	await page.getByRole('option').filter({ hasText: text }).first().click();
	await page.getByRole('region', { name: 'Hand-over' }).waitFor();
	await look();
}

/** What is printed of a session: for the client, for the chart, and the page. */
async function lookAtPapers(page: Page, look: () => Promise<void>): Promise<void> {
	for (const name of PAPERS) {
		await page.getByRole('button', { name: 'Take out' }).click();
		await page.getByRole('dialog').getByRole('button', { name }).click();
		await look();
		await page.evaluate(() => dispatchEvent(new Event('afterprint')));
	}
}

async function count(page: Page, sign: string, tally: Tally): Promise<void> {
	const seen = await page.evaluate((wanted) => {
		const { ran, reports } = window as unknown as { ran?: number; reports: number };
		const values = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
		return { ran: ran ?? 0, reports, isShown: [document.body.textContent, ...values].join(' ').includes(wanted) };
	}, sign);
	tally.ran += seen.ran;
	tally.reports += seen.reports;
	tally.shown += Number(seen.isShown);
	tally.looked += 1;
}
