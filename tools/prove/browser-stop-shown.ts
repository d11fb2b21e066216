import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { phone as phoneWords } from '../../client/words/en/phone.ts';
import { pressStop } from '../../tests/harness/journey.ts';
import type { Weather } from '../../tests/harness/tcp-proxy.ts';
import { createRandom, type Random } from '../simulator/random.ts';
import { openBrowserWorld, type Pair } from './browser-pairs.ts';
import { firstPainted, type Moved, type Shown, takeNotes } from './browser-witness.ts';
import { figures, quantile } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = {
	small: { clear: 20, bad: 8, movements: 100 },
	full: { clear: 200, bad: 100, movements: 1_000 },
} as const;

/** The phone's link, in words and as the proxy makes it. */
const WEATHERS: readonly (readonly [string, Weather])[] = [
	['no fault', { is: 'clear' }],
	['300 ms round trip', { is: 'delay', oneWayMs: 150 }],
	['5 % of chunks held 200–1,000 ms', { is: 'hold', share: 0.05, leastMs: 200, mostMs: 1_000 }],
	['black-holed WebSocket', { is: 'black-hole', of: 'websocket' }],
];
const MOST_MS = 1_000;
const MEDIAN_MS = 150;

interface Press {
	/** From the finger's touch to the therapist's screen, and to the phone saying so, ms. */
	readonly toDesk: number;
	readonly toPhone: number;
}

/** Row 7 in the browser: STOP to the therapist's pixels, and the slider's way for comparison. */
export const stopShownRow: Row = {
	row: 7,
	promise: 'a STOP is shown (browser, to the pixel)',
	async try(size) {
		const random = createRandom(7);
		const world = await openBrowserWorld({ pairs: 1, random: random.next });
		try {
			const [pair] = world.pairs;
			if (!pair) throw new Error('no session');
			const findings: Finding[] = [];
			for (const [words, weather] of WEATHERS) {
				const count = weather.is === 'clear' ? SIZES[size].clear : SIZES[size].bad;
				findings.push(...findingsOf(words, weather, await pressMany(pair, weather, count, random)));
			}
			findings.push(await sliderFinding(pair, SIZES[size].movements, random));
			return findings;
		} finally {
			await world.close();
		}
	},
};

function findingsOf(words: string, weather: Weather, presses: readonly Press[]): readonly Finding[] {
	const toDesk = presses.map((press) => press.toDesk);
	const within: Finding = {
		what: `touch to the therapist's pixels, ${words}`,
		asked: `≤ ${MOST_MS} ms`,
		seen: figures(toDesk),
		holds: toDesk.every((ms) => ms <= MOST_MS),
	};
	const phone: Finding = {
		what: `touch to "on your therapist's screen", ${words}`,
		asked: '',
		seen: figures(presses.map((press) => press.toPhone)),
		holds: null,
	};
	const median = quantile(toDesk, 0.5);
	const usual: Finding = {
		what: 'the usual way without fault',
		asked: `p50 ≤ ${MEDIAN_MS} ms`,
		seen: `${Math.round(median)} ms`,
		holds: median <= MEDIAN_MS,
	};
	return weather.is === 'clear' ? [within, phone, usual] : [within, phone];
}

async function pressMany(pair: Pair, weather: Weather, count: number, random: Random): Promise<readonly Press[]> {
	const presses: Press[] = [];
	for (let i = 0; i < count; i += 1) {
		pair.phoneLink.set(weather);
		await sleep(random.whole(50, 350));
		presses.push(await pressOnce(pair));
		pair.phoneLink.set({ is: 'clear' });
		await pair.phone.getByRole('button', { name: phoneWords.stop.mistake }).click();
		await pair.desk.getByRole('alertdialog').waitFor({ state: 'hidden' });
		await pair.phone.locator('.plate').waitFor();
	}
	return presses;
}

async function pressOnce({ phone, desk }: Pair): Promise<Press> {
	await Promise.all([takeNotes(phone), takeNotes(desk)]);
	await pressStop(phone);
	const [atDesk, atPhone] = await Promise.all([noted(desk, 'stop'), noted(phone, 'shown')]);
	const { pressedAt } = await takeNotes(phone);
	const from = pressedAt[0] ?? Number.NaN;
	return { toDesk: atDesk - from, toPhone: atPhone - from };
}

/** Waits until the page has painted a text, and answers when that was. */
export async function noted(page: Page, what: string): Promise<number> {
	await page.waitForFunction(
		(wanted) => window.witness.shown.some((each) => each.what === wanted && each.isShown),
		what,
		{ polling: 50 },
	);
	const shown = await page.evaluate(() => window.witness.shown);
	return firstPainted(shown, what, 0) ?? Number.NaN;
}

/** Tenths of the scale that are moved over, and how far each time: so no alarm takes the number's place, and each is another. */
const SPAN = 29;
const STRIDE = 11;

/** Ten movements a second. A value comes again only after 29 others, so that what is painted can be told apart. */
export async function sliderFinding({ phone, desk }: Pair, count: number, random: Random): Promise<Finding> {
	const box = await phone.locator('[role="presentation"]').first().boundingBox();
	if (!box) throw new Error('the slider is not there');
	await Promise.all([takeNotes(phone), takeNotes(desk)]);
	const x = box.x + box.width / 2;
	await phone.mouse.move(x, box.y + box.height / 2);
	await phone.mouse.down();
	const moved: Moved[] = [];
	const painted: Shown[] = [];
	for (let i = 0; i < count; i += 1) {
		await phone.mouse.move(x, box.y + box.height * (0.4 + ((i * STRIDE) % SPAN) / 100));
		await sleep(random.whole(60, 140));
		if (i % 50 === 49) await collect();
	}
	await phone.mouse.up();
	await sleep(1_000);
	await collect();
	async function collect() {
		const [there, here] = await Promise.all([takeNotes(phone), takeNotes(desk)]);
		moved.push(...there.moved);
		painted.push(...here.shown);
	}
	const ways = moved.map(({ text, at }) => (firstPainted(painted, text, at) ?? Number.NaN) - at);
	const known = ways.filter((ms) => ms < 2_000);
	return {
		what: 'slider to the therapist’s pixels, loopback',
		asked: '',
		seen: `${figures(known)} movements; ${ways.length - known.length} were followed by another before they could be painted`,
		holds: null,
	};
}
