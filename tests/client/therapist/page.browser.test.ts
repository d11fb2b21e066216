import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect as expectSeen } from 'playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../../tools/chromium.ts';
import { openPage, said, tellSession } from './harness/desk-story.ts';
import { type ServedHarness, serveTherapist } from './harness/serve-therapist.ts';

describe('the therapist page', () => {
	let served: ServedHarness;
	let browser: Browser;
	let context: BrowserContext;
	const faults: string[] = [];

	const open = (query: string, theme: 'dark' | 'light' = 'dark') =>
		openPage(context, served.origin, query, theme, faults);
	const axe = async (page: Page) =>
		(await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);

	beforeAll(async () => {
		[served, browser] = await Promise.all([serveTherapist(), launchChromium()]);
		context = await browser.newContext({ viewport: { width: 1180, height: 820 } });
	});

	afterAll(async () => {
		await browser?.close();
		await served?.close();
	});

	test('THER17 a clinic that is not set up leads to the clinic page', async () => {
		const page = await open('?setup');
		await page.waitForFunction(() => window.deskHarness.leftTo === '/clinic');
		await page.close();
	});

	test('THER17 no answer from the server says what to do, and a front desk that this page is not theirs', async () => {
		const silent = await open('?no-answer');
		await expectSeen(silent.getByRole('button', { name: 'Try again' })).toBeVisible();
		expect(await axe(silent)).toEqual([]);
		await silent.close();
		const desk = await open('?desk');
		await expectSeen(desk.getByText('This page is for therapists.', { exact: false })).toBeVisible();
		await desk.close();
	});

	test.each(['dark', 'light'] as const)('LOOK1 axe finds nothing on any screen: %s', async (theme) => {
		const page = await open('?signed-out', theme);
		await page.getByLabel('E-mail').fill('a@example.org');
		expect(await axe(page)).toEqual([]);
		await page.getByLabel('Password', { exact: true }).fill('a good password');
		await page.keyboard.press('Enter');
		await page.getByRole('combobox', { name: 'For whom?' }).fill('ri');
		await expectSeen(page.getByRole('option', { name: 'River Stone' })).toBeVisible();
		expect(await axe(page)).toEqual([]);
		await page.getByRole('option', { name: 'River Stone' }).click();
		await page.getByLabel('I have seen the cautions').check();
		expect(await axe(page)).toEqual([]);
		await page.getByRole('button', { name: 'Start the session' }).click();
		await expectSeen(page.getByRole('img', { name: /QR code/ })).toBeVisible();
		expect(await axe(page)).toEqual([]);
		await page.getByRole('button', { name: 'Go on without a phone' }).click();
		await page.getByRole('combobox').fill('pect');
		await page.keyboard.press('ArrowDown');
		expect(await axe(page)).toEqual([]);
		await page.keyboard.press('Enter');
		expect(await axe(page)).toEqual([]);
		await page.close();
	});

	test.each(['dark', 'light'] as const)(
		'LOOK1 axe finds nothing on the live screen and its alarms: %s',
		async (theme) => {
			const page = await open('?live', theme);
			await tellSession(page, 0);
			expect(await axe(page)).toEqual([]);
			await page.evaluate(() => window.deskHarness.desk?.setAsking([{ device: 'd', words: 'amber harbour' }]));
			await page.evaluate(() => window.deskHarness.desk?.say({ kind: 'cue', cue: 'ease' }));
			await page.evaluate(() => window.deskHarness.desk?.movePen());
			await expectSeen(page.getByText('Another page has this session.', { exact: false })).toBeVisible();
			expect(await axe(page)).toEqual([]);
			await page.evaluate(() => window.deskHarness.advance(6_000));
			await expectSeen(page.getByRole('heading', { name: 'No signal' })).toBeVisible();
			expect(await axe(page)).toEqual([]);
			await page.evaluate(() => window.deskHarness.desk?.say({ kind: 'stop' }));
			await expectSeen(page.getByRole('alertdialog')).toBeVisible();
			expect(await axe(page)).toEqual([]);
			await page.keyboard.press('Enter');
			await expectSeen(page.locator('[data-stop="answered"]')).toBeVisible();
			expect(await axe(page)).toEqual([]);
			for (const name of ['Said aloud', 'Notes', 'Phone', 'Settings']) {
				await page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
				await expectSeen(page.getByRole('dialog')).toBeVisible();
				expect(await axe(page)).toEqual([]);
				await page.keyboard.press('Escape');
				await expectSeen(page.getByRole('dialog')).toBeHidden();
			}
			await page.evaluate(() => window.deskHarness.desk?.say({ kind: 'ended' }, {}, 'owner'));
			await expectSeen(page.locator('[data-stage="ended"]')).toBeVisible();
			expect(await axe(page)).toEqual([]);
			await page.close();
		},
	);

	test('BODY5 BODY6 where a point is felt is noted and taken back by keyboard, and the left chest brings its sentence', async () => {
		const page = await open('?live');
		await tellSession(page, 0);
		const point = { kind: 'point', point: 7, muscle: 'pectorals', side: 'left' } as const;
		await page.evaluate((body) => window.deskHarness.desk?.say(body, {}, 'therapist'), point);
		await page.getByRole('navigation').getByRole('button', { name: 'Notes', exact: true }).click();
		await expectSeen(page.getByRole('heading', { name: 'Felt from the left pectorals' })).toBeVisible();
		await page.getByRole('combobox', { name: 'Add a place' }).focus();
		await page.keyboard.type('belly');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await expectSeen(page.getByRole('button', { name: 'Take out: belly' })).toBeVisible();
		await page.keyboard.type('left chest');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await expectSeen(page.getByRole('dialog').getByText('stop and seek medical advice')).toBeVisible();
		expect(await axe(page)).toEqual([]);
		await page.getByRole('button', { name: 'Take out: belly' }).focus();
		await page.keyboard.press('Enter');
		await expectSeen(page.getByRole('button', { name: 'Take out: belly' })).toBeHidden();
		const told = (await said(page)).filter(({ kind }) => kind === 'felt');
		expect(told).toEqual([
			{ kind: 'felt', point: 7, regions: ['abdomen'] },
			{ kind: 'felt', point: 7, regions: ['abdomen', 'chest-left'] },
			{ kind: 'felt', point: 7, regions: ['chest-left'] },
		]);
		await page.close();
	});

	test('THER18 the whole way by keyboard alone: sign in, start, admit, choose a point, phases, end', async () => {
		const page = await open('?signed-out');
		const press = (...keys: readonly string[]) =>
			keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
		await page.getByLabel('E-mail').focus();
		await page.keyboard.type('a@example.org');
		await press('Tab');
		await page.keyboard.type('a good password');
		await press('Enter');
		await page.getByRole('combobox', { name: 'For whom?' }).focus();
		await page.keyboard.type('River');
		await expectSeen(page.getByRole('option', { name: 'River Stone' })).toBeVisible();
		await press('ArrowDown', 'ArrowDown', 'Enter');
		await expectSeen(page.getByText('Deep vein thrombosis or pulmonary embolism')).toBeVisible();
		await press('Tab', ' ', 'Enter');
		await page.waitForFunction(() => window.deskHarness.desk);
		await page.evaluate(() => window.deskHarness.desk?.setAsking([{ device: 'd', words: 'amber harbour' }]));
		await expectSeen(page.getByRole('dialog').getByText('amber harbour')).toBeVisible();
		await press('a');
		await expectSeen(page.getByRole('heading', { name: 'Point 1: where?' })).toBeVisible();
		await page.getByRole('combobox').focus();
		await page.keyboard.type('infra');
		await press('ArrowDown', 'Enter', 'Tab', 'ArrowRight', 'ArrowRight', 'Enter');
		await expectSeen(page.getByRole('heading', { name: 'infraspinatus', exact: false })).toBeVisible();
		await press('2', ' ', 'PageDown', '0');
		await expectSeen(page.getByRole('button', { name: /^Rest/ })).toHaveAttribute('aria-pressed', 'true');
		await page.getByRole('button', { name: 'End the session' }).focus();
		await page.keyboard.down('Enter');
		await expectSeen(page.locator('[data-stage="ended"]')).toBeVisible();
		await page.keyboard.up('Enter');
		const told = await said(page);
		expect(told.map(({ kind }) => kind)).toEqual([
			'started',
			'admitted',
			'point',
			'phase',
			'phase',
			'phase',
			'phase',
			'ended',
		]);
		expect(told.filter(({ kind }) => kind === 'phase')).toMatchObject([
			{ phase: 'press', point: 1, targetMs: 45_000 },
			{ phase: 'release', point: 1 },
			{ phase: 'stretch', point: 1, targetMs: 30_000 },
			{ phase: 'rest', point: 1 },
		]);
		await page.getByRole('button', { name: 'Go back into the session' }).click();
		await expectSeen(page.locator('[data-stage="live"]')).toBeVisible();
		await page.close();
	});

	test('THER7 THER8 ALARM7 ALARM8 a STOP takes the screen, sounds, is marked as shown and answered by Enter alone', async () => {
		const page = await open('?live');
		await tellSession(page, 0);
		await page.evaluate(() => window.deskHarness.desk?.say({ kind: 'stop' }));
		await expectSeen(page.getByRole('alertdialog')).toBeVisible();
		await page.waitForFunction(() => window.deskHarness.desk?.said().some(({ kind }) => kind === 'shown'));
		expect(await page.evaluate(() => window.deskHarness.isRinging)).toBe(true);
		for (const key of [' ', '1', '0', 'r', 'PageDown', 'n', 'Escape', 'Escape', 'Escape'])
			await page.keyboard.press(key);
		await expectSeen(page.getByRole('alertdialog')).toBeVisible();
		expect((await said(page)).map(({ kind }) => kind)).not.toContain('answered');
		await page.keyboard.press('Enter');
		await expectSeen(page.getByRole('alertdialog')).toBeHidden();
		expect(await page.evaluate(() => window.deskHarness.isRinging)).toBe(false);
		const marks = (await said(page)).filter(({ kind }) => kind === 'shown' || kind === 'answered');
		expect(marks.map(({ kind }) => kind)).toEqual(['shown', 'answered']);
		await expectSeen(page.getByRole('button', { name: /^Rest/ })).toHaveAttribute('aria-pressed', 'true');
		await page.getByRole('button', { name: 'Said aloud' }).first().focus();
		await page.keyboard.down('Enter');
		await expectSeen(page.locator('[data-stop="answered"]')).toBeHidden();
		await page.keyboard.up('Enter');
		expect((await said(page)).at(-1)).toMatchObject({ kind: 'cleared', how: 'said-aloud' });
		await page.close();
	});

	test('THER7 on a page that is not in view a STOP rings and is not called shown', async () => {
		const page = await open('?live');
		await tellSession(page, 0);
		await page.evaluate(() => window.deskHarness.setVisible(false));
		await page.evaluate(() => window.deskHarness.desk?.say({ kind: 'stop' }));
		await page.waitForFunction(() => window.deskHarness.isRinging);
		await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
		expect((await said(page)).map(({ kind }) => kind)).not.toContain('shown');
		const inView = await page.evaluate(() => window.deskHarness.desk?.frames().findLast(({ t }) => t === 'now'));
		expect(inView).toMatchObject({ inView: false });
		await page.evaluate(() => window.deskHarness.setVisible(true));
		await page.waitForFunction(() => window.deskHarness.desk?.said().some(({ kind }) => kind === 'shown'));
		await page.close();
	});

	test('W10 THER8 without the pen the page shows and rings and writes nothing; one touch takes it back', async () => {
		const page = await open('?live');
		await tellSession(page, 0);
		const before = (await said(page)).length;
		await page.evaluate(() => window.deskHarness.desk?.movePen());
		await page.evaluate(() => window.deskHarness.desk?.say({ kind: 'stop' }));
		await page.waitForFunction(() => window.deskHarness.isRinging);
		await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
		expect(await said(page)).toHaveLength(before);
		await page.getByRole('button', { name: 'I have stopped' }).click();
		await expectSeen(page.getByRole('alertdialog')).toBeHidden();
		expect((await said(page)).slice(before).map(({ kind }) => kind)).toContain('answered');
		await page.close();
	});

	test('ALARM6 a practice STOP is a quiet banner, marked as practice, gone when answered', async () => {
		const page = await open('?live');
		await page.waitForFunction(() => window.deskHarness.desk?.frames().length);
		await page.evaluate(() => window.deskHarness.desk?.say({ kind: 'stop' }, { practice: true }));
		await expectSeen(page.locator('[data-stop="practice"]')).toBeVisible();
		await page.waitForFunction(() => window.deskHarness.desk?.said().some(({ kind }) => kind === 'shown'));
		expect(await page.evaluate(() => window.deskHarness.isRinging)).toBe(false);
		await page.getByRole('button', { name: 'Answer' }).click();
		await expectSeen(page.locator('[data-stop="practice"]')).toBeHidden();
		expect(await said(page)).toMatchObject([
			{ kind: 'shown', practice: true },
			{ kind: 'answered', practice: true },
		]);
		await page.close();
	});

	test('SILENCE1 SILENCE3 THER9 a lost signal strikes the number out, ticks, and is written down with its return', async () => {
		const page = await open('?live');
		await tellSession(page, 0);
		const rating = page.getByRole('region', { name: 'Rating' });
		await expectSeen(rating).toHaveAttribute('data-standing', 'fresh');
		await page.evaluate(() => window.deskHarness.advance(3_500));
		await expectSeen(rating).toHaveAttribute('data-standing', 'weak');
		await page.evaluate(() => window.deskHarness.advance(2_000));
		await expectSeen(page.getByRole('heading', { name: 'No signal' })).toBeVisible();
		await expectSeen(rating.locator('s')).toBeVisible();
		await page.waitForFunction(() => window.deskHarness.ticks === 1);
		await page.getByRole('button', { name: 'Seen' }).click();
		await expectSeen(rating.locator('s')).toBeVisible();
		await page.evaluate(() => {
			window.deskHarness.desk?.say({ kind: 'rating', value: 44, touched: true });
			window.deskHarness.desk?.picture(44, 0);
		});
		await expectSeen(rating).toContainText('4.4');
		await page.waitForFunction(() =>
			window.deskHarness.desk?.said().some((body) => body.kind === 'signal' && body.state === 'back'),
		);
		expect((await said(page)).filter(({ kind }) => kind === 'signal')).toMatchObject([
			{ state: 'lost' },
			{ state: 'back' },
		]);
		await page.close();
	});

	test('THER19 a browser that blocks sound is said so, large, until the page is touched', async () => {
		const page = await open('?live&blocked');
		await expectSeen(page.getByText('This page can’t sound yet. Touch it once.').first()).toBeVisible();
		await page.mouse.click(5, 5);
		await expectSeen(page.getByText('This page can’t sound yet. Touch it once.')).toHaveCount(0);
		await page.close();
	});

	test('THER20 without a phone the client’s spoken word is entered, marked so, with the member’s name', async () => {
		const page = await open('?live');
		await page.getByRole('navigation').getByRole('button', { name: 'Said aloud' }).click();
		await page.getByRole('button', { name: 'Recorded', exact: true }).click();
		await page.getByRole('button', { name: '6', exact: true }).click();
		await expectSeen(page.getByText(/said aloud .* ago/)).toBeVisible();
		await expectSeen(page.getByText('being recorded')).toBeVisible();
		expect(await said(page)).toMatchObject([
			{ kind: 'spoken-consent', choice: 'recorded', member: 'Alex Vale' },
			{ kind: 'spoken-rating', value: 60 },
		]);
		await page.close();
	});

	test('THER3 a code is good for one phone and ten minutes; a fresh one is one button away', async () => {
		const page = await open('');
		await page.getByRole('combobox', { name: 'For whom?' }).fill('New Name');
		await page.getByRole('button', { name: 'Start the session' }).click();
		const qr = page.getByRole('img', { name: /QR code/ });
		await expectSeen(qr).toBeVisible();
		await expectSeen(page.getByText(/good for 9:5\d more/)).toBeVisible();
		await page.evaluate(() => window.deskHarness.advance(600_000));
		await expectSeen(page.getByText('This code is too old now.')).toBeVisible();
		await page.getByRole('button', { name: 'A new code' }).click();
		await expectSeen(qr).toBeVisible();
		await page.evaluate(() => window.deskHarness.desk?.setAsking([{ device: 'd', words: 'amber harbour' }]));
		await expectSeen(page.getByText('This code has been used', { exact: false })).toBeVisible();
		await expectSeen(qr).toBeHidden();
		await page.getByRole('button', { name: 'A new code' }).click();
		await expectSeen(qr).toBeVisible();
		await page.close();
	});

	test('THER21 a session that takes nothing more says why and is left by one button, with its line closed', async () => {
		const page = await open('?live');
		await tellSession(page, 0);
		await page.evaluate(() => window.deskHarness.desk?.over('no_session'));
		await expectSeen(page.getByText('There is no such session.', { exact: false })).toBeVisible();
		await page.getByRole('button', { name: 'Leave this session' }).click();
		await expectSeen(page.getByRole('heading', { name: 'A new session' })).toBeVisible();
		await page.waitForFunction(() => window.deskHarness.isClosed);
		await page.close();
	});

	test('THER22 Done says goodbye once everything of this page has arrived, and closes the line', async () => {
		const page = await open('?live');
		await tellSession(page, 0);
		await page.evaluate(() => window.deskHarness.desk?.setAcknowledging(false));
		const end = page.getByRole('button', { name: 'End the session' });
		await end.focus();
		await page.keyboard.down(' ');
		await expectSeen(page.getByText(/1 of yours on the way/)).toBeVisible();
		await page.keyboard.up(' ');
		await page.getByRole('button', { name: 'Done' }).click();
		await expectSeen(page.getByRole('heading', { name: 'A new session' })).toBeVisible();
		const goodbyes = () => page.evaluate(() => window.deskHarness.desk?.frames().filter(({ t }) => t === 'bye').length);
		expect(await goodbyes()).toBe(0);
		await page.evaluate(() => window.deskHarness.desk?.setAcknowledging(true));
		await page.waitForFunction(() => window.deskHarness.isClosed);
		expect(await goodbyes()).toBeGreaterThan(0);
		await page.close();
	});

	test('THER12 what the server has not recorded is called "seen, not recorded"', async () => {
		const page = await open('?live');
		await tellSession(page, 0);
		await page.evaluate(() => {
			window.deskHarness.desk?.setAcknowledging(false);
			window.deskHarness.desk?.say({ kind: 'rating', value: 30, touched: true });
			window.deskHarness.advance(2_500);
		});
		await expectSeen(page.getByText('seen, not recorded')).toBeVisible();
		await page.evaluate(() => window.deskHarness.desk?.setAcknowledging(true));
		await expectSeen(page.getByText('seen, not recorded')).toBeHidden();
		await page.close();
	});

	test('LOOK2 with text twice as large nothing is cut off sideways, at any of three sizes', async () => {
		const page = await open('?live');
		await tellSession(page, 0);
		await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
		for (const [width, height] of [
			[1180, 820],
			[820, 1180],
			[1440, 900],
		] as const) {
			await page.setViewportSize({ width, height });
			expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
				0,
			);
		}
		await page.close();
	});

	test('RUN4 nothing was refused by the content security policy, and nothing was thrown', () => {
		expect(faults).toEqual([]);
	});
});
