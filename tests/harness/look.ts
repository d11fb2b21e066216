import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/** The sizes every state is laid out in, CSS px. */
export const SIZES = {
	phone: { width: 390, height: 844 },
	tablet: { width: 820, height: 1180 },
	desktop: { width: 1440, height: 900 },
} as const;
export type SizeName = keyof typeof SIZES;

/** Least height of STOP, CSS px. */
const STOP_LEAST = 96;

/** Folder for a picture of every state; none are taken where it is not set. */
const PICTURES = process.env.PICTURES_OF_STATES;

export interface Looker {
	/**
	 * Looks at a page as it stands: axe in both themes, and at every given size, right to left and (on a phone) with text
	 * twice as large, whether anything runs out sideways or STOP is covered or small.
	 */
	look(page: Page, state: string, sizes?: readonly SizeName[]): Promise<void>;
	/** Only the picture, where pictures are wanted: of what a failed test left on the screens. */
	picture(page: Page, state: string): Promise<void>;
	/** What was found, one line each. */
	readonly faults: readonly string[];
}

const ALL_SIZES = ['phone', 'tablet', 'desktop'] as const;

export function createLooker(): Looker {
	const faults: string[] = [];
	let pictures = 0;
	return {
		faults,
		async look(page, state, sizes = ALL_SIZES) {
			await this.picture(page, state);
			const size = page.viewportSize();
			const found = [...(await axeFaults(page)), ...(await layoutFaults(page, sizes))];
			if (size) await page.setViewportSize(size);
			await page.evaluate(painted);
			faults.push(...found.map((fault) => `${state}: ${fault}`));
		},
		async picture(page, state) {
			pictures += 1;
			await takePicture(page, `${String(pictures).padStart(2, '0')} ${state}`);
		},
	};
}

/** All rules in the page's own theme; in the other one only what depends on colours. */
async function axeFaults(page: Page): Promise<readonly string[]> {
	const found = await axeOnce(page);
	// A value may be gliding (120 ms) while it is looked at: what is still there at a second look is a fault.
	return found.length === 0 ? found : axeOnce(page);
}

async function axeOnce(page: Page): Promise<readonly string[]> {
	// Legacy mode: without a page of its own for each run, which it only needs where frames are.
	const own = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
	const theme = await themeOf(page);
	const other = theme === 'dark' ? 'light' : 'dark';
	const others = await contrastIn(page, other);
	await setTheme(page, theme);
	return [...own.violations.map(sentenceOf), ...others.map((violation) => `${other}: ${sentenceOf(violation)}`)];
}

const themeOf = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme);

/** A page that is still arriving may put its own theme back meanwhile: then half of what was seen is of that one. */
async function contrastIn(page: Page, theme: string): Promise<readonly Violation[]> {
	for (let look = 1; ; look += 1) {
		await setTheme(page, theme);
		const found = await page.evaluate(runContrast);
		if (found.length === 0 || look === 3 || (await themeOf(page)) === theme) return found;
	}
}

interface Violation {
	readonly id: string;
	readonly nodes: readonly { readonly html: string }[];
}

const sentenceOf = ({ id, nodes }: Violation) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`;

/** Runs in the page, where axe is since it was run there. */
async function runContrast(): Promise<readonly Violation[]> {
	const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: readonly Violation[] }> } };
	const { violations } = await axe.run({ runOnly: ['color-contrast'], elementRef: false });
	return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) }));
}

async function setTheme(page: Page, theme: string | undefined): Promise<void> {
	await page.evaluate((next) => {
		if (next === undefined) delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = next;
	}, theme);
}

async function layoutFaults(page: Page, sizes: readonly SizeName[]): Promise<readonly string[]> {
	const faults: string[] = [];
	for (const name of sizes) {
		await page.setViewportSize(SIZES[name]);
		await page.evaluate(painted);
		const asked = { name, least: STOP_LEAST, isPhone: name === 'phone' };
		const found = await page.evaluate(measure, asked);
		if (found.length === 0) continue;
		// A busy machine may still be laying out what was just resized: what a second look finds too is a fault.
		await page.evaluate(painted);
		const again = await page.evaluate(measure, asked);
		faults.push(...found.filter((fault) => again.includes(fault)));
	}
	return faults;
}

/** Runs in the page: until what has changed is on the screen. */
function painted(): Promise<void> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => {
			requestAnimationFrame(() => resolve());
		});
	});
}

/** Runs in the page. */
function measure({ name, least, isPhone }: { name: string; least: number; isPhone: boolean }): string[] {
	const root = document.documentElement;
	const found: string[] = [];
	const stop = [...document.querySelectorAll('button')].find((button) => button.textContent?.trim() === 'STOP');
	const check = (how: string) => {
		if (root.scrollWidth > root.clientWidth) {
			const isOut = ({ left, right }: DOMRect) => right > root.clientWidth + 1 || left < -1;
			const wide = [...document.body.querySelectorAll('*')].filter((element) => isOut(element.getBoundingClientRect()));
			const who = wide.map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`);
			found.push(`${name}, ${how}: ${root.scrollWidth - root.clientWidth} px too wide (${who.slice(0, 5).join(', ')})`);
		}
		if (!stop || !isPhone) return;
		const { left, right, top, bottom, height } = stop.getBoundingClientRect();
		if (height < least) found.push(`${name}, ${how}: STOP is ${height} px high`);
		const xs = [left + 4, (left + right) / 2, right - 4];
		const ys = [top + 4, (top + bottom) / 2, Math.min(bottom, innerHeight) - 4];
		const isFree = xs.every((x) => ys.every((y) => stop.contains(document.elementFromPoint(x, y))));
		if (!isFree) found.push(`${name}, ${how}: STOP is covered`);
	};
	check('as it is');
	const { dir } = root;
	root.dir = dir === 'rtl' ? 'ltr' : 'rtl';
	check('the other direction');
	root.dir = dir;
	if (isPhone) {
		root.style.fontSize = '200%';
		check('200 % text');
		root.style.fontSize = '';
	}
	return found;
}

async function takePicture(page: Page, name: string): Promise<void> {
	if (!PICTURES) return;
	mkdirSync(PICTURES, { recursive: true });
	await page.screenshot({ path: join(PICTURES, `${name.replaceAll(/[^a-z0-9 ]/gi, '')}.png`) });
}
