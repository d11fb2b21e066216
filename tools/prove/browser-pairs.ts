import type { Browser, BrowserContext, Page } from 'playwright';
import { phone as phoneWords } from '../../client/words/en/phone.ts';
import { therapist as deskWords } from '../../client/words/en/therapist.ts';
import {
	choosePoint,
	enterPhase,
	join,
	OWNER,
	readInto,
	type SaidLog,
	setUpClinic,
	slideTo,
	startSession,
	watchSaid,
} from '../../tests/harness/journey.ts';
import { freePort, type RealServer, startRealServer } from '../../tests/harness/real-server.ts';
import { openTcpProxy, type TcpProxy } from '../../tests/harness/tcp-proxy.ts';
import { launchChromium } from '../chromium.ts';
import { openRawPage, type RawPage } from './browser-raw-page.ts';
import { addWitness } from './browser-witness.ts';

/** A name that is this machine's and no secure origin. */
const INSECURE_HOST = 'clinic.test';
const WAIT_MS = 30_000;

/** One session: a desk and a phone, each behind a proxy of its own. */
export interface Pair {
	readonly session: string;
	readonly client: string;
	readonly phoneContext: BrowserContext;
	readonly said: SaidLog;
	/** Either is a fresh one after a closed or crashed page. */
	desk: Page;
	phone: Page;
	readonly phoneLink: TcpProxy;
	readonly deskLink: TcpProxy;
	readonly phoneOrigin: string;
	readonly deskOrigin: string;
}

export interface BrowserWorld {
	readonly server: RealServer;
	readonly browser: Browser;
	readonly deskContext: BrowserContext;
	readonly pairs: readonly Pair[];
	close(): Promise<void>;
}

export interface WorldParts {
	readonly pairs: number;
	readonly random: () => number;
	readonly isInsecure?: boolean;
	/** Runs in each phone's pages before their own scripts. */
	readonly phoneScript?: () => void;
}

/** The texts that are waited for, by a short name. */
const PHONE_TEXTS = {
	'not-delivered': phoneWords.stop['not-delivered'],
	shown: phoneWords.stop.shown,
	answered: phoneWords.stop.answered,
	sees: phoneWords.line.sees,
	here: phoneWords.line.here,
};
const DESK_TEXTS = {
	stop: deskWords.stop.takeHandsOff,
	'no-signal': deskWords.alarms['no-signal'],
	'own-weak': deskWords.line.youAre.weak,
};

/** The real server, one browser, and so many sessions under way in *press*, recorded. */
export async function openBrowserWorld(parts: WorldParts): Promise<BrowserWorld> {
	const ports: number[] = [];
	for (let i = 0; i < 2 * parts.pairs; i += 1) ports.push(await freePort());
	const host = parts.isInsecure ? INSECURE_HOST : 'localhost';
	const origins = ports.flatMap((port) => [`http://localhost:${port}`, `http://${INSECURE_HOST}:${port}`]);
	const [server, browser] = await Promise.all([
		startRealServer({ ORIGINS: origins.join(','), LOG_LEVEL: 'warn' }),
		launchChromium({ args: [`--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`] }),
	]);
	const deskContext = await browser.newContext({ viewport: { width: 1280, height: 860 } });
	deskContext.setDefaultTimeout(WAIT_MS);
	await addWitness(deskContext, DESK_TEXTS, 'main .number');
	await setUpClinic(await deskContext.newPage(), server);
	const pairs: Pair[] = [];
	for (let i = 0; i < parts.pairs; i += 1) {
		const phoneContext = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
		phoneContext.setDefaultTimeout(WAIT_MS);
		await addWitness(phoneContext, PHONE_TEXTS, '.plate .number');
		if (parts.phoneScript) await phoneContext.addInitScript(parts.phoneScript);
		const said = watchSaid(phoneContext);
		const [phoneLink, deskLink] = await Promise.all([
			openTcpProxy(server.port, parts.random, ports[2 * i], () => readInto(said)),
			openTcpProxy(server.port, parts.random, ports[2 * i + 1]),
		]);
		const client = `Client ${i + 1}`;
		const deskOrigin = `http://localhost:${deskLink.port}`;
		const phoneOrigin = `http://${host}:${phoneLink.port}`;
		const [desk, phone] = [await deskContext.newPage(), await phoneContext.newPage()];
		const session = await begin({ desk, phone, deskOrigin, phoneOrigin, client });
		pairs.push({ session, client, phoneContext, said, desk, phone, phoneLink, deskLink, phoneOrigin, deskOrigin });
	}
	return {
		server,
		browser,
		deskContext,
		pairs,
		async close() {
			await browser.close();
			for (const { phoneLink, deskLink } of pairs) {
				phoneLink.close();
				deskLink.close();
			}
			await server.remove();
		},
	};
}

async function begin(parts: {
	readonly desk: Page;
	readonly phone: Page;
	readonly deskOrigin: string;
	readonly phoneOrigin: string;
	readonly client: string;
}): Promise<string> {
	const { desk, phone, deskOrigin, phoneOrigin, client } = parts;
	await desk.goto(`${deskOrigin}/therapist`);
	const form = desk.getByRole('combobox', { name: 'For whom?' });
	const signIn = desk.getByLabel('E-mail');
	await form.or(signIn).waitFor();
	if (await signIn.isVisible()) {
		await signIn.fill(OWNER.email);
		await desk.getByLabel('Password', { exact: true }).fill(OWNER.password);
		await desk.getByRole('button', { name: 'Sign in' }).click();
	}
	const { session, ticket } = await startSession(desk, client);
	await join(phone, desk, phoneOrigin, ticket, 'Recorded');
	await choosePoint(desk, 'infra', 'Right');
	await enterPhase(desk, phone, 'Press');
	await slideTo(phone, 0.5);
	return session;
}

/** A fresh therapist's page in the session, as somebody opens it whose page is gone. */
export async function reopenDesk(world: BrowserWorld, pair: Pair): Promise<void> {
	pair.desk = await world.deskContext.newPage();
	await pair.desk.goto(`${pair.deskOrigin}/therapist`);
	await pair.desk.getByRole('button', { name: `${deskWords.open.resume}: ${pair.client}` }).click();
	await pair.desk.locator('[data-stage="live"]').waitFor();
}

/** A fresh phone page, as somebody opens it whose page is gone. */
export async function reopenPhone(pair: Pair): Promise<void> {
	pair.phone = await pair.phoneContext.newPage();
	await pair.phone.goto(`${pair.phoneOrigin}/join`);
}

/** The page's own process dies at once, saying nothing to anybody. */
export async function crash(world: Pick<BrowserWorld, 'browser'>, page: Page): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	const crashed = page.waitForEvent('crash');
	// It never answers: it is gone.
	devtools.send('Page.crash').catch(() => undefined);
	await crashed;
	if (!world.browser.isConnected()) throw new Error('the whole browser is gone');
}

/** Puts an overridden `visibilityState` back. */
export async function showAgain(page: Page): Promise<void> {
	await page.evaluate(() => {
		Reflect.deleteProperty(document, 'visibilityState');
		document.dispatchEvent(new Event('visibilitychange'));
	});
}

/**
 * The pair's phone as a page of its own, with the same seat, touched once, that can be frozen; the page before is closed.
 */
export async function openPocketPhone(world: BrowserWorld, pair: Pair): Promise<RawPage> {
	const kept = await pair.phone.evaluate(() => localStorage.getItem('palpate.phone'));
	await pair.phone.close();
	const page = await openRawPage(world.browser, pair.said.takePacket);
	await page.goto(`${pair.phoneOrigin}/join`);
	await page.until('document.querySelector("main")');
	await page.evaluate(
		`localStorage.setItem('palpate.phone', ${JSON.stringify(kept)}); setTimeout(() => location.reload(), 0)`,
	);
	await page.until('document.querySelector(".plate .number.hollow")');
	await page.click('[role="presentation"]');
	await page.until(`document.body.textContent.includes(${JSON.stringify(phoneWords.line.sees)})`);
	return page;
}
