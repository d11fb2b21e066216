import type { Browser, Page } from 'playwright';

declare global {
	interface Window {
		/** Instants of this page's own clock, ms. */
		reviewClock: { paintedAt: number | null; frames: number[] };
	}
}

/** Runs in the page before anything of it: notes when the curve was painted, and when each frame came. */
function watch(): void {
	const clock: Window['reviewClock'] = { paintedAt: null, frames: [] };
	window.reviewClock = clock;
	const tick = (now: number) => {
		clock.frames.push(now);
		requestAnimationFrame(tick);
	};
	requestAnimationFrame(tick);
	const look = new MutationObserver(() => {
		if (!document.querySelector('.detail .curve')) return;
		look.disconnect();
		// Painted at the latest when the frame after the one that drew it begins.
		requestAnimationFrame(() => requestAnimationFrame(() => (clock.paintedAt = performance.now())));
	});
	look.observe(document, { childList: true, subtree: true });
}

export const watchReview = (page: Page): Promise<unknown> => page.addInitScript(watch);

/** From the record's last byte to the curve on the screen, ms. */
export async function openedIn(page: Page): Promise<number> {
	await page.waitForFunction(() => window.reviewClock.paintedAt !== null);
	return page.evaluate(() => {
		const read = performance
			.getEntriesByType('resource')
			.filter(({ name }) => /\/api\/sessions\/[\w-]{22}$/.test(name));
		const last = read.at(-1) as PerformanceResourceTiming | undefined;
		return (window.reviewClock.paintedAt ?? Number.NaN) - (last?.responseEnd ?? Number.NaN);
	});
}

/** How long each frame took while something was done, ms. */
export async function framesOf(page: Page, act: () => Promise<void>): Promise<readonly number[]> {
	await page.evaluate(() => void window.reviewClock.frames.splice(0));
	await act();
	const frames = await page.evaluate(() => window.reviewClock.frames);
	return frames.slice(1).map((at, i) => at - (frames[i] as number));
}

/**
 * How much the page has worked so far on its main thread, ms of processor time: what a busy machine does in between is not
 * counted, so that figures of two machines can be compared.
 */
export async function watchWork(page: Page): Promise<() => Promise<number>> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
	return async () => {
		const { metrics } = await devtools.send('Performance.getMetrics');
		return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
	};
}

interface TraceEvent {
	readonly name: string;
	readonly tid: number;
	readonly pid: number;
	readonly ph: string;
	/** Of its thread's processor time, μs. */
	readonly tdur?: number;
	readonly args?: { readonly name?: string };
}

/** How long each of the page's tasks kept the processor while something was done, ms: what our code puts into a frame. */
export async function tasksOf(browser: Browser, page: Page, act: () => Promise<void>): Promise<readonly number[]> {
	await browser.startTracing(page, { categories: ['toplevel'] });
	await act();
	const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: readonly TraceEvent[] };
	const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
	const isOurs = (event: TraceEvent) => mains.some(({ pid, tid }) => pid === event.pid && tid === event.tid);
	return traceEvents.filter((event) => event.ph === 'X' && isOurs(event)).map(({ tdur = 0 }) => tdur / 1_000);
}
