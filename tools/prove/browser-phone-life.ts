import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { phone as phoneWords } from '../../client/words/en/phone.ts';
import { bothSides, endButton, endedScreen, hold, lineOf, readRecord, slideTo } from '../../tests/harness/journey.ts';
import { createRandom, type Random } from '../simulator/random.ts';
import {
	type BrowserWorld,
	crash,
	openBrowserWorld,
	openPocketPhone,
	type Pair,
	reopenPhone,
} from './browser-pairs.ts';
import { figures, quantile } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = {
	small: { times: 2, networks: 4, awayMs: 6_000, lockedMs: 6_000 },
	full: { times: 10, networks: 20, awayMs: 20_000, lockedMs: 300_000 },
} as const;
type Size = keyof typeof SIZES;
const LIVE_AGAIN_MS = 3_000;

interface Turn {
	/** From the return until the phone says that it is seen, ms; null where nothing was interrupted. */
	readonly liveAgainMs: number | null;
}

/** Something that happens in a phone's life. */
interface Happening {
	readonly words: string;
	readonly isInsecure?: boolean;
	/** Runs in the phone's pages before their own scripts. */
	readonly phoneScript?: () => void;
	happen(world: BrowserWorld, pair: Pair, size: Size, random: Random): Promise<readonly Turn[]>;
}

async function backAfter(pair: Pair, comeBack: () => Promise<void>): Promise<Turn> {
	const from = performance.now();
	await comeBack();
	await lineOf.sees(pair.phone).or(lineOf.here(pair.phone)).waitFor();
	const liveAgainMs = performance.now() - from;
	await moveThumb(pair.phone);
	return { liveAgainMs };
}

/** A handful of samples. */
async function moveThumb(phone: Page): Promise<void> {
	for (const to of [0.4, 0.55, 0.45]) await slideTo(phone, to);
}

async function many(times: number, once: () => Promise<Turn>): Promise<readonly Turn[]> {
	const turns: Turn[] = [];
	for (let i = 0; i < times; i += 1) turns.push(await once());
	return turns;
}

const reload: Happening['happen'] = (_world, pair, size) =>
	many(SIZES[size].times, () => backAfter(pair, async () => void (await pair.phone.reload())));

/** All connections are torn, and what is moved meanwhile stays on the phone; then a new network is there. */
const changeNetwork: Happening['happen'] = (_world, pair, size, random) =>
	many(SIZES[size].networks, async () => {
		pair.phoneLink.set({ is: 'cut' });
		await moveThumb(pair.phone);
		await sleep(random.whole(200, 4_000));
		return backAfter(pair, async () => pair.phoneLink.set({ is: 'clear' }));
	});

/** The browser itself knows that there is no network: an open WebSocket stalls without closing. */
const goOffline: Happening['happen'] = async (_world, pair, size) => {
	await pair.phoneContext.setOffline(true);
	await moveThumb(pair.phone);
	await sleep(SIZES[size].awayMs);
	return [await backAfter(pair, () => pair.phoneContext.setOffline(false))];
};

const killTab: Happening['happen'] = (world, pair, size) =>
	many(SIZES[size].times, async () => {
		await crash(world, pair.phone);
		await pair.phone.close();
		return backAfter(pair, () => reopenPhone(pair));
	});

/** Frozen, as a lock does it: the page itself goes on afterwards. */
const lock: Happening['happen'] = async (world, pair, size) => {
	const pocket = await openPocketPhone(world, pair);
	await pocket.freeze();
	await sleep(SIZES[size].lockedMs);
	const from = performance.now();
	await pocket.resume();
	const alive = [phoneWords.line.sees, phoneWords.line.here].map(
		(text) => `document.body.textContent.includes(${JSON.stringify(text)})`,
	);
	await pocket.until(alive.join(' || '));
	const liveAgainMs = performance.now() - from;
	await pocket.close();
	const turn = await backAfter(pair, () => reopenPhone(pair));
	return [{ liveAgainMs }, turn];
};

/** The other tab takes the place by a touch, and gives it back by one. */
const openSecondTab: Happening['happen'] = (_world, pair, size) =>
	many(SIZES[size].times, async () => {
		const first = pair.phone;
		await reopenPhone(pair);
		await lineOf.here(pair.phone).waitFor();
		await moveThumb(pair.phone);
		await first.getByText(phoneWords.line.moved).waitFor();
		await pair.phone.close();
		pair.phone = first;
		await moveThumb(first);
		await lineOf.sees(first).waitFor();
		return { liveAgainMs: null };
	});

/** Runs in the page: a browser that keeps nothing, as in private mode or with a full disk. */
function refuseStorage(): void {
	const refuse = () => {
		throw new DOMException('no room', 'QuotaExceededError');
	};
	Object.defineProperty(Storage.prototype, 'setItem', { value: refuse });
	Object.defineProperty(IDBFactory.prototype, 'open', { value: refuse });
}

/** It must say that it keeps nothing, and lose nothing while it lives. */
const keepNothing: Happening['happen'] = async (world, pair, size, random) => {
	await pair.phone.getByText(phoneWords.notices['storage-refused']).waitFor();
	return changeNetwork(world, pair, size, random);
};

const HAPPENINGS: readonly Happening[] = [
	{ words: 'reload', happen: reload },
	{ words: 'tab killed', happen: killTab },
	{ words: 'network change', happen: changeNetwork },
	{ words: 'offline in press', happen: goOffline },
	{ words: 'locked (frozen page)', happen: lock },
	{ words: 'no storage (low, or private mode)', phoneScript: refuseStorage, happen: keepNothing },
	{ words: 'two tabs', happen: openSecondTab },
	{ words: 'insecure origin: reload', isInsecure: true, happen: reload },
	{ words: 'insecure origin: network change', isInsecure: true, happen: changeNetwork },
];

/** Row 14: a phone's life. */
export const phoneLifeRow: Row = {
	row: 14,
	promise: "a phone's life (browser)",
	async try(size) {
		const random = createRandom(14);
		const findings: Finding[] = [];
		for (const happening of HAPPENINGS) findings.push(...(await live(happening, size, random)));
		return findings;
	},
};

async function live(happening: Happening, size: Size, random: Random): Promise<readonly Finding[]> {
	const { words, isInsecure = false, phoneScript } = happening;
	const world = await openBrowserWorld({
		pairs: 1,
		random: random.next,
		isInsecure,
		...(phoneScript && { phoneScript }),
	});
	try {
		const pair = world.pairs[0] as Pair;
		const turns = await happening.happen(world, pair, size, random);
		const times = turns.flatMap(({ liveAgainMs }) => (liveAgainMs === null ? [] : [liveAgainMs]));
		const whole = await wholeFinding(words, pair);
		if (times.length === 0) return [whole];
		const p95 = quantile(times, 0.95);
		const again: Finding = {
			what: `live again, ${words}`,
			asked: `p95 ≤ ${LIVE_AGAIN_MS} ms`,
			seen: figures(times, [0.5, 0.95]),
			holds: p95 <= LIVE_AGAIN_MS,
		};
		return [again, whole];
	} finally {
		await world.close();
	}
}

/** Ends the session and holds what the phone put on its wires against the record: doubled is one act under two identities. */
async function wholeFinding(words: string, { desk, phone, session, said }: Pair): Promise<Finding> {
	await hold(desk, endButton(desk), endedScreen(desk));
	await phone.getByRole('heading', { name: phoneWords.end.title }).waitFor();
	await phone.getByText('on the way.', { exact: false }).waitFor({ state: 'hidden' });
	const sides = bothSides(said, await readRecord(desk, session));
	const lost = Object.entries(sides.said).filter(
		([key, event]) => JSON.stringify(sides.recorded[key]) !== JSON.stringify(event),
	);
	const unsaid = Object.keys(sides.recorded).filter((key) => !(key in sides.said));
	const acts = Object.values(sides.recorded).map(({ at, body }) => JSON.stringify([at, body]));
	const twice = acts.length - new Set(acts).size;
	return {
		what: `events of the phone lost, doubled or recorded without having been sent, ${words}`,
		asked: '0, 0 and 0',
		seen: `${lost.length}, ${twice} and ${unsaid.length} of ${Object.keys(sides.said).length}`,
		holds: lost.length + twice + unsaid.length === 0,
	};
}
