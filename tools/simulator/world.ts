import { createSessionLink, type LinkEngine, type Wire } from '../../client/link/session-link.ts';
import { createLiveHub } from '../../server/live/hub.ts';
import type { Connection, LiveHub } from '../../server/live/live-hub.ts';
import type { Seat } from '../../shared/events.ts';
import type { DownFrame } from '../../shared/protocol.ts';
import { createSimDisk, createSimStore, type SimOutbox } from './disk.ts';
import type { Random } from './random.ts';
import { createSimWire, type SimWire, type WireFaults } from './sim-wire.ts';

/** One load of a page, in a browser whose stored outbox outlives it. */
export interface SimPage {
	readonly name: string;
	readonly seat: Extract<Seat, 'client' | 'therapist'>;
	readonly token: string;
	readonly engine: LinkEngine;
	readonly outbox: SimOutbox | null;
	wire: SimWire | null;
	isAlive: boolean;
	isOnline: boolean;
	/** Monotonic ms since its load started. */
	readonly loadedAt: number;
	/** Its clock may run askew by this factor. */
	readonly drift: number;
}

export interface World {
	now: number;
	readonly random: Random;
	readonly faults: WireFaults;
	readonly disk: ReturnType<typeof createSimDisk>;
	readonly store: ReturnType<typeof createSimStore>;
	readonly session: string;
	hub: LiveHub | null;
	pages: SimPage[];
	/** What went wrong inside the code under test. */
	readonly throws: string[];
	start(): Promise<string>;
	boot(): Promise<void>;
	crash(): void;
	load(seat: SimPage['seat'], token: string, outbox: SimOutbox | null): Promise<SimPage>;
	unload(page: SimPage): void;
	connect(page: SimPage): void;
	/** Breaks the page's connection, as a network does. */
	unplug(page: SimPage): void;
	tickAll(): void;
}

const START_AT = 1_700_000_000_000;

export function createWorld(random: Random, faults: WireFaults): World {
	const disk = createSimDisk();
	const store = createSimStore();
	const session = random.id();
	let boots = 0;

	const guarded = (where: string, work: () => void) => {
		try {
			work();
		} catch (problem) {
			world.throws.push(`${where}: ${problem instanceof Error ? problem.message : 'threw'}`);
		}
	};

	const world: World = {
		now: START_AT,
		random,
		faults,
		disk,
		store,
		session,
		hub: null,
		pages: [],
		throws: [],
		async start() {
			await world.boot();
			return (world.hub as LiveHub).start({
				id: session,
				clinic: 'clinic',
				member: 'member',
				client: { name: 'Example' },
				clientName: 'Example',
				isTest: false,
			});
		},
		async boot() {
			boots += 1;
			const boot = boots;
			world.hub = await createLiveHub({
				journal: disk.journal(),
				store,
				now: () => world.now,
				randomBytes: (length) => random.bytes(length),
				hash: (text) => text,
				trouble: (_what, _session, problem) => {
					if (boot === boots && problem instanceof RangeError) world.throws.push(`server: ${problem.message}`);
				},
			});
		},
		crash() {
			boots += 1;
			world.hub = null;
			for (const page of world.pages) cutWire(page);
		},
		async load(seat, token, outbox) {
			const loadedAt = world.now;
			const drift = 1 + (random.next() - 0.5) / 500;
			const page: SimPage = {
				name: `${seat}${world.pages.length}`,
				seat,
				token,
				outbox,
				wire: null,
				isAlive: true,
				isOnline: true,
				loadedAt,
				drift,
				engine: createSessionLink({
					seat,
					token,
					now: () => (world.now - loadedAt) * drift,
					randomId: () => random.id(),
					outbox,
					secondRoad: (frames) => secondRoad(page, frames),
					...(seat === 'therapist' && { client: { name: 'Example' } }),
				}),
			};
			world.pages.push(page);
			await page.engine.load();
			return page;
		},
		unload(page) {
			cutWire(page);
			page.isAlive = false;
			page.outbox?.die();
		},
		connect(page) {
			const { hub } = world;
			if (page.wire || !page.isAlive || !page.isOnline || !hub) return;
			const wire: SimWire = createSimWire(random, {
				onUp: (raw) => guarded('server', () => hub === world.hub && hub.handle(connection, raw)),
				onDown: (frame) => guarded(page.name, () => page.engine.handleFrame(pageEnd, frame)),
			});
			const connection: Connection = {
				send: (frame) => wire.sendDown(frame),
				close: () => {
					// What was sent before the close still arrives; then the line is gone.
					closing.add(wire);
				},
			};
			const pageEnd: Wire = { send: (frame) => wire.sendUp(frame), close: () => cutWire(page) };
			ends.set(wire, { connection, pageEnd });
			page.wire = wire;
			guarded(page.name, () => page.engine.handleOpen(pageEnd));
		},
		unplug: (page) => cutWire(page),
		tickAll() {
			for (const page of world.pages) {
				if (!page.isAlive) continue;
				if (page.wire && closing.has(page.wire) && page.wire.waiting() === 0) cutWire(page);
				guarded(page.name, () => page.engine.handleTick());
			}
			guarded('server', () => world.hub?.tick());
		},
	};

	const ends = new Map<SimWire, { readonly connection: Connection; readonly pageEnd: Wire }>();
	const closing = new Set<SimWire>();

	const cutWire = (page: SimPage) => {
		const { wire } = page;
		if (!wire) return;
		page.wire = null;
		wire.cut();
		const end = ends.get(wire);
		ends.delete(wire);
		if (!end) return;
		guarded('server', () => world.hub?.disconnect(end.connection));
		guarded(page.name, () => page.engine.handleClose(end.pageEnd));
	};

	const secondRoad = async (page: SimPage, frames: unknown): Promise<readonly DownFrame[]> => {
		const { hub } = world;
		if (!hub || !page.isOnline || random.chance(faults.drop)) throw new Error('no road');
		const answer = await hub.say(JSON.parse(JSON.stringify({ token: page.token, frames })));
		if (!answer || !page.isAlive || hub !== world.hub) throw new Error('no answer');
		return JSON.parse(JSON.stringify(answer)) as DownFrame[];
	};

	return world;
}

/** Lets every promise that can go on do so. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}
