/**
 * How quickly the clinic page opens, pans and zooms a 90-minute session of 100,000 samples, on the built page in headless
 * Chromium: `node tools/bench-review.ts [times]`.
 */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import type { SessionAnswer } from '../shared/http-api.ts';
import { packFlow } from '../shared/packed-flow.ts';
import { serveReview } from './bench/bench-server.ts';
import { longSession } from './bench/long-session.ts';
import { framesOf, openedIn, tasksOf, watchReview, watchWork } from './bench/review-clock.ts';
import { launchChromium } from './chromium.ts';
import { figures } from './prove/quantiles.ts';

const MINUTES = 90;
const SAMPLES = 100_000;
const STARTED_AT = Date.UTC(2026, 8, 21, 9);
const SHARES = [0.5, 0.95];
/** A frame that a person sees, ms. */
const FRAME_MS = 32;

function record(): SessionAnswer {
	const events = longSession({ startedAt: STARTED_AT, minutes: MINUTES, samples: SAMPLES, seed: 1 });
	const session = {
		session: 'long'.padEnd(22, '0'),
		startedAt: STARTED_AT,
		endedAt: STARTED_AT + MINUTES * 60_000,
		recording: 'recorded' as const,
		isTest: false,
		client: { id: 'client'.padEnd(22, '0'), name: 'Blue Heron' },
		therapist: 'Owner Example',
		points: [],
		peak: null,
		stops: 0,
	};
	return { session, ...packFlow(events) };
}

async function openPage(browser: Browser, address: string): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
	await watchReview(page);
	await page.goto(address);
	return page;
}

interface Opened {
	/** From the record's last byte to the curve on the screen. */
	readonly ms: number;
	/** Of the page's main thread, from pressing the link. */
	readonly workMs: number;
}

/** By its address in a fresh page, or from the list of a page that stands. */
async function openOnce(browser: Browser, origin: string, session: string, from: 'address' | 'list'): Promise<Opened> {
	const page = await openPage(browser, from === 'address' ? `${origin}/clinic#s=${session}` : `${origin}/clinic`);
	const link = page.getByRole('link', { name: /Blue Heron/ });
	if (from === 'list') await link.waitFor();
	const work = await watchWork(page);
	const before = await work();
	if (from === 'list') await link.click();
	const ms = await openedIn(page);
	const workMs = (await work()) - before;
	await page.close();
	return { ms, workMs };
}

type Move = readonly [what: string, act: (page: Page, x: number, y: number) => Promise<void>];

const MOVES: readonly Move[] = [
	['at rest', (page) => page.waitForTimeout(1_000)],
	['zooming in by wheel', (page) => wheel(page, 60, 0, -60)],
	['panning by wheel', (page) => wheel(page, 60, 40, 0)],
	['zooming out by wheel', (page) => wheel(page, 60, 0, 60)],
	[
		'panning by hand, half the session in view',
		async (page, x, y) => {
			await wheel(page, 6, 0, -60);
			await page.mouse.down();
			for (let i = 0; i < 60; i += 1) await page.mouse.move(x + 5 * i, y);
			for (let i = 60; i > -60; i -= 1) await page.mouse.move(x + 5 * i, y);
			await page.mouse.up();
		},
	],
];

async function wheel(page: Page, times: number, x: number, y: number): Promise<void> {
	for (let i = 0; i < times; i += 1) await page.mouse.wheel(x, y);
}

async function moveThrough(browser: Browser, address: string): Promise<void> {
	const page = await openPage(browser, address);
	await openedIn(page);
	const work = await watchWork(page);
	const box = await page.locator('.detail').boundingBox();
	if (!box) throw new Error('the picture has no place');
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	await page.mouse.move(x, y);
	for (const [what, act] of MOVES) {
		const before = await work();
		const frames = await framesOf(page, () => act(page, x, y));
		const each = ((await work()) - before) / frames.length;
		const longest = Math.max(...(await tasksOf(browser, page, () => act(page, x, y))));
		const slow = frames.filter((ms) => ms > FRAME_MS).length;
		console.log(
			`${what}: ${figures(frames, SHARES)} frames, ${slow} over ${FRAME_MS} ms; ` +
				`own work ${each.toFixed(1)} ms each, at most ${longest.toFixed(1)} ms at once`,
		);
	}
	await page.close();
}

async function run(): Promise<void> {
	const times = Number(process.argv[2] ?? 10);
	const answer = record();
	const served = await serveReview(join(import.meta.dirname, '..', 'dist', 'client'), answer);
	const browser = await launchChromium();
	try {
		const load = loadavg().map((each) => each.toFixed(1));
		console.log(`${SAMPLES} samples, ${MINUTES} min: the record is ${(served.bytes / 1e6).toFixed(1)} MB`);
		console.log(`the machine's load before: ${load.join(', ')}`);
		for (const from of ['address', 'list'] as const) {
			const opened: Opened[] = [];
			for (let i = 0; i < times; i += 1) {
				opened.push(await openOnce(browser, served.origin, answer.session.session, from));
			}
			const ways = opened.map(({ ms }) => ms);
			console.log(`opened by its ${from}, response to painted: ${figures(ways, SHARES)}`);
			const work = opened.map(({ workMs }) => workMs);
			if (from === 'list') console.log(`  the page's own work for it, processor time: ${figures(work, SHARES)}`);
		}
		await moveThrough(browser, `${served.origin}/clinic#s=${answer.session.session}`);
	} finally {
		await browser.close();
		await served.close();
	}
}

await run();
