import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright';
import { launchChromium } from '../../tools/chromium.ts';
import { readInto, type SaidLog, watchSaid } from './journey.ts';
import { SIZES } from './look.ts';
import { freePort, type RealServer, startRealServer } from './real-server.ts';
import { openTcpProxy } from './tcp-proxy.ts';

/** A name that is this machine's and no secure origin: what a phone on a clinic's network has over plain http. */
const INSECURE_HOST = 'clinic.test';

export interface RoomOptions {
	/** Under which kind of address the phone opens the page. */
	readonly phoneOrigin: 'secure' | 'insecure';
}

/** A treatment room: the real server, a desk and a phone in one real browser. */
export interface Room {
	readonly server: RealServer;
	readonly browser: Browser;
	readonly deskContext: BrowserContext;
	readonly phoneContext: BrowserContext;
	readonly desk: Page;
	readonly phone: Page;
	/** The origin the phone comes by. */
	readonly phoneOrigin: string;
	/** All events that the phone put on its wires. */
	readonly said: SaidLog;
	/** What went wrong in the pages and was not caught, or was written to the console. */
	readonly faults: readonly string[];
	close(): Promise<void>;
}

const PHONE: BrowserContextOptions = { viewport: SIZES.phone, hasTouch: true, reducedMotion: 'reduce' };
const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' };
const WAIT_MS = 12_000;

export async function openRoom({ phoneOrigin }: RoomOptions): Promise<Room> {
	const phonePort = await freePort();
	const origin = `http://${phoneOrigin === 'insecure' ? INSECURE_HOST : 'localhost'}:${phonePort}`;
	const [server, browser] = await Promise.all([
		startRealServer({ ORIGINS: origin }),
		launchChromium({ args: [`--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`] }),
	]);
	const faults: string[] = [];
	const watch = (page: Page, name: string) => {
		page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
		page.on('console', (message) => message.type() === 'error' && faults.push(`${name}: ${message.text()}`));
	};
	const open = async (options: BrowserContextOptions) => {
		const context = await browser.newContext(options);
		context.setDefaultTimeout(WAIT_MS);
		return context;
	};
	const [deskContext, phoneContext] = [await open(DESK), await open(PHONE)];
	const said = watchSaid(phoneContext);
	const phoneLink = await openTcpProxy(server.port, Math.random, phonePort, () => readInto(said));
	const [desk, phone] = [await deskContext.newPage(), await phoneContext.newPage()];
	watch(desk, 'desk');
	watch(phone, 'phone');
	return {
		server,
		browser,
		deskContext,
		phoneContext,
		desk,
		phone,
		phoneOrigin: origin,
		said,
		faults,
		async close() {
			await browser.close();
			phoneLink.close();
			await server.remove();
		},
	};
}
