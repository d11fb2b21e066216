import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import { asking, OWNER, type PhaseName, seesPhase } from './journey.ts';
import type { RealServer } from './real-server.ts';

/** The therapist's side by the keyboard alone: nothing here touches a mouse. */

/** No page has more stops than this. */
const MOST_TABS = 80;

/** Goes to a control by Tab, and sees that the page shows where the focus is. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
	await target.waitFor({ state: 'visible' });
	for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
		await page.keyboard.press('Tab');
		if (await target.evaluate((element) => element === document.activeElement)) return expectFocusSeen(page);
	}
	throw new Error(`no way by Tab to ${target}`);
}

/** A ring around the control, or around what stands for it (the card of a radio button). */
async function expectFocusSeen(page: Page): Promise<void> {
	const isSeen = await page.evaluate(() => {
		let element = document.activeElement;
		for (let up = 0; element && up < 3; up += 1, element = element.parentElement) {
			const { outlineStyle, outlineWidth } = getComputedStyle(element);
			if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) return true;
		}
		return false;
	});
	expect(isSeen).toBe(true);
}

async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
	await tabTo(page, field);
	await page.keyboard.type(text);
}

export async function press(page: Page, control: Locator): Promise<void> {
	await tabTo(page, control);
	await page.keyboard.press('Enter');
}

/** First visit, filled in from field to field; Enter in the last one sends it. */
export async function setUpByKeys(page: Page, server: RealServer): Promise<void> {
	await page.goto(`${server.origin}/clinic`);
	await typeInto(page, page.getByLabel('Set-up code'), server.setupCode());
	await typeInto(page, page.getByLabel('Name of the clinic'), 'Clinic Example');
	await typeInto(page, page.getByLabel('Your name'), OWNER.name);
	await typeInto(page, page.getByLabel('E-mail'), OWNER.email);
	await typeInto(page, page.getByLabel('Password', { exact: true }), OWNER.password);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Sessions' }).waitFor();
}

export async function signInByKeys(page: Page): Promise<void> {
	await typeInto(page, page.getByLabel('E-mail'), OWNER.email);
	await typeInto(page, page.getByLabel('Password', { exact: true }), OWNER.password);
	await page.keyboard.press('Enter');
}

/** A lets in the one phone that asks, wherever the focus is outside a text field. */
export async function letInByKey(desk: Page): Promise<void> {
	await asking(desk).waitFor();
	await desk.keyboard.press('a');
}

/** The muscle by a part of its name and the arrows, the side by the arrows of its group. */
export async function choosePointByKeys(desk: Page, muscle: string, side: 'Left' | 'Right'): Promise<void> {
	const dialog = desk.getByRole('dialog');
	await typeInto(desk, dialog.getByRole('combobox'), muscle);
	await dialog.getByRole('option').first().waitFor();
	await desk.keyboard.press('ArrowDown');
	await desk.keyboard.press('Enter');
	await tabTo(desk, dialog.getByRole('radio', { name: 'Left' }));
	await desk.keyboard.press('Space');
	if (side === 'Right') await desk.keyboard.press('ArrowRight');
	await expect(dialog.getByRole('radio', { name: side })).toBeChecked();
	await desk.keyboard.press('Enter');
	await dialog.waitFor({ state: 'hidden' });
}

/** A key that names a phase, or Space for the one that is next. */
export async function phaseByKey(desk: Page, phone: Page, key: '1' | '2' | '3' | '4' | 'Space', phase: PhaseName) {
	await desk.keyboard.press(key);
	await seesPhase(phone, phase);
}

/** Holds Enter on a control until something is seen. */
export async function holdByKey(page: Page, control: Locator, until: Locator): Promise<void> {
	await tabTo(page, control);
	await page.keyboard.down('Enter');
	await until.waitFor({ state: 'visible' });
	await page.keyboard.up('Enter');
}
