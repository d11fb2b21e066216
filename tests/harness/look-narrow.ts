import type { Page } from 'playwright';

/** A small phone of today, CSS px. */
const NARROW = { width: 360, height: 740 };
/** The least height of what is touched, CSS px. */
const TARGET_LEAST = 44;

const WAYS = [
	['as it is', { size: '', dir: '' }],
	['right to left', { size: '', dir: 'rtl' }],
	['200 % text', { size: '200%', dir: '' }],
] as const;

/**
 * What a thumb on a phone meets on a page of the clinic: text that is cut, a page that moves sideways, a target too low, a
 * view that begins below the first screen. One line each.
 */
export async function narrowFaults(page: Page): Promise<readonly string[]> {
	const size = page.viewportSize();
	await page.setViewportSize(NARROW);
	const faults: string[] = [];
	for (const [how, way] of WAYS) {
		const look = () => page.evaluate(measure, { ...way, least: TARGET_LEAST });
		const found = await look();
		// A busy machine may still be laying out what was just resized: what a second look finds too is a fault.
		const again = found.length > 0 ? await look() : [];
		faults.push(...found.filter((fault) => again.includes(fault)).map((fault) => `${how}: ${fault}`));
	}
	if (size) await page.setViewportSize(size);
	return faults;
}

/** Runs in the page, and leaves it as it was. */
async function measure({ size, dir, least }: { size: string; dir: string; least: number }): Promise<string[]> {
	const root = document.documentElement;
	const before = root.dir;
	root.style.fontSize = size;
	root.dir = dir || before;
	await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
	const found: string[] = [];
	if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth - root.clientWidth} px too wide`);
	const named = (element: Element) =>
		`${element.tagName.toLowerCase()} “${(element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 40)}”`;
	const isSeen = (element: Element) => element.checkVisibility() && !element.closest('.only-heard, svg, select');
	for (const element of [...document.body.querySelectorAll('*')].filter(isSeen)) {
		const { overflowX, display } = getComputedStyle(element);
		// A table that is wider than the page is moved by itself, by keyboard too.
		const isMoved = element.getAttribute('tabindex') === '0';
		const isHeld = overflowX !== 'visible' && !isMoved && element.clientWidth > 1;
		const isCut = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
		if (isHeld && isCut) found.push(`cut: ${named(element)}`);
		const isTarget = element.matches('a, button, select, summary, textarea') && display !== 'inline';
		const { height } = element.getBoundingClientRect();
		if (isTarget && height > 0 && height < least - 0.5) found.push(`${height} px high: ${named(element)}`);
	}
	const top = (document.querySelector('main')?.getBoundingClientRect().top ?? 0) + scrollY;
	if (top > innerHeight / 3) found.push(`the view begins at ${top} px`);
	root.style.fontSize = '';
	root.dir = before;
	return found;
}
