import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Locator, Page } from 'playwright';
import { codeOf, stepAt } from '../../server/http/totp.ts';
import type { RealServer } from './real-server.ts';

/** What people do on the pages about people, in their words. */

/** Runs if a page ever takes text for markup. */
export const HOSTILE_NAME = '<img src=x onerror="globalThis.ran=1">';
export const hasRun = (page: Page) => page.evaluate(() => 'ran' in globalThis);

export const field = (page: Page | Locator, label: string) => page.getByLabel(label, { exact: true });
export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** The link that a dialog shows. */
export const shownLink = (page: Page) => page.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();

export async function signInAs(page: Page, who: { readonly email: string; readonly password: string }): Promise<void> {
	await field(page, 'E-mail').fill(who.email);
	await field(page, 'Password').fill(who.password);
	await button(page, 'Sign in').click();
}

export async function openView(page: Page, name: string): Promise<void> {
	await page.getByRole('link', { name, exact: true }).click();
	await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
}

/** Opens the dialog about somebody. */
export async function manage(page: Page, name: string): Promise<void> {
	await button(page, `Manage: ${name}`).click();
	await page.getByRole('dialog').waitFor();
}

export const closeDialog = (page: Page) =>
	page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

/** The authenticator's code of the present step, or of one near it: each is taken once. */
export const authenticator = (secret: string, stepsAhead = 0) =>
	codeOf(secret.replaceAll(' ', ''), stepAt(Date.now()) + stepsAhead);

/** Sets when every login of a running server last gave a sign, as if that much time had passed. */
export function lastSeen(server: RealServer, msAgo: number): void {
	const db = new Database(join(server.dataDir, 'clinic.db'));
	db.prepare('update login set seenAt = ?').run(Date.now() - msAgo);
	db.close();
}
