/**
 * `npm run pictures`: the pictures of the README and the docs, made anew from the running product: the demo's clinic, a
 * desk and a phone in a real browser. Takes about two minutes, since a session is lived through.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../server/config.ts';
import { launchChromium } from './chromium.ts';
import { openDemo } from './demo/open-demo.ts';
import { takePictures } from './pictures/scenes.ts';

const ROOT = join(import.meta.dirname, '..');
const SEED = 2;

async function run(): Promise<void> {
	// Known by a name that is nobody's own: an address of this machine has no place in a picture.
	const parsed = parseConfig({ HOST: 'localhost', PORT: process.env.PORT, LOG_LEVEL: 'error' });
	if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
	const folder = join(ROOT, 'docs', 'pictures');
	mkdirSync(folder, { recursive: true });
	const pagesFolder = join(ROOT, 'dist', 'client');
	const demo = await openDemo({ config: parsed.config, mayMove: true, seed: SEED, pagesFolder });
	try {
		const browser = await launchChromium();
		try {
			await takePictures({ browser, demo, folder, said: (name) => console.log(`  ${name}`) });
		} finally {
			await browser.close();
		}
	} finally {
		await demo.close();
	}
}

await run();
