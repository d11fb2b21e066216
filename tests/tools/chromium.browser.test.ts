import { expect, test } from 'vitest';
import { launchChromium } from '../../tools/chromium.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47];

test('the browser of the tests opens a page, runs its script, survives a closed context and takes a picture', async () => {
	const browser = await launchChromium();
	try {
		await browser.newContext().then((context) => context.close());
		const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
		await page.goto('data:text/html,<title>x</title><h1>here</h1><script>document.title=String(6*7)</script>');
		expect(await page.title()).toBe('42');
		expect(await page.getByRole('heading').textContent()).toBe('here');
		const letters = await page.getByRole('heading').evaluate((element) => {
			const range = document.createRange();
			range.selectNodeContents(element);
			return range.getBoundingClientRect().width;
		});
		expect(letters).toBeGreaterThan(20);
		expect([...(await page.screenshot()).subarray(0, 4)]).toEqual(PNG);
	} finally {
		await browser.close();
	}
});
