import { setTimeout as sleep } from 'node:timers/promises';
import { phone as phoneWords } from '../../client/words/en/phone.ts';
import { NOT_DELIVERED_MS } from '../../shared/stop-status.ts';
import { pressStop } from '../../tests/harness/journey.ts';
import { createRandom, type Random } from '../simulator/random.ts';
import { type BrowserWorld, crash, openBrowserWorld, type Pair, reopenDesk, showAgain } from './browser-pairs.ts';
import { firstPainted, type Shown, takeNotes } from './browser-witness.ts';
import { figures } from './quantiles.ts';
import type { Finding, Row } from './row.ts';

const SIZES = { small: { rounds: 6, pairs: 2 }, full: { rounds: 50, pairs: 4 } } as const;
/** What a browser may add to the exact time, ms. */
const BROWSER_MS = 250;
/** Between the fault and the press, at most: from not noticed yet to known, ms. */
const UNNOTICED_MS = 3_000;

/** What keeps a STOP from the therapist's screen, and how it is over. */
interface Fault {
	readonly words: string;
	begin(world: BrowserWorld, pair: Pair): Promise<void>;
	end(world: BrowserWorld, pair: Pair): Promise<void>;
}

const onPhoneLink = (words: string, weather: Parameters<Pair['phoneLink']['set']>[0]): Fault => ({
	words,
	async begin(_world, { phoneLink }) {
		phoneLink.set(weather);
	},
	async end(_world, { phoneLink }) {
		phoneLink.set({ is: 'clear' });
	},
});

/** The server goes for all pairs at once, and comes once. */
const onServer: Fault = {
	words: 'server dead',
	begin: ({ server }) => server.stop('SIGKILL'),
	end: async ({ server }) => {
		if (server.pid() === 0) await server.start();
	},
};

const FAULTS: readonly Fault[] = [
	onPhoneLink('no path', { is: 'cut' }),
	onPhoneLink('half-open', { is: 'black-hole', of: 'all' }),
	onServer,
	{
		words: "therapist's tab hidden (visibilityState overridden)",
		begin: async (_world, { desk }) => {
			await desk.evaluate(() => {
				Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
				document.dispatchEvent(new Event('visibilitychange'));
			});
		},
		end: (_world, { desk }) => showAgain(desk),
	},
	{ words: "therapist's tab closed", begin: (_world, { desk }) => desk.close(), end: reopenDesk },
	{
		words: "therapist's tab crashed",
		begin: (world, { desk }) => crash(world, desk),
		async end(world, pair) {
			await pair.desk.close();
			await reopenDesk(world, pair);
		},
	},
];

interface Case {
	readonly fault: string;
	/** From the touch until NOT DELIVERED was painted, ms; null where it never was. */
	readonly toldMs: number | null;
	/** "On your therapist's screen" stood on the phone while no therapist could have seen it. */
	readonly isFalse: boolean;
}

/** Row 8 in the browser: a STOP that is not shown is admitted. */
export const notDeliveredRow: Row = {
	row: 8,
	promise: 'a STOP not shown is admitted (browser)',
	async try(size) {
		const { rounds, pairs } = SIZES[size];
		const random = createRandom(8);
		const world = await openBrowserWorld({ pairs, random: random.next });
		const cases: Case[] = [];
		try {
			for (let round = 0; round < rounds; round += 1) {
				const fault = FAULTS[round % FAULTS.length] as Fault;
				cases.push(...(await tryRound(world, fault, random)));
			}
		} finally {
			await world.close();
		}
		return [...FAULTS.map(({ words }) => findingOf(words, cases)), falseFinding(cases)];
	},
};

async function tryRound(world: BrowserWorld, fault: Fault, random: Random): Promise<readonly Case[]> {
	if (fault === onServer) await fault.begin(world, world.pairs[0] as Pair);
	const tried = await Promise.all(
		world.pairs.map(async (pair) => {
			const waitMs = random.whole(0, UNNOTICED_MS);
			if (fault !== onServer) await fault.begin(world, pair);
			await takeNotes(pair.phone);
			await sleep(waitMs);
			return pressUnseen(pair, fault.words);
		}),
	);
	if (fault === onServer) await fault.end(world, world.pairs[0] as Pair);
	await Promise.all(
		world.pairs.map(async (pair) => {
			if (fault !== onServer) await fault.end(world, pair);
			await goOn(pair);
		}),
	);
	return tried;
}

async function pressUnseen({ phone }: Pair, fault: string): Promise<Case> {
	await pressStop(phone);
	// Twice the time it may take: nothing else may have been said by then.
	await sleep(2 * NOT_DELIVERED_MS);
	const { shown, pressedAt } = await takeNotes(phone);
	const from = pressedAt[0] ?? Number.NaN;
	const toldAt = firstPainted(shown, 'not-delivered', from);
	const isFalse = (each: Shown) => each.isShown && (each.what === 'shown' || each.what === 'answered');
	return { fault, toldMs: toldAt === null ? null : toldAt - from, isFalse: shown.some(isFalse) };
}

/** What was not delivered arrives, is told, and is taken back. */
async function goOn({ phone, desk }: Pair): Promise<void> {
	await desk.getByRole('alertdialog').waitFor();
	await phone.getByText(phoneWords.stop.shown).waitFor();
	await phone.getByRole('button', { name: phoneWords.stop.mistake }).click();
	await desk.getByRole('alertdialog').waitFor({ state: 'hidden' });
	await phone.locator('.plate').waitFor();
}

function findingOf(words: string, cases: readonly Case[]): Finding {
	const own = cases.filter(({ fault }) => fault === words);
	const told = own.flatMap(({ toldMs }) => (toldMs === null ? [] : [toldMs]));
	const most = NOT_DELIVERED_MS + BROWSER_MS;
	return {
		what: `touch to NOT DELIVERED, ${words}`,
		asked: `≤ ${most} ms, always`,
		seen: `${figures(told)}, ${own.length - told.length} never`,
		holds: told.length === own.length && told.every((ms) => ms <= most),
	};
}

function falseFinding(cases: readonly Case[]): Finding {
	const count = cases.filter(({ isFalse }) => isFalse).length;
	return {
		what: `"on your therapist's screen" said falsely in ${cases.length} cases`,
		asked: '0',
		seen: `${count}`,
		holds: count === 0,
	};
}
