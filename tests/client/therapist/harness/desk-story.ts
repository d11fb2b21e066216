import type { BrowserContext, Page } from 'playwright';
import type { KnownBody } from '../../../../shared/events.ts';
import type { Harness } from './therapist-harness.svelte.ts';

declare global {
	interface Window {
		deskHarness: Harness;
	}
}

/** Opens the page in its own tab; what the browser complains of goes into `faults`. */
export async function openPage(
	context: BrowserContext,
	origin: string,
	query: string,
	theme: 'dark' | 'light',
	faults: string[],
): Promise<Page> {
	const page = await context.newPage();
	page.on('pageerror', (error) => faults.push(error.message));
	page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
	await page.addInitScript((chosen) => localStorage.setItem('palpate.theme.therapist', chosen), theme);
	await page.goto(`${origin}/therapist${query}`);
	return page;
}

/**
 * Tells a session in press at its second point: 80 s of ratings with a gap and an excursion over the edge, up to
 * `untilAgo` ms before now.
 */
export async function tellSession(page: Page, untilAgo: number): Promise<void> {
	await page.waitForFunction(() => window.deskHarness?.desk?.frames().length);
	await page.evaluate((end) => {
		const { desk } = window.deskHarness;
		if (!desk) return;
		desk.setRecording('recorded');
		const therapist = (body: KnownBody, ago: number) => desk.say(body, { ago }, 'owner');
		therapist({ kind: 'admitted', device: 'device' }, 88_000);
		therapist({ kind: 'point', point: 2, muscle: 'infraspinatus', side: 'right', place: 'two fingers below' }, 85_000);
		therapist({ kind: 'phase', phase: 'locate', point: 2 }, 70_000);
		therapist({ kind: 'phase', phase: 'press', point: 2, targetMs: 45_000 }, 38_000);
		const valueAt = (s: number) =>
			s < 40 ? 20 + s * 0.4 : 36 + 36 * Math.sin(Math.min(1.6, (s - 40) / 14)) + 2 * Math.sin(s);
		const easing = (s: number) => Math.max(0, s - 62) * 1.1;
		let value = 0;
		for (let ago = 80_000; ago >= end; ago -= 200) {
			if (ago < 62_000 && ago > 54_000) continue;
			const s = (80_000 - ago) / 1_000;
			value = Math.round(valueAt(s) - easing(s));
			desk.say({ kind: 'rating', value, touched: ago % 1_000 === 0 }, { ago });
		}
		desk.picture(value, 1_200);
	}, untilAgo);
}

/** What the page has written, in order. */
export function said(page: Page) {
	return page.evaluate(() => window.deskHarness.desk?.said() ?? []);
}
