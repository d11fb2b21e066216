import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Browser, Page, Route } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClientAnswer } from '../../../shared/clients-api.ts';
import type { SessionRow } from '../../../shared/http-api.ts';
import { insightOf } from '../../../shared/insight.ts';
import { launchChromium } from '../../../tools/chromium.ts';
import { createLooker } from '../../harness/look.ts';
import { narrowFaults } from '../../harness/look-narrow.ts';
import { logOf } from '../../shared/log-builder.ts';
import { logOfVisit, manyDigests, SESSIONS, VISITS } from './course-fixture.ts';

const OUT = join(import.meta.dirname, '..', '..', '..', 'dist', 'client');
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:";
const id = (name: string) => name.padEnd(22, '0');
const CLIENT = `#c=${id('client')}`;

const insight = insightOf([
	...manyDigests('infraspinatus', 12, 84),
	...manyDigests('piriformis', 7, 92),
	...manyDigests('upper_trapezius', 6, 72),
	...manyDigests('masseter', 3, 70),
	...manyDigests('Blue Heron’s old scar', 5, 78),
]);
const named = {
	therapists: [
		{ name: 'Ada Owner', ...insight },
		{ name: 'Tom', ...insightOf(manyDigests('soleus', 3, 80)) },
	],
	uncounted: 0,
};
const lastRow: SessionRow = {
	session: SESSIONS.at(-1)?.session ?? '',
	startedAt: SESSIONS.at(-1)?.startedAt ?? 0,
	endedAt: (SESSIONS.at(-1)?.startedAt ?? 0) + 230_000,
	recording: 'recorded',
	isTest: false,
	client: { id: id('client'), name: 'Blue Heron' },
	therapist: 'Ada',
	points: ['right infraspinatus'],
	peak: 64,
	stops: 0,
};
const lastEvents = () => logOf(logOfVisit(VISITS.at(-1) ?? []));

let browser: Browser;
const looker = createLooker();
const faults: string[] = [];
const asked: string[] = [];
/** What the server gives for a path; `null` for no answer at all. */
let given: Record<string, { readonly status: number; readonly json: object } | null> = {};
const ok = (json: object) => ({ status: 200, json });

const COURSE = `/api/clients/${id('client')}/course`;
const client: ClientAnswer = {
	client: {
		...{ id: id('client'), name: 'Blue Heron', isPseudonym: true, birthYear: null, reason: null, therapist: null },
		...{ createdAt: 0, anonymisedAt: null, hold: null },
	},
	...{ cautions: [], today: { day: '2026-11-10', masking: [] }, maskedDays: [], plan: null, lastBand: null },
	...{ consents: [], traces: [], merged: [], sessions: [], cursor: null },
};

function giveAll() {
	given = {
		[`/api/clients/${id('client')}`]: ok(client),
		[COURSE]: ok({ sessions: SESSIONS, earlier: 2 }),
		[`/api/sessions/${lastRow.session}`]: ok({ session: lastRow, events: lastEvents(), masking: [] }),
		[`/api/sessions/${lastRow.session}/against`]: ok({ sessions: SESSIONS.slice(-2) }),
		'/api/insight': ok({ ...insight, uncounted: 0 }),
		'/api/insight/named': ok(named),
	};
}

function answer(route: Route): Promise<void> {
	const { pathname } = new URL(route.request().url());
	if (pathname.startsWith('/api/')) {
		asked.push(pathname);
		const me = { id: id('member'), name: 'Ada', role: 'owner' };
		if (pathname === '/api/setup') return route.fulfill({ json: { isNeeded: false } });
		if (pathname === '/api/me')
			return route.fulfill({
				json: { member: me, clinic: { id: id('clinic'), name: 'Harbour Clinic', zone: 'Europe/Berlin' } },
			});
		if (pathname === '/api/sessions/list') return route.fulfill({ json: { sessions: [], cursor: null } });
		const found = given[pathname];
		if (found === null) return route.abort();
		return route.fulfill(found ?? { status: 404, json: { error: 'not_found' } });
	}
	const file = pathname === '/clinic' ? 'clinic.html' : pathname.slice(1);
	if (!/^(clinic\.html|assets\/[\w.-]+)$/.test(file)) return route.fulfill({ status: 404, body: '' });
	const headers = { 'content-security-policy': CSP };
	return route.fulfill({
		contentType: TYPES[extname(file)] ?? 'text/plain',
		headers,
		body: readFileSync(join(OUT, file)),
	});
}

async function open(fragment: string): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'UTC' });
	page.on('pageerror', (fault) => faults.push(String(fault)));
	page.on('console', (message) => {
		const isExpected = /status of 40[134]|ERR_FAILED/.test(message.text());
		if (message.type() === 'error' && !isExpected) faults.push(message.text());
	});
	await page.route('**/*', answer);
	await page.goto(`http://clinic.test/clinic${fragment}`);
	return page;
}

beforeAll(async () => {
	browser = await launchChromium();
});
afterAll(() => browser.close());

describe('a course of treatment', () => {
	test('COURSE6 BODY4 places stand side by side over the visits, with figures, words and a table', async () => {
		giveAll();
		const page = await open(CLIENT);
		const place = page.getByRole('region', { name: /^Right infraspinatus/ });
		await place.waitFor();
		await place.getByText('Highest in press: 8.8 at first, 5.8 last. 3.0 lower.').waitFor();
		const visits = place.getByRole('listitem');
		expect(await visits.count()).toBe(5);
		expect(await place.getByRole('img').count(), 'a picture for each visit and three trends').toBe(8);
		await place.getByRole('img', { name: /^12 October 2026: highest 8.8, fall of 2 after \d+ s/ }).waitFor();
		const small = page.getByRole('region', { name: /^Right levator scapulae/ });
		await small.getByText('Highest in press: 7.4 at first, 6.4 last. Not enough to say.').waitFor();
		await page.getByText('may be masked: painkiller').first().waitFor();
		const course = page.getByRole('region', { name: 'Course of treatment' });
		await course.getByText('The same as a table').click();
		expect(await course.getByRole('row').count()).toBe(1 + 5 + 4 + 2 + 1);
		const front = page.getByRole('img', { name: /^Front: .*Left pectorals/ });
		await front.waitFor();
		await page.getByRole('img', { name: /^Back: .*1 Right infraspinatus/ }).waitFor();
		await page.getByText('right front of shoulder (3), right front of upper arm (1)').waitFor();
		await page.getByText('stop and seek medical advice').waitFor();
		await looker.look(page, 'course');
		await page.close();
	});

	test('BODY4 by keyboard one visit is looked at alone, the numbers of the places staying as they were', async () => {
		const page = await open(CLIENT);
		const all = page.getByRole('radio', { name: 'All visits' });
		await all.focus();
		await page.keyboard.press('ArrowRight');
		expect(await page.getByRole('radio', { name: '9 November 2026' }).isChecked()).toBe(true);
		const body = page.getByRole('region', { name: 'Where it was worked and felt' });
		expect(await body.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
			'Right infraspinatus',
			'Right levator scapulae',
			'Left upper trapezius',
		]);
		await body.getByText('No place was noted where it is felt.').waitFor();
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		await body.getByText('left chest, left front of upper arm').waitFor();
		await looker.look(page, 'body of one visit', ['desktop', 'tablet']);
		await page.close();
	});

	test('COURSE6 without a session, and without an answer, it says what to do next', async () => {
		giveAll();
		given[COURSE] = ok({ sessions: [], earlier: 0 });
		const empty = await open(CLIENT);
		await empty.getByText('Nothing to compare yet.').waitFor();
		await looker.look(empty, 'course empty', ['tablet']);
		await empty.close();
		given[COURSE] = null;
		const none = await open(CLIENT);
		await none.getByText('The visits can’t be compared right now.').waitFor();
		await looker.look(none, 'course not possible', ['tablet']);
		giveAll();
		await none.getByRole('region', { name: 'Course of treatment' }).getByRole('button', { name: 'Try again' }).click();
		await none.getByRole('region', { name: /^Right infraspinatus/ }).waitFor();
		await none.close();
	});

	test('COURSE6 CLINIC16 a session stands against the last one: the places of both, and figures beside each other', async () => {
		giveAll();
		const page = await open(`#s=${lastRow.session}`);
		const against = page.getByRole('region', { name: 'Against the last visit' });
		await against.getByRole('heading', { name: 'Right infraspinatus' }).waitFor();
		expect(await against.getByRole('heading', { level: 3 }).count(), 'the trapezius was in one of them').toBe(2);
		expect(
			await against
				.getByRole('row', { name: /^Highest/ })
				.first()
				.innerText(),
		).toMatch(/6\.6\s+5\.8/);
		await looker.look(page, 'against the last visit');
		expect(await narrowFaults(page)).toEqual([]);
		given[`/api/sessions/${lastRow.session}/against`] = ok({ sessions: SESSIONS.slice(-1) });
		await page.reload();
		await page.getByText('This is the first recorded visit').waitFor();
		await page.close();
	});
});

describe('insight', () => {
	test('INSIGHT4 CLINIC16 each muscle stands with its count; too few sessions are not enough to say', async () => {
		giveAll();
		const page = await open('#insight');
		const row = page.getByRole('row', { name: /^Infraspinatus 12 sessions/ });
		await row.waitFor();
		expect(await row.innerText()).toMatch(/\d+ %.*STOP: \d\.\d s \(6\)/s);
		expect(await page.getByRole('row', { name: /^Masseter/ }).innerText()).toContain('not enough to say');
		await page.getByRole('row', { name: /^Points in own words/ }).waitFor();
		expect(await page.getByText('Heron').count()).toBe(0);
		await looker.look(page, 'insight');
		expect(await narrowFaults(page)).toEqual([]);
		await page.setViewportSize({ width: 360, height: 740 });
		const press = page.getByRole('row', { name: /^Infraspinatus 12 sessions/ }).getByText(/^Press/);
		expect(await press.isVisible(), 'each figure says its phase, where no column does').toBe(true);
		await page.close();
	});

	test('CLINIC16 on a phone the views are folded behind one button, by keyboard too', async () => {
		giveAll();
		const page = await open('#insight');
		const views = page.getByRole('navigation', { name: 'Harbour Clinic' });
		await views.waitFor();
		const menu = page.getByRole('button', { name: 'Menu' });
		expect(await menu.isVisible(), 'on a desk they stand there').toBe(false);
		await page.setViewportSize({ width: 360, height: 740 });
		await menu.waitFor();
		expect(await views.isVisible()).toBe(false);
		await menu.press('Enter');
		await views.waitFor();
		await looker.look(page, 'views unfolded', ['phone']);
		expect((await narrowFaults(page)).filter((fault) => !fault.includes('the view begins'))).toEqual([]);
		await page.keyboard.press('Escape');
		await views.waitFor({ state: 'hidden' });
		expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
		await menu.press('Enter');
		await views.getByRole('link', { name: 'Sessions' }).press('Enter');
		await page.getByRole('heading', { name: 'Sessions' }).waitFor();
		expect(await views.isVisible()).toBe(false);
		await page.close();
	});

	test('INSIGHT3 names are asked for by a choice of its own, which says that it is kept', async () => {
		giveAll();
		asked.length = 0;
		const page = await open('#insight');
		await page.getByText('That you looked is kept in the access log.').waitFor();
		expect(asked).not.toContain('/api/insight/named');
		await page.getByRole('button', { name: 'Show by therapist' }).click();
		await page.getByRole('heading', { name: /^Tom/ }).waitFor();
		expect(asked.filter((path) => path === '/api/insight/named').length).toBe(1);
		await page.getByRole('button', { name: 'Without names' }).click();
		await page.getByRole('heading', { name: /^Rated time over the edge/ }).waitFor();
		await page.close();
	});

	test('INSIGHT4 an empty period and no answer say what to do next', async () => {
		giveAll();
		given['/api/insight'] = ok({ ...insightOf([]), uncounted: 0 });
		const page = await open('#insight');
		await page.getByText('No recorded session has ended in this time.').waitFor();
		given['/api/insight'] = null;
		await page.getByRole('radio', { name: 'One year' }).check({ force: true });
		await page.getByText('Insight can’t be shown right now.').waitFor();
		giveAll();
		await page.getByRole('button', { name: 'Try again' }).click();
		await page.getByRole('row', { name: /^Infraspinatus/ }).waitFor();
		await page.close();
	});

	test('CLINIC14 COURSE6 axe and layout find nothing in any of these states, and nothing went wrong', () => {
		expect([...looker.faults, ...faults]).toEqual([]);
	});
});
