import { createSessionLink } from '../../client/link/session-link.ts';
import { createFlow } from '../../client/phone/flow.ts';
import { createLiveHub } from '../../server/live/hub.ts';
import type { LiveHub } from '../../server/live/live-hub.ts';
import { NO_SIGNAL_YET } from '../../shared/readings.ts';
import type { SimOutbox } from './browser.ts';
import { createSimDisk, type SimDisk } from './disk.ts';
import { createLines } from './lines.ts';
import type { Observers } from './observers.ts';
import type { Random } from './random.ts';
import type { SimPage, Watch } from './sim-page.ts';
import { CALM, type WireFaults } from './sim-wire.ts';
import { createSimStore, type SimStore } from './store.ts';

/** One server, its disks, its network and the pages of one session: everything that moves, moved by hand. */
export interface World {
	/** The server's clock, ms. */
	now: number;
	readonly random: Random;
	/** What the server draws from: of what it does for observers, theirs. */
	bytesFrom: Random;
	/** Those who ask to follow, where this run has any. */
	observers: Observers | null;
	readonly faults: WireFaults;
	readonly disk: SimDisk;
	readonly store: SimStore;
	readonly session: string;
	/** Of every frame that was ever sent, in order. */
	digest: number;
	/** Starts of the server so far. */
	boots: number;
	/** Null while the server is down. */
	hub: LiveHub | null;
	readonly pages: SimPage[];
	/** The server may queue little for its disk, and lets go of it. */
	readonly hasSmallQueue: boolean;
	/** What went wrong inside the code under test. */
	readonly throws: string[];
	/** Looks on at every frame. */
	readonly watch: Watch;
	boot(): Promise<void>;
	crash(): void;
	load(seat: SimPage['seat'], token: string, outbox: SimOutbox): Promise<SimPage>;
	unload(page: SimPage): void;
	connect(page: SimPage): void;
	/** Breaks the page's connection, as a network does. */
	unplug(page: SimPage): void;
	/** Moves one frame of the page's wire; answers whether one waited. */
	move(page: SimPage, faults: WireFaults): boolean;
	/** Time passes, ms; whoever is not frozen notices. */
	pass(ms: number): void;
	/** A frozen page goes on. */
	thaw(page: SimPage): void;
}

export const START_AT = 1_700_000_000_000;
export const CLINIC = 'clinic';
export const MEMBER = 'member';
export const CLIENT_NAME = 'Example';
/** What the server may queue for its disk in some runs, bytes: so that it is exceeded. */
const SMALL_QUEUE_BYTES = 1_500;

export function createWorld(random: Random, faults: WireFaults, watch: Watch): World {
	const disk = createSimDisk();
	const store = createSimStore();
	const queueLimitBytes = faults !== CALM && random.chance(0.15) ? SMALL_QUEUE_BYTES : undefined;

	const guarded = (where: string, work: () => unknown) => {
		try {
			work();
		} catch (problem) {
			world.throws.push(`${where}: ${problem instanceof Error ? problem.message : 'threw'}`);
		}
	};

	const world: World = {
		now: START_AT,
		random,
		bytesFrom: random,
		observers: null,
		faults,
		disk,
		store,
		session: random.id(),
		digest: 2_166_136_261,
		boots: 0,
		hub: null,
		pages: [],
		hasSmallQueue: queueLimitBytes !== undefined,
		throws: [],
		watch,
		async boot() {
			world.boots += 1;
			const boot = world.boots;
			world.hub = await createLiveHub({
				journal: disk.journal(),
				store,
				now: () => world.now,
				randomBytes: (length) => world.bytesFrom.bytes(length),
				hash: (text) => text,
				trouble: (_what, _session, problem) => {
					if (boot === world.boots && problem instanceof RangeError) world.throws.push(`server: ${problem.message}`);
				},
				...(queueLimitBytes !== undefined && { queueLimitBytes }),
			});
		},
		crash() {
			world.boots += 1;
			world.hub = null;
			disk.crash();
			store.crash();
			for (const page of world.pages) lines.cut(page);
			world.observers?.crash();
		},
		async load(seat, token, outbox) {
			const page = createPage(seat, token, outbox);
			world.pages.push(page);
			await page.engine.load();
			return page;
		},
		unload(page) {
			lines.cut(page);
			page.isAlive = false;
			page.outbox.die();
		},
		connect: (page) => lines.connect(page),
		unplug: (page) => lines.cut(page),
		move: (page, faults) => !page.isFrozen && (page.wire?.move(faults) ?? false),
		pass(ms) {
			world.now += ms;
			for (const page of world.pages) tickPage(page);
			world.observers?.tick();
			guarded('server', () => world.hub?.tick());
		},
		thaw(page) {
			page.isFrozen = false;
			tickPage(page);
		},
	};
	const tickPage = (page: SimPage) => {
		if (!page.isAlive || page.isFrozen) return;
		lines.cutIfClosed(page);
		page.runTimers();
		guarded(page.name, () => page.engine.handleTick());
	};
	const lines = createLines<SimPage>(world, guarded, { random, watch });

	const createPage = (seat: SimPage['seat'], token: string, outbox: SimOutbox): SimPage => {
		const loadedAt = world.now;
		/** Its clock runs a little askew. */
		const drift = 1 + (random.next() - 0.5) / 500;
		const now = () => (world.now - loadedAt) * drift;
		let timers: { readonly at: number; readonly act: () => void }[] = [];
		const after = (ms: number, act: () => void) => {
			const timer = { at: now() + ms, act };
			timers.push(timer);
			return () => {
				timers = timers.filter((each) => each !== timer);
			};
		};
		const engine = createSessionLink({
			seat,
			token,
			now,
			randomId: () => random.id(),
			outbox,
			secondRoad: (frames) => lines.secondRoad(page, frames),
			...(seat === 'therapist' && { client: { name: CLIENT_NAME } }),
		});
		const touch = () => {
			page.isMoved = false;
			engine.touch();
		};
		const append: SimPage['engine']['append'] = (body, options) => {
			if (page.stands) page.stands.until = world.now;
			return engine.append(body, options);
		};
		const link = { append, setPicture: engine.setPicture, serverNow: engine.serverNow, touch };
		const page: SimPage = {
			name: `${seat}${world.pages.length}`,
			seat,
			token,
			outbox,
			engine,
			now,
			touch,
			flow: createFlow({ link, now, after, isPractice: () => page.isPractising }),
			wire: null,
			isAlive: true,
			isOnline: true,
			isFrozen: false,
			isInView: true,
			isPractising: false,
			stands: null,
			isMoved: false,
			isMisled: false,
			hasStrayPen: false,
			checkedHeads: null,
			hasAnsweredErase: false,
			hasLeft: false,
			greetedBoot: 0,
			greetedAs: '',
			helloAs: '',
			frameAt: Number.NEGATIVE_INFINITY,
			clientHeardAt: Number.NEGATIVE_INFINITY,
			signal: NO_SIGNAL_YET,
			runTimers() {
				for (const timer of timers.filter(({ at }) => at <= now())) {
					timers = timers.filter((each) => each !== timer);
					timer.act();
				}
			},
		};
		return page;
	};

	return world;
}

/** Lets every promise that can go on do so. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}
