import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { expect } from 'vitest';
import type { KnownBody } from '../../../../shared/events.ts';

export interface PhoneOptions {
	readonly theme?: 'dark' | 'light';
	readonly size?: { readonly width: number; readonly height: number };
	readonly query?: string;
	readonly fragment?: string;
}

/** A phone on a scripted line, moved as a person would. */
export interface PhoneDriver {
	readonly page: Page;
	readonly troubles: readonly string[];
	/** By code, let in, chosen, band kept, practice skipped: the live screen. */
	goLive(): Promise<void>;
	/** What the phone's pages have told the server, by kind. */
	told(kind: string): Promise<readonly { readonly body: Record<string, unknown>; readonly practice?: true }[]>;
	say(body: KnownBody): Promise<void>;
	/** The therapist's page marks every STOP it has. */
	mark(kind: 'shown' | 'answered'): Promise<void>;
	expectNoViolations(where: string): Promise<void>;
	/** The lower quarter is STOP from edge to edge, and nothing lies over it. */
	expectStopUncovered(where: string): Promise<void>;
	field(): Promise<{ x: number; y: number; width: number; height: number }>;
	close(): Promise<void>;
}

export const TICKET = 'T'.repeat(22);

export async function openPhone(browser: Browser, origin: string, options: PhoneOptions = {}): Promise<PhoneDriver> {
	const size = options.size ?? { width: 360, height: 740 };
	const context = await browser.newContext({ viewport: size, hasTouch: true });
	const page = await context.newPage();
	page.setDefaultTimeout(8_000);
	const troubles: string[] = [];
	page.on('pageerror', (error) => troubles.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') troubles.push(message.text());
	});
	const query = `theme=${options.theme ?? 'dark'}${options.query ? `&${options.query}` : ''}`;
	await page.goto(`${origin}/join?${query}${options.fragment ?? ''}`);
	await page.getByRole('heading').first().waitFor();

	const driver: PhoneDriver = {
		page,
		troubles,
		async goLive() {
			await page.getByLabel('Code').fill('7k3m-9x2p');
			await page.getByRole('button', { name: 'Join' }).click();
			await page.getByText('amber harbour').waitFor();
			await page.evaluate(() => window.harness.server?.admit());
			await page.getByRole('button', { name: 'Recorded' }).click();
			await page.getByRole('button', { name: 'This is right' }).click();
			await page.getByRole('button', { name: 'Skip' }).click();
			await page.getByRole('button', { name: 'Menu' }).waitFor();
		},
		told: (kind) =>
			page.evaluate(
				(wanted) =>
					(window.harness.server?.received ?? [])
						.filter(({ body, seat }) => body.kind === wanted && seat === 'client')
						.map(({ body, practice }) => ({ body: { ...body }, ...(practice && { practice }) })),
				kind,
			),
		say: (body) => page.evaluate((said) => window.harness.server?.say(said), body),
		mark: (kind) =>
			page.evaluate((mark) => {
				const server = window.harness.server;
				const stops = (server?.received ?? [])
					.filter(({ body }) => body.kind === 'stop')
					.map(({ writer, lane, n }) => ({ writer, lane, n }));
				server?.say({ kind: mark, stops });
			}, kind),
		async expectNoViolations(where) {
			const { violations } = await new AxeBuilder({ page }).analyze();
			const found = violations.map(({ id, nodes }) => `${where}: ${id} ${nodes.map(({ html }) => html).join(' | ')}`);
			expect(found).toEqual([]);
		},
		async expectStopUncovered(where) {
			const covered = await page.evaluate(() => {
				const { innerWidth: width, innerHeight: height } = window;
				const xs = [2, width * 0.25, width * 0.5, width * 0.75, width - 2];
				const ys = [height * 0.76, height * 0.88, height - 2];
				return xs.flatMap((x) =>
					ys
						.filter((y) => document.elementFromPoint(x, y)?.textContent?.trim() !== 'STOP')
						.map((y) => `${Math.round(x)},${Math.round(y)}`),
				);
			});
			expect(covered, where).toEqual([]);
		},
		async field() {
			const box = await page.locator('.field').boundingBox();
			if (!box) throw new Error('the slider is not on the screen');
			return box;
		},
		close: () => context.close(),
	};
	return driver;
}
