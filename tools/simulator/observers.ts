import { createSessionLog, type SessionLog } from '../../shared/session-log.ts';
import { createObserverCheck, FORGED_AT, type ObserverCheck } from './check-observers.ts';
import { checkSameTimes } from './check-rest.ts';
import { createLines } from './lines.ts';
import { loadObserver, MEMBERS, type ObserverPage } from './observer-page.ts';
import { pickBy, say } from './people.ts';
import type { Random } from './random.ts';
import type { SimPage } from './sim-page.ts';
import { CALM } from './sim-wire.ts';
import type { Witness } from './witness.ts';
import { settle, type World } from './world.ts';

const MOST_PAGES = 4;

/** Those who ask to follow the session, and its client's answers to them. All that is drawn for them is drawn from `random`. */
export interface Observers {
	readonly check: ObserverCheck;
	/** One thing that an observer, or the client for their sake, does. */
	act(): Promise<void>;
	/** Time passed. */
	tick(): void;
	crash(): void;
	/** A round without faults: everything gets time to arrive. */
	rest(): Promise<void>;
	/** Somebody's line is not yet what it should be. */
	isBusy(): boolean;
	/** What must hold at rest. */
	checkRest(): void;
	checkSealed(): void;
}

export function createObservers(
	world: World,
	witness: Witness,
	random: Random,
	phones: () => readonly SimPage[],
): Observers {
	const pages: ObserverPage[] = [];
	const check = createObserverCheck(world, witness, () => pages);
	const guarded = (where: string, work: () => unknown) => {
		try {
			work();
		} catch (problem) {
			world.throws.push(`${where}: ${problem instanceof Error ? problem.message : 'threw'}`);
		}
	};
	const nothing = () => undefined;
	const watch = { asked: nothing, arrived: nothing, received: nothing, sent: check.sent };
	const lines = createLines<ObserverPage>(world, guarded, { random, watch });
	const alive = () => pages.filter(({ isAlive, engine }) => isAlive && engine.view().line.is !== 'over');
	const withPage = (act: (page: ObserverPage) => unknown) => {
		const there = alive();
		if (there.length > 0) act(random.pick(there));
	};

	const standingOf = ({ token }: ObserverPage) => world.store.device(token)?.standing;
	const isAsItStands = (page: ObserverPage) =>
		page.engine.view().line.is === (standingOf(page) === 'asking' ? 'waiting' : 'live');

	const load = async (member: string, token: string) => {
		const name = `observer${pages.length}`;
		const never = () => Promise.reject(new Error('an observer has no second road'));
		const page = await loadObserver(world, random, { name, member, token }, never);
		pages.push(page);
		lines.connect(page);
	};

	const ask = async () => {
		const { hub } = world;
		if (!hub || alive().length >= MOST_PAGES) return;
		const member = random.pick(MEMBERS);
		world.bytesFrom = random;
		const asking = hub.askToFollow(world.session, member, member);
		world.bytesFrom = world.random;
		// The store answers later, or never.
		asking.then(
			(asked) => (asked !== null && asked !== 'refused' && hub === world.hub ? load(member, asked.token) : undefined),
			nothing,
		);
		await settle();
	};

	const answer = () => {
		const there = phones().filter(({ isFrozen, engine }) => !isFrozen && engine.view().asking.length > 0);
		if (there.length === 0) return;
		const page = random.pick(there);
		const { device, words } = random.pick(page.engine.view().asking);
		const isYes = random.chance(0.75);
		// Noted first: what it sets going is looked at as it goes.
		if (isYes) check.noteYes({ device, words });
		say(page, witness, { kind: isYes ? 'observer-admitted' : 'observer-removed', device });
	};

	const end = () => {
		const there = phones().filter(({ engine, isFrozen }) => !isFrozen && engine.view().following.length > 0);
		if (there.length === 0) return;
		const page = random.pick(there);
		for (const { device } of page.engine.view().following) say(page, witness, { kind: 'observer-removed', device });
	};

	const misbehave = async (page: ObserverPage) => {
		const writer = random.chance(0.5) ? page.engine.writer : (phones()[0]?.engine.writer ?? page.engine.writer);
		const n = random.chance(0.5) ? 1 : page.engine.view().log.head({ writer, lane: 'say' }) + 1;
		const event = { n, at: FORGED_AT, body: { kind: random.pick(['stop', 'ended', 'mood', 'observer-admitted']) } };
		const frame = { t: 'events' as const, writer, lane: 'say' as const, events: [event] };
		if (random.chance(0.3)) {
			const answer = await world.hub?.say({ token: page.token, frames: [frame] });
			if (answer?.some(({ t }) => t !== 'refused' && t !== 'over'))
				witness.blame('an observer was answered on the second road');
			return;
		}
		const frames = [frame, { t: 'pen' } as const, { t: 'bye' } as const, { t: 'erase', erase: true } as const];
		page.wire?.sendUp(random.pick(frames));
	};

	const reload = async (page: ObserverPage) => {
		lines.cut(page);
		page.isAlive = false;
		await load(page.member, page.token);
	};

	const ACTS: readonly (readonly [weight: number, act: () => unknown])[] = [
		[30, () => withPage((page) => moveSome(page))],
		[3, ask],
		[5, answer],
		[0.6, end],
		[6, () => withPage((page) => lines.connect(page))],
		[1.5, () => withPage((page) => lines.cut(page))],
		[1, () => withPage(toggleOnline)],
		[1, () => withPage(reload)],
		[1.5, () => withPage(misbehave)],
	];
	const moveSome = (page: ObserverPage) => {
		for (let i = random.whole(1, 10); i > 0; i -= 1) page.wire?.move(world.faults);
	};
	const toggleOnline = (page: ObserverPage) => {
		page.isOnline = !page.isOnline;
		if (!page.isOnline) lines.cut(page);
	};

	return {
		check,
		async act() {
			await pickBy(random, ACTS)();
			await settle();
		},
		tick() {
			for (const page of pages) {
				if (!page.isAlive) continue;
				lines.cutIfClosed(page);
				guarded(page.name, () => page.engine.handleTick());
			}
		},
		crash() {
			for (const page of pages) lines.cut(page);
		},
		async rest() {
			for (const page of alive()) {
				page.isOnline = true;
				lines.connect(page);
				for (let i = 0; i < 400 && page.wire?.move(CALM); i += 1);
			}
			await settle();
		},
		isBusy: () => alive().some((page) => !isAsItStands(page)),
		checkRest() {
			const server = createSessionLog(world.hub?.events(world.session) ?? []);
			for (const page of alive()) {
				if (!isAsItStands(page)) witness.blame(`an observer at rest is ${page.engine.view().line.is}`);
				if (standingOf(page) === 'admitted') checkLog(witness, page, server);
			}
		},
		checkSealed() {
			for (const { isAlive, engine } of pages)
				if (isAlive && engine.view().line.is !== 'over') witness.blame('W11 an observer is not told that it is sealed');
		},
	};
}

function checkLog(witness: Witness, page: ObserverPage, server: SessionLog): void {
	const { log } = page.engine.view();
	if (server.streams().some((stream) => log.head(stream) < server.head(stream)))
		witness.blame('an observer lacks a part of the log');
	checkSameTimes(witness, page, server);
}
