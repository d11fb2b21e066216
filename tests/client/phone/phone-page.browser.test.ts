import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../../tools/chromium.ts';
import { openPhone, type PhoneDriver, type PhoneOptions, TICKET } from './harness/phone-driver.ts';
import { type ServedHarness, serveHarness } from './harness/serve-harness.ts';

let browser: Browser;
let served: ServedHarness;
let joins: unknown[] = [];
let phone: PhoneDriver;

beforeAll(async () => {
	served = await serveHarness((body) => {
		joins.push(body);
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
	joins = [];
	await phone.close();
});

async function open(options?: PhoneOptions): Promise<PhoneDriver> {
	phone = await openPhone(browser, served.origin, options);
	return phone;
}

async function openLive(options?: PhoneOptions): Promise<PhoneDriver> {
	await open(options);
	await phone.goLive();
	return phone;
}

const stopButton = () => phone.page.getByRole('button', { name: 'STOP', exact: true });

test('JOIN11 the ticket leaves the address at once and is spent by tapping Join alone', async () => {
	const { page } = await open({ fragment: `#${TICKET}` });
	expect(new URL(page.url()).hash).toBe('');
	expect(joins).toEqual([]);
	await page.getByRole('button', { name: 'Join', exact: true }).click();
	await page.getByText('amber harbour').waitFor();
	expect(joins).toEqual([{ ticket: TICKET }]);
});

test('JOIN10 PHONE11 a typed code is folded before it is sent; then two words stand large and no STOP', async () => {
	const { page } = await open();
	await page.getByLabel('Code').fill('o1l-i 7k3m');
	await page.getByRole('button', { name: 'Join' }).click();
	const words = page.getByText('amber harbour');
	await words.waitFor();
	expect(joins).toEqual([{ code: '01117K3M' }]);
	expect(
		await words.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
	).toBeGreaterThanOrEqual(40);
	expect(await stopButton().count()).toBe(0);
});

describe('STOP', () => {
	test('STOP8 it fires on touching down, before the finger is lifted, and once for each', async () => {
		const { page, told } = await openLive();
		const box = await stopButton().boundingBox();
		await page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 40);
		await page.mouse.down();
		await page.getByText('STOP is on its way').waitFor();
		expect(await told('stop')).toHaveLength(1);
		await page.mouse.up();
		expect(await told('stop')).toHaveLength(1);
	});

	test.each(['mouse', 'touch'] as const)('STOP9 a drag that began above never fires it (%s)', async (pointer) => {
		const { page, told, field } = await openLive();
		const { x, y, width, height } = await field();
		const bottom = { x: x + width / 2, y: 720 };
		if (pointer === 'mouse') {
			await page.mouse.move(x + width / 2, y + height / 2);
			await page.mouse.down();
			await page.mouse.move(bottom.x, bottom.y, { steps: 8 });
			await page.mouse.up();
			// From beside the slider, too: nothing holds the pointer there.
			await page.mouse.move(8, 100);
			await page.mouse.down();
			await page.mouse.move(bottom.x, bottom.y, { steps: 8 });
			await page.mouse.up();
		} else {
			const devtools = await page.context().newCDPSession(page);
			const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number) =>
				devtools.send('Input.dispatchTouchEvent', {
					type,
					touchPoints: type === 'touchEnd' ? [] : [{ x: x + width / 2, y: at }],
				});
			await touch('touchStart', y + height / 2);
			for (const at of [y + height * 0.8, 600, 650, bottom.y]) await touch('touchMove', at);
			await touch('touchEnd', bottom.y);
		}
		expect(await told('stop')).toEqual([]);
		await expect.poll(async () => (await told('rating')).at(-1)?.body.value).toBe(0);
	});

	test('STOP10 it fires by Enter, by Space and by a click that no finger made, once each', async () => {
		const { page, told } = await openLive();
		await stopButton().focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Space');
		await stopButton().evaluate((element: HTMLElement) => element.click());
		expect(await told('stop')).toHaveLength(3);
		await page.getByText('Pressed 3 times').waitFor();
	});

	test('STOP1 STOP3 STOP4 STOP6 not delivered at two seconds, then shown, answered and cleared; the phone shakes at once', async () => {
		const { page, mark, told, expectStopUncovered } = await openLive();
		await phone.say({ kind: 'phase', phase: 'press', point: 1 });
		const pressedAt = await page.evaluate(() => performance.now());
		await stopButton().click();
		expect(await page.evaluate(() => window.harness.vibrations)).toBeGreaterThan(0);
		await page.getByText('NOT DELIVERED').waitFor();
		const waited = (await page.evaluate(() => performance.now())) - pressedAt;
		expect(waited).toBeGreaterThanOrEqual(1_950);
		await expectStopUncovered('not delivered');
		expect(await page.getByText('Your therapist sees this.').count()).toBe(0);
		await mark('shown');
		await page.getByText('On your therapist’s screen.').waitFor();
		expect(await page.getByRole('button', { name: 'Go on, lighter' }).count()).toBe(0);
		await mark('answered');
		await page.getByRole('button', { name: 'Go on, lighter' }).click();
		expect((await told('cleared'))[0]?.body.how).toBe('lighter');
		await page.getByText('Your therapist answered.').waitFor({ state: 'detached' });
	});
});

describe('the slider', () => {
	const values = async () => (await phone.told('rating')).map(({ body }) => body.value as number);

	test('PHONE1 PHONE2 FLOW1 nothing stands before the first touch; it sets by height, later drags are relative', async () => {
		const { page, field } = await openLive();
		const { x, y, width, height } = await field();
		expect(await page.locator('.number').count()).toBe(0);
		expect(await phone.told('rating')).toEqual([]);
		await page.mouse.click(x + width / 2, y + height * 0.25);
		await page.locator('.number').waitFor();
		const first = (await values()).at(-1) ?? 0;
		expect(Math.abs(first - 75)).toBeLessThanOrEqual(1);
		await page.mouse.move(x + width / 2, y + height * 0.8);
		await page.mouse.down();
		await page.mouse.move(x + width / 2, y + height * 0.9, { steps: 4 });
		await page.mouse.up();
		const shown = Number(await page.locator('.number').textContent()) * 10;
		expect(Math.abs(shown - (first - 10))).toBeLessThanOrEqual(1);
		await expect.poll(async () => (await values()).at(-1)).toBe(Math.round(shown));
	});

	test('PHONE3 PHONE4 keys, − and + and the native slider move the same number', async () => {
		const { page } = await openLive();
		const native = page.getByRole('slider');
		expect(await native.getAttribute('aria-valuetext')).toBe('not set yet');
		await native.focus();
		await page.keyboard.press('PageUp');
		await page.keyboard.press('ArrowUp');
		await page.getByRole('button', { name: 'Stronger' }).click();
		expect(await page.locator('.number').textContent()).toBe('2.0');
		expect(await native.getAttribute('aria-valuetext')).toBe('2.0, light');
		expect(await native.inputValue()).toBe('2');
		await native.fill('6.3');
		expect(await page.locator('.number').textContent()).toBe('6.3');
		await page.getByRole('button', { name: 'Less' }).click();
		expect(await page.locator('.number').textContent()).toBe('5.8');
		await native.focus();
		await page.keyboard.press('Home');
		expect(await page.locator('.number').textContent()).toBe('0.0');
		await page.keyboard.press('End');
		expect(await page.locator('.number').textContent()).toBe('10.0');
	});

	test('PHONE16 cues are large and say how far they have come', async () => {
		const { page, told } = await openLive();
		for (const name of ['Hold there', 'Ease off', 'I’m OK']) {
			const box = await page.getByRole('button', { name }).boundingBox();
			expect(box?.height).toBeGreaterThanOrEqual(64);
		}
		await page.getByRole('button', { name: 'Ease off' }).click();
		await page.getByText('Ease off: passed on').waitFor();
		await page.evaluate(() => window.harness.server?.setAcknowledging(false));
		await page.getByRole('button', { name: 'Hold there' }).click();
		await page.getByText('Hold there: waiting for the line').waitFor();
		expect((await told('cue')).map(({ body }) => body.cue)).toEqual(['ease', 'hold']);
	});
});

test('PRACTICE1 FLOW7 practice goes the whole way, quietly, and leaves no number behind', async () => {
	const { page, mark, told } = await open();
	await page.getByLabel('Code').fill('7k3m9x2p');
	await page.getByRole('button', { name: 'Join' }).click();
	await page.getByText('amber harbour').waitFor();
	await page.evaluate(() => window.harness.server?.admit());
	await page.getByRole('button', { name: 'Live only' }).click();
	await page.getByRole('button', { name: 'This is right' }).click();
	await page.getByRole('button', { name: 'Stronger' }).click();
	await page.getByText('Now press STOP').waitFor();
	await stopButton().click();
	await page.getByText('STOP is on its way').waitFor();
	expect(await page.evaluate(() => window.harness.vibrations)).toBe(0);
	await mark('shown');
	await page.getByText('Now your therapist answers').waitFor();
	await mark('answered');
	await page.getByRole('button', { name: 'I am ready' }).click();
	await page.getByText('Touch here.').waitFor();
	expect([...(await told('rating')), ...(await told('stop'))].every(({ practice }) => practice)).toBe(true);
	expect((await told('consent'))[0]?.body.choice).toBe('live-only');
	await page.getByText('Not stored.').waitFor();
});

test('PHONE17 withdrawing is one act, and the question after it never stands over STOP', async () => {
	const { page, told, expectStopUncovered } = await openLive();
	await page.getByText('Being recorded.').waitFor();
	await page.getByRole('button', { name: 'Menu' }).click();
	await expectStopUncovered('menu');
	await page.getByRole('button', { name: 'Stop recording' }).click();
	await page.getByText('No longer being recorded.').waitFor();
	await expectStopUncovered('question');
	expect(await told('withdrawn')).toHaveLength(1);
	await page.getByRole('button', { name: 'Delete it' }).click();
	expect(await page.evaluate(() => window.harness.server?.frames.at(-1))).toEqual({ t: 'erase', erase: true });
	expect(await page.getByRole('button', { name: 'Delete it' }).count()).toBe(0);
});

test('PHONE7 PHONE9 at the end stand the curve and what to expect; the next client finds nothing', async () => {
	const { page } = await openLive();
	await page.getByRole('button', { name: 'Stronger' }).click();
	await page.getByRole('button', { name: 'I’m OK' }).click();
	await page.getByText('I’m OK: passed on').waitFor();
	await phone.say({ kind: 'ended' });
	await page.getByRole('img', { name: 'How it felt over' }).waitFor();
	await page.getByText('About one in ten').waitFor();
	await page.getByRole('button', { name: 'Done' }).click();
	await page.waitForFunction(() => window.harness.server?.frames.some(({ t }) => t === 'bye'));
	await page.getByRole('button', { name: 'Ready for the next client' }).click();
	await page.getByLabel('Code').waitFor();
	expect(await page.evaluate(() => [localStorage.length, window.harness.wipes])).toEqual([0, 1]);
});

test('FLOW8 after the end nothing is sampled, and what stands is said again when the end is undone', async () => {
	const { page, told } = await openLive();
	await page.getByRole('button', { name: 'Stronger' }).click();
	const pictures = () =>
		page.evaluate(() => (window.harness.server?.frames ?? []).filter((frame) => frame.t === 'now').length);
	await phone.say({ kind: 'ended' });
	await page.getByRole('heading', { name: 'The session is over.' }).waitFor();
	const [samples, before] = [(await told('rating')).length, await pictures()];
	// A picture a second: so long that a sample would have been due.
	await expect.poll(pictures, { timeout: 8_000 }).toBeGreaterThan(before + 3);
	expect(await told('rating')).toHaveLength(samples);
	await phone.say({ kind: 'end-undone' });
	await expect.poll(async () => (await told('rating')).length).toBe(samples + 1);
	expect((await told('rating')).at(-1)?.body).toMatchObject({ touched: false });
});

test('PHONE14 another device’s touch is told, and one touch takes the place back', async () => {
	const { page, told } = await openLive();
	await page.evaluate(() => window.harness.server?.movePen());
	await page.getByText('Another device or tab has this place.').waitFor();
	await stopButton().click();
	expect(await told('stop')).toHaveLength(1);
	expect(await page.evaluate(() => window.harness.server?.frames.some(({ t }) => t === 'pen'))).toBe(true);
});

describe.each(['dark', 'light'] as const)('%s', (theme) => {
	test('PHONE18 axe finds nothing in any state, and STOP is never covered', async () => {
		const { page, expectNoViolations, expectStopUncovered, mark } = await open({ theme, fragment: `#${TICKET}` });
		await expectNoViolations('join by ticket');
		await page.getByRole('button', { name: 'Type a code instead' }).click();
		await expectNoViolations('join by code');
		await page.getByLabel('Code').fill('7k3m9x2p');
		await page.getByRole('button', { name: 'Join' }).click();
		await page.getByText('amber harbour').waitFor();
		await expectNoViolations('waiting');
		await page.evaluate(() => window.harness.server?.admit());
		await page.getByRole('button', { name: 'Recorded' }).waitFor();
		await expectNoViolations('choice');
		await page.getByRole('button', { name: 'Recorded' }).click();
		await expectNoViolations('band');
		await expectStopUncovered('band');
		await page.getByRole('button', { name: 'This is right' }).click();
		await expectNoViolations('practice');
		await expectStopUncovered('practice');
		await page.getByRole('button', { name: 'Skip' }).click();
		await expectNoViolations('untouched');
		await phone.say({ kind: 'phase', phase: 'press', point: 1 });
		for (const key of ['Home', 'PageUp', 'End']) await page.getByRole('slider').press(key);
		await expectNoViolations('live');
		await expectStopUncovered('live');
		await page.getByRole('button', { name: 'Menu' }).click();
		await expectNoViolations('menu');
		await page.getByRole('button', { name: 'Put the phone away' }).click();
		await expectNoViolations('away');
		await expectStopUncovered('away');
		await stopButton().click();
		await page.getByText('NOT DELIVERED').waitFor();
		await expectNoViolations('not delivered');
		await mark('answered');
		await page.getByText('Your therapist answered.').waitFor();
		await expectNoViolations('answered');
		await expectStopUncovered('answered');
		await page.getByRole('button', { name: 'Finish' }).click();
		await phone.say({ kind: 'ended' });
		await page.getByText('The session is over.').waitFor();
		await expectNoViolations('end');
		await page.getByRole('button', { name: 'Done' }).click();
		await expectNoViolations('goodbye');
	});
});

const LONG_NAME = `Wilhelmina${'-Constantine'.repeat(5)} Example`;
const FOLLOWERS = [
	['Olga Example'],
	['Dr. Wilhelmina Example-Longname', 'Bartholomew Example'],
	[LONG_NAME, 'B'.repeat(60)],
];

/** Runs in the page: what is cut of the line that says who follows, and whether the rest of the page moves sideways for it. */
function cutWords(): string[] {
	return [...document.querySelectorAll('main, .followed')]
		.filter((element) => {
			const isHigh = element.scrollHeight > element.clientHeight + 1 && element.localName !== 'main';
			return isHigh || element.scrollWidth > element.clientWidth;
		})
		.map((element) => `${element.className}: ${element.scrollWidth} × ${element.scrollHeight}`);
}

test.each([
	['200 % text', { width: 360, height: 740 }, '32px', ''],
	['right to left', { width: 360, height: 740 }, '16px', 'rtl=1'],
	['a small phone', { width: 320, height: 568 }, '16px', ''],
	['a phone on its side', { width: 740, height: 360 }, '16px', ''],
	['a tablet', { width: 820, height: 1180 }, '16px', ''],
])(
	'PHONE19 OBSERVE5 %s: nothing is cut or runs out sideways, the slider is at hand, and STOP is the lower quarter',
	async (_name, size, text, query) => {
		const { page, expectStopUncovered } = await openLive({ size, query });
		await page.evaluate((fontSize) => {
			document.documentElement.style.fontSize = fontSize;
		}, text);
		await page.getByRole('slider').press('PageUp');
		const isFitting = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
		expect(await isFitting()).toBe(true);
		await expectStopUncovered('live');
		for (const names of FOLLOWERS) {
			await page.evaluate((those) => window.harness.server?.setFollowing(those), names);
			await page.locator('.followed', { hasText: names.at(-1) ?? '' }).waitFor();
			expect(await page.evaluate(cutWords)).toEqual([]);
			for (const top of [0, 10_000]) {
				await page.locator('main').evaluate((main, to) => main.scrollTo({ top: to }), top);
				const [field, stop] = [await phone.field(), await stopButton().boundingBox()];
				expect(field.y, `scrolled to ${top}`).toBeGreaterThanOrEqual(0);
				expect(field.y + field.height, `scrolled to ${top}`).toBeLessThanOrEqual(stop?.y ?? 0);
			}
			await expectStopUncovered('followed');
		}
		expect(await isFitting()).toBe(true);
		await page.getByRole('button', { name: 'Menu' }).click();
		await page.getByRole('button', { name: 'Where we stay' }).click();
		expect(await isFitting()).toBe(true);
		await expectStopUncovered('band');
	},
);
