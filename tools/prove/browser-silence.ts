import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { NO_SIGNAL_MS, WEAK_MS } from '../../shared/protocol.ts';
import { lineOf, slideTo } from '../../tests/harness/journey.ts';
import { createRandom } from '../simulator/random.ts';
import {
	type BrowserWorld,
	crash,
	openBrowserWorld,
	openPocketPhone,
	type Pair,
	reopenPhone,
} from './browser-pairs.ts';
import type { RawPage } from './browser-raw-page.ts';
import { firstPainted, takeNotes } from './browser-witness.ts';
import { figures } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = { small: { rounds: 7, pairs: 2 }, full: { rounds: 28, pairs: 4 } } as const;
const BROWSER_MS = 250;

/** Which message was the last: the phone's to the server, or the server's to the desk. */
type Last = 'phone' | 'desk';

interface Fault {
	readonly words: string;
	readonly last: Last;
	begin(world: BrowserWorld, pair: Pair): Promise<void>;
	end(world: BrowserWorld, pair: Pair): Promise<void>;
}

const onLink = (words: string, last: Last, weather: Parameters<Pair['phoneLink']['set']>[0]): Fault => ({
	words,
	last,
	begin: async (_world, pair) => (last === 'phone' ? pair.phoneLink : pair.deskLink).set(weather),
	end: async (_world, pair) => (last === 'phone' ? pair.phoneLink : pair.deskLink).set({ is: 'clear' }),
});

/** A phone in a pocket is its own page, which Playwright does not keep awake. */
function frozenPhone(): Fault {
	const pockets = new Map<Pair, RawPage>();
	return {
		words: 'phone frozen',
		last: 'phone',
		async begin(world, pair) {
			const pocket = await openPocketPhone(world, pair);
			pockets.set(pair, pocket);
			await pocket.freeze();
		},
		async end(_world, pair) {
			await pockets.get(pair)?.close();
			await reopenPhone(pair);
		},
	};
}

const faults = (): readonly Fault[] => [
	frozenPhone(),
	{
		words: 'phone closed',
		last: 'phone',
		begin: (_world, { phone }) => phone.close(),
		end: (_, pair) => reopenPhone(pair),
	},
	{
		words: 'phone killed',
		last: 'phone',
		begin: (world, { phone }) => crash(world, phone),
		async end(_world, pair) {
			await pair.phone.close();
			await reopenPhone(pair);
		},
	},
	onLink("phone's link cut", 'phone', { is: 'cut' }),
	onLink("phone's link half-open", 'phone', { is: 'black-hole', of: 'all' }),
	onLink("desk's link half-open", 'desk', { is: 'black-hole', of: 'all' }),
	{
		words: 'server stopped',
		last: 'desk',
		begin: async ({ server }) => void process.kill(server.pid(), 'SIGSTOP'),
		end: async ({ server }) => void process.kill(server.pid(), 'SIGCONT'),
	},
];

interface Case {
	readonly fault: Fault;
	/** From the last message until "no signal" was painted, ms; null where it never was. */
	readonly lostMs: number | null;
	/** From the last message until the desk said that its own line gives no answer; null where it needn't. */
	readonly weakMs: number | null;
	readonly isStruckOut: boolean;
}

/** Row 12 in the browser: silence shows. It is counted from the last value, which may be a second older than the last message. */
export const silenceRow: Row = {
	row: 12,
	promise: 'silence shows (browser)',
	async try(size) {
		const { rounds, pairs } = SIZES[size];
		const world = await openBrowserWorld({ pairs, random: createRandom(12).next });
		const all = faults();
		const cases: Case[] = [];
		try {
			for (let round = 0; round < rounds; round += 1) {
				const fault = all[round % all.length] as Fault;
				cases.push(...(await Promise.all(world.pairs.map((pair) => tryFault(world, pair, fault)))));
				await Promise.all(world.pairs.map((pair) => comeBack(world, pair, fault)));
			}
		} finally {
			await world.close();
		}
		return [...all.flatMap((fault) => findingsOf(fault, cases)), staleFinding(cases)];
	},
};

async function tryFault(world: BrowserWorld, pair: Pair, fault: Fault): Promise<Case> {
	const { desk, phoneLink, deskLink } = pair;
	await fault.begin(world, pair);
	await takeNotes(desk);
	await sleep(NO_SIGNAL_MS + 3 * BROWSER_MS);
	const isStruckOut = await hasNoCurrentNumber(desk);
	const { shown } = await takeNotes(desk);
	const lastAt = fault.last === 'phone' ? phoneLink.lastAt('up') : deskLink.lastAt('down');
	const since = (what: string) => {
		const at = firstPainted(shown, what, 0);
		return at === null ? null : at - lastAt;
	};
	return { fault, lostMs: since('no-signal'), weakMs: fault.last === 'desk' ? since('own-weak') : null, isStruckOut };
}

/** Whatever number stands is struck out. */
const hasNoCurrentNumber = (desk: Page) =>
	desk.evaluate(() => [...document.querySelectorAll('main .number')].every((number) => number.querySelector('s')));

async function comeBack(world: BrowserWorld, pair: Pair, fault: Fault): Promise<void> {
	await fault.end(world, pair);
	await lineOf.sees(pair.phone).or(lineOf.here(pair.phone)).waitFor();
	await slideTo(pair.phone, 0.5);
	await pair.desk.locator('[data-alarm="no-signal"]').waitFor({ state: 'hidden' });
	await pair.desk.locator('[data-standing="fresh"]').waitFor();
}

function findingsOf(fault: Fault, cases: readonly Case[]): readonly Finding[] {
	const own = cases.filter((each) => each.fault === fault);
	const lost = own.flatMap(({ lostMs }) => (lostMs === null ? [] : [lostMs]));
	const most = NO_SIGNAL_MS + BROWSER_MS;
	const finding: Finding = {
		what: `last message to "no signal", ${fault.words}`,
		asked: `≤ ${most} ms, always`,
		seen: `${figures(lost)}, least ${Math.round(Math.min(...lost))} ms, ${own.length - lost.length} never`,
		holds: lost.length === own.length && lost.every((ms) => ms <= most),
	};
	if (fault.last === 'phone') return [finding];
	const weak = own.flatMap(({ weakMs }) => (weakMs === null ? [] : [weakMs]));
	return [
		finding,
		{
			what: `last message to the page's own cut-off, ${fault.words}`,
			asked: `≤ ${WEAK_MS + BROWSER_MS} ms, always`,
			seen: `${figures(weak)}, ${own.length - weak.length} never`,
			holds: weak.length === own.length && weak.every((ms) => ms <= WEAK_MS + BROWSER_MS),
		},
	];
}

function staleFinding(cases: readonly Case[]): Finding {
	const stale = cases.filter(({ isStruckOut }) => !isStruckOut).length;
	return {
		what: `an old value standing as current after "no signal" in ${cases.length} cases`,
		asked: '0',
		seen: `${stale}`,
		holds: stale === 0,
	};
}
