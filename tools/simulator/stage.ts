import type { LiveHub } from '../../server/live/live-hub.ts';
import { createSimBrowser, type SimBrowser } from './browser.ts';
import { checkFrame } from './check-frames.ts';
import { createOrderCheck } from './check-order.ts';
import { createPenCheck } from './check-pen.ts';
import type { Habits } from './people.ts';
import type { Random } from './random.ts';
import type { SimPage } from './sim-page.ts';
import { CALM, type WireFaults } from './sim-wire.ts';
import { createWitness, type Witness } from './witness.ts';
import { CLIENT_NAME, CLINIC, createWorld, MEMBER, settle, type World } from './world.ts';

/** One session under way: its world, its people, and who looks on. */
export interface Stage {
	readonly random: Random;
	readonly world: World;
	readonly witness: Witness;
	readonly habits: Habits;
	/** Pages of this seat that can be reached: alive, and not over. */
	pages(seat: SimPage['seat'] | null): readonly SimPage[];
	/** The page of an admitted device that has the pen, or could take it. */
	writing(seat: SimPage['seat']): SimPage | undefined;
	start(): Promise<void>;
	/** Loads a page of the seat's newest device. */
	load(seat: SimPage['seat']): Promise<void>;
	/** Another phone asks to be let in. */
	invite(): Promise<void>;
	/** A page goes, with everything its browser has not stored. */
	close(page: SimPage): void;
	/** Does up to that much work of disks and of each browser. */
	workDisks(jobs: number): void;
	workBrowsers(jobs: number): void;
	/** A browser with a live page still holds what was to be brought. */
	hasLeftovers(): boolean;
	/** How many stored events there are in browsers where a page was told that the session is closed. */
	stored(): number;
}

/** Drop up to 30 %, repeat up to 20 %, reorder: row 1. */
function faultsOf(random: Random): WireFaults {
	if (random.chance(0.1)) return CALM;
	const reorder = random.chance(0.5) ? random.next() * 0.2 : 0;
	return { drop: random.next() * 0.3, repeat: random.next() * 0.2, reorder };
}

const CALM_HABITS: Habits = { choice: 'recorded', isSpoken: false, erases: true };

function habitsOf(random: Random): Habits {
	const choice = random.chance(0.85) ? 'recorded' : 'live-only';
	return { choice, isSpoken: random.chance(0.15), erases: random.chance(0.7) };
}

/** @param isCalm no frame is lost, nobody is odd: what goes wrong is done on purpose */
export function createStage(random: Random, isCalm = false): Stage {
	const browsers: SimBrowser[] = [createSimBrowser(), createSimBrowser()];
	/** The browser that each seat's pages are loaded in now. */
	const present: Record<SimPage['seat'], SimBrowser> = {
		therapist: browsers[0] as SimBrowser,
		client: browsers[1] as SimBrowser,
	};
	const entriesOf = (from: readonly SimBrowser[]) => from.flatMap((browser) => browser.staying());
	const entries = () => entriesOf(browsers);
	const witness = createWitness(() => world, entries);
	const world: World = createWorld(random, isCalm ? CALM : faultsOf(random), {
		asked(page, frame) {
			penCheck.asked(page, frame);
			orderCheck.asked(page, frame);
		},
		arrived: (page, frame, isLate) => penCheck.arrived(page, frame, isLate),
		sent(page, frame, answer) {
			checkFrame(world, witness, page, frame, answer);
			penCheck.sent(page, frame);
			world.observers?.check.told(page, frame);
		},
		received(page, frame, isLate) {
			penCheck.received(page, frame, isLate);
			orderCheck.received(page, frame);
			if (isLate && frame.t === 'now' && frame.recording !== page.engine.view().recording) page.isMisled = true;
			page.frameAt = page.now();
			const client = frame.t === 'now' ? frame.seats.find(({ seat }) => seat === 'client') : undefined;
			if (client?.heardAgoMs == null) return;
			page.clientHeardAt = Math.max(page.clientHeardAt, page.now() - client.heardAgoMs);
		},
	});
	const orderCheck = createOrderCheck(witness);
	const penCheck = createPenCheck(() => world, witness);
	const habits: Habits = isCalm ? CALM_HABITS : habitsOf(random);
	const tokens: Record<SimPage['seat'], string> = { therapist: '', client: '' };
	/** A browser that refuses to store anything. */
	const refusing = !isCalm && random.chance(0.06) ? random.pick(['client', 'therapist'] as const) : null;

	const pages = (seat: SimPage['seat'] | null) =>
		world.pages.filter(
			(page) => page.isAlive && (seat === null || page.seat === seat) && page.engine.view().line.is !== 'over',
		);

	const stage: Stage = {
		random,
		world,
		witness,
		habits,
		pages,
		writing(seat) {
			const admitted = pages(seat).filter(({ token }) => world.store.device(token)?.standing === 'admitted');
			return admitted.find((page) => page.engine.view().hasPen) ?? admitted[0];
		},
		async start() {
			await world.boot();
			const request = { id: world.session, clinic: CLINIC, member: MEMBER, isTest: false };
			const starting = (world.hub as LiveHub).start({
				...request,
				client: { name: CLIENT_NAME },
				clientName: CLIENT_NAME,
			});
			for (let turn = 0; turn < 4; turn += 1) {
				await settle();
				stage.workDisks(4);
			}
			tokens.therapist = await starting;
			await stage.load('therapist');
			await stage.invite();
		},
		async load(seat) {
			if (tokens[seat] === '') return;
			const page = await world.load(seat, tokens[seat], present[seat].openTab(seat === refusing));
			await settle();
			world.connect(page);
		},
		async invite() {
			const { hub } = world;
			const invitation = hub?.issueCode(world.session);
			if (!hub || !invitation) return;
			const joining = hub.join(invitation.ticket, '192.0.2.1');
			joining.then(
				(joined) => {
					if (!joined || hub !== world.hub) return;
					tokens.client = joined.token;
					// The same phone joins again, or another one.
					if (random.chance(0.5)) {
						present.client = createSimBrowser();
						browsers.push(present.client);
					}
					void stage.load('client');
				},
				() => undefined,
			);
			await settle();
		},
		close(page) {
			witness.note(page);
			world.unload(page);
			witness.notePageDeath(page);
		},
		workDisks(jobs) {
			for (let i = 0; i < jobs; i += 1) {
				world.disk.work();
				world.store.work();
			}
		},
		workBrowsers(jobs) {
			for (const { isAlive, outbox } of world.pages) {
				for (let i = 0; isAlive && i < jobs && !outbox.isIdle(); i += 1) outbox.work();
			}
		},
		hasLeftovers: () =>
			world.pages.some(({ isAlive, engine, outbox }) => {
				const { line, recording } = engine.view();
				return isAlive && line.is === 'live' && recording === 'recorded' && outbox.browser.staying().length > 0;
			}),
		stored: () => {
			const told = world.pages.filter(({ isAlive, engine }) => {
				const { line } = engine.view();
				return isAlive && line.is === 'over' && (line.code === 'session_sealed' || line.code === 'session_erased');
			});
			const open = browsers.filter((browser) => told.some(({ outbox }) => outbox.browser === browser));
			return entriesOf(open).length;
		},
	};
	return stage;
}

/** Something wrong was seen: the run stops here, so that its cause is near. */
export function hasFailed({ witness }: Stage): boolean {
	return witness.violations.length > 0;
}
