import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Browser, Page, Route } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SessionRow } from '../../../shared/http-api.ts';
import { launchChromium } from '../../../tools/chromium.ts';
import { createLooker } from '../../harness/look.ts';
import { type Line, logOf, phase, practiced, rates, START, said, started } from '../../shared/log-builder.ts';

const OUT = join(import.meta.dirname, '..', '..', '..', 'dist', 'client');
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:";
const HOSTILE = '<img src=x onerror="globalThis.ran=1">';
const id = (name: string) => name.padEnd(22, '0');

const stops = [said('client', 4)];
const LINES: readonly Line[] = [
	started,
	{ s: 5, body: { kind: 'consent', choice: 'recorded' } },
	{ s: 6, body: { kind: 'band', low: 40, high: 60, edge: 70 } },
	...practiced(rates([10, 20], [12, 40])),
	{ s: 20, body: { kind: 'point', point: 1, muscle: HOSTILE, side: 'right' } },
	phase(20, 'press'),
	...rates([20, 50], [24, 80], [28, 75], [32, 45], [36, 40], [60, 40], [64, 30]),
	{ s: 26, body: { kind: 'cue', cue: 'ease' } },
	{ s: 30, body: { kind: 'stop' } },
	{ s: 30.5, body: { kind: 'shown', stops } },
	{ s: 32, body: { kind: 'answered', stops } },
	{ s: 40, body: { kind: 'note', text: HOSTILE } },
	{ s: 66, body: { kind: 'ended' } },
];
const row = (session: string, change: Partial<SessionRow> = {}): SessionRow => ({
	session: id(session),
	startedAt: START,
	endedAt: START + 66_000,
	recording: 'recorded',
	isTest: false,
	client: { id: id('client'), name: 'Blue Heron' },
	therapist: 'Ada',
	points: ['right infraspinatus'],
	peak: 80,
	stops: 1,
	...change,
});

let browser: Browser;
const looker = createLooker();
const asked: { readonly method: string; readonly path: string; readonly body: string }[] = [];
const faults: string[] = [];
let isSignedIn = true;
let isSetUp = true;
let rows: readonly SessionRow[] = [];

function answerOf(method: string, path: string): { readonly status: number; readonly json: object } {
	const ok = (json: object) => ({ status: 200, json });
	if (path === '/api/setup' && method === 'GET') return ok({ isNeeded: !isSetUp });
	if (path === '/api/setup' || path === '/api/sign-in') isSignedIn = isSetUp = true;
	if (path === '/api/sign-out') isSignedIn = false;
	if (path !== '/api/me' && path !== '/api/sessions/list' && !path.startsWith('/api/sessions/'))
		return ok({ clients: [] });
	if (!isSignedIn) return { status: 401, json: { error: 'signed_out' } };
	if (path === '/api/me') {
		const member = { id: id('member'), name: 'Ada', role: 'owner' };
		return ok({ member, clinic: { id: id('clinic'), name: 'Harbour Clinic', zone: 'Pacific/Auckland' } });
	}
	if (path === '/api/sessions/list') return ok({ sessions: rows, cursor: null });
	const found = rows.find(({ session }) => path.includes(session));
	if (!found) return { status: 404, json: { error: 'not_found' } };
	if (method === 'POST') return ok({ session: { ...found, client: { id: id('new'), name: 'Grey Heron' } } });
	return ok({ session: found, events: logOf(LINES) });
}

function answer(route: Route): Promise<void> {
	const request = route.request();
	const { pathname } = new URL(request.url());
	if (pathname.startsWith('/api/')) {
		asked.push({ method: request.method(), path: request.url(), body: request.postData() ?? '' });
		return route.fulfill(answerOf(request.method(), pathname));
	}
	const file = pathname === '/clinic' ? 'clinic.html' : pathname.slice(1);
	if (!/^(clinic\.html|assets\/[\w.-]+)$/.test(file)) return route.fulfill({ status: 404, body: '' });
	const contentType = TYPES[extname(file)] ?? 'text/plain';
	return route.fulfill({
		contentType,
		headers: { 'content-security-policy': CSP },
		body: readFileSync(join(OUT, file)),
	});
}

async function open(fragment = ''): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'UTC' });
	page.on('pageerror', (fault) => faults.push(String(fault)));
	page.on('console', (message) => {
		if (message.type() === 'error' && !message.text().includes('status of 401')) faults.push(message.text());
	});
	await page.route('**/*', answer);
	await page.goto(`http://clinic.test/clinic${fragment}`);
	return page;
}

const inView = async (page: Page): Promise<number> => {
	const edges = page.getByRole('slider', { name: /of what is in view/ });
	const [from = '0', to = '0'] = await edges.evaluateAll((all) =>
		all.map((each) => each.getAttribute('aria-valuenow') ?? ''),
	);
	return Number(to) - Number(from);
};

const startOfView = async (page: Page): Promise<number> =>
	Number(await page.getByRole('slider', { name: 'Beginning of what is in view' }).getAttribute('aria-valuenow'));

beforeAll(async () => {
	browser = await launchChromium();
});
afterAll(() => browser.close());

describe('the clinic page', () => {
	test('CLINIC11 the first visitor sets the clinic up, by keyboard alone', async () => {
		isSignedIn = isSetUp = false;
		const page = await open();
		await page.getByLabel('Set-up code').focus();
		await page.keyboard.press('Enter');
		expect(await page.getByText('This is still empty.').count()).toBe(5);
		expect(await page.getByLabel('Time zone').inputValue()).toBe('UTC');
		await looker.look(page, 'set-up');
		for (const text of ['K7Q29XMD', 'Harbour Clinic', null, 'Ada', 'ada@harbour.example', 'a long password']) {
			if (text !== null) await page.keyboard.type(text);
			await page.keyboard.press('Tab');
		}
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Sessions' }).waitFor();
		const sent = asked.find(({ method, path }) => method === 'POST' && path.endsWith('/api/setup'));
		expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({ zone: 'UTC', password: 'a long password' });
		await page.getByText('No session yet.').waitFor();
		await looker.look(page, 'no session yet');
		expect(asked.filter(({ path }) => path.endsWith('/list')).length, 'asked once').toBe(1);
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.getByLabel('Password', { exact: true }).waitFor();
		await looker.look(page, 'sign in');
		await page.close();
	});

	test('CLINIC11 the diary shows the clinic’s time, finds by POST, and says when nothing is found', async () => {
		isSignedIn = true;
		rows = [row('a', { endedAt: null }), row('b'), row('c', { recording: 'live-only', client: null })];
		const page = await open();
		const clock = new Intl.DateTimeFormat('en-GB', {
			hour: '2-digit',
			minute: '2-digit',
			timeZone: 'Pacific/Auckland',
		});
		await page.getByText(clock.format(START)).first().waitFor();
		expect(await page.getByText('Under way').count()).toBe(1);
		expect(await page.getByRole('link', { name: /Blue Heron/ }).count()).toBe(2);
		await looker.look(page, 'diary');
		rows = [];
		await page.getByRole('searchbox').fill('heron');
		await page.getByText('Nothing found for “heron”.').waitFor();
		await looker.look(page, 'nothing found');
		expect(asked.every(({ path }) => !path.includes('heron'))).toBe(true);
		await page.close();
	});

	test.each([
		['a list', '#clients'],
		['a session', `#s=${id('b')}`],
	])('CLINIC15 coming to the diary from %s reads it again', async (_name, fragment) => {
		isSignedIn = true;
		rows = [row('b')];
		const page = await open();
		await page.getByRole('link', { name: /Blue Heron/ }).waitFor();
		await page.evaluate((to) => void location.assign(to), fragment);
		await page
			.getByRole('searchbox')
			.or(page.getByRole('heading', { name: 'Blue Heron' }))
			.first()
			.waitFor();
		await page.getByRole('link', { name: /Blue Heron/ }).waitFor({ state: 'detached' });
		rows = [row('d', { client: { id: id('other'), name: 'Red Kite' } }), ...rows];
		await page.evaluate(() => void location.assign('#'));
		await page.getByRole('link', { name: /Red Kite/ }).waitFor();
		await page.close();
	});

	test('CLINIC12 one session’s timeline is walked, zoomed and moved by keyboard, wheel, hand and buttons', async () => {
		rows = [row('b')];
		const page = await open(`#s=${id('b')}`);
		const detail = page.getByRole('slider', { name: 'Place in the session' });
		await detail.focus();
		await page.keyboard.press('Home');
		await page.keyboard.press('PageDown');
		await expect.poll(() => detail.getAttribute('aria-valuetext')).toContain('0:05');
		await page.keyboard.press('End');
		await expect.poll(() => detail.getAttribute('aria-valuetext')).toContain('nothing known');
		const whole = await inView(page);
		await page.keyboard.press('+');
		await expect.poll(() => inView(page)).toBeLessThan(whole);
		const closer = await inView(page);
		const box = await detail.boundingBox();
		if (!box) throw new Error('the picture has no place');
		await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		await page.mouse.wheel(0, -200);
		await expect.poll(() => inView(page)).toBeLessThan(closer);
		const before = await startOfView(page);
		await page.mouse.down();
		await page.mouse.move(box.x + box.width / 2 - 200, box.y + box.height / 2, { steps: 4 });
		await page.mouse.up();
		await expect.poll(() => startOfView(page)).toBeGreaterThan(before);
		await page.getByRole('button', { name: 'Whole session' }).click();
		await expect.poll(() => inView(page)).toBe(whole);
		await page.getByRole('button', { name: /^STOP/ }).click();
		await expect.poll(() => inView(page)).toBeLessThan(whole);
		await page.getByText('Show the table').click();
		await page.getByRole('cell', { name: 'session' }).first().waitFor();
		await looker.look(page, 'timeline');
		await page.getByRole('button', { name: 'Take out' }).click();
		expect(await page.getByRole('link', { name: /CSV/ }).getAttribute('href')).toBe(`/api/sessions/${id('b')}/csv`);
		await page.getByRole('button', { name: 'Close', exact: true }).click();
		await page.emulateMedia({ media: 'print' });
		expect(await page.getByRole('button', { name: 'Take out' }).isVisible()).toBe(false);
		expect(await page.getByRole('heading', { name: 'Blue Heron' }).isVisible()).toBe(true);
		await page.close();
	});

	test('CLINIC13 a wrong client is corrected and a test session deleted, each only when confirmed', async () => {
		rows = [row('t', { isTest: true })];
		const page = await open(`#s=${id('t')}`);
		await page.getByRole('button', { name: 'Correct the client' }).click();
		await page.getByLabel('Client', { exact: true }).fill('Grey Heron');
		await page.getByRole('radio', { name: 'New: Grey Heron' }).check();
		await looker.look(page, 'correct');
		await page.getByRole('button', { name: 'Move it there' }).click();
		await page.getByRole('heading', { name: 'Grey Heron' }).waitFor();
		await page.getByRole('button', { name: 'Delete this test session' }).click();
		await looker.look(page, 'delete');
		await page.getByRole('button', { name: 'Keep it' }).click();
		expect(asked.some(({ method }) => method === 'DELETE')).toBe(false);
		await page.getByRole('button', { name: 'Delete this test session' }).click();
		await page.getByRole('button', { name: 'Delete it' }).click();
		await page.getByRole('heading', { name: 'Sessions' }).waitFor();
		expect(asked.some(({ method }) => method === 'DELETE')).toBe(true);
		await page.close();
	});

	test('CLINIC13 a session that is not there says so and offers the way back', async () => {
		rows = [];
		const page = await open(`#s=${id('gone')}`);
		await page.getByText('This session can’t be shown.').waitFor();
		await looker.look(page, 'not possible');
		await page.getByRole('link', { name: 'All sessions' }).click();
		await page.getByText('No session yet.').waitFor();
		await page.close();
	});

	test('CLINIC14 no script of anyone ran, nothing was kept from loading, and axe found nothing in any state', () => {
		expect(faults.filter((fault) => !fault.includes('status of 404'))).toEqual([]);
		expect(looker.faults).toEqual([]);
	});
});
