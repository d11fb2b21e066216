import type { LiveHub } from '../../server/live/live-hub.ts';
import { NO_SIGNAL_MS } from '../../shared/protocol.ts';
import { streamKey } from '../../shared/stream.ts';
import { createSimOutbox, type SimOutbox } from './disk.ts';
import { checkRest, checkStep } from './invariants.ts';
import { answerStops, clientActs, consents, pressStop, therapistActs, therapistSees, withdraws } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { createWitness, type Witness } from './witness.ts';
import { createWorld, type SimPage, settle, type World } from './world.ts';

export interface SeedResult {
	readonly seed: number;
	readonly steps: number;
	readonly events: number;
	readonly excused: number;
	readonly violations: readonly string[];
	/** A digest of all that happened: a seed replays identically. */
	readonly trace: string;
}

interface Run {
	readonly random: Random;
	readonly world: World;
	readonly witness: Witness;
	readonly phoneOutbox: SimOutbox;
	readonly therapistOutbox: SimOutbox;
	readonly choice: 'recorded' | 'live-only';
	therapistToken: string;
	phoneToken: string;
}

const STEPS = { least: 60, most: 260 };

/** One whole session under faults, from its first page to its sealing; invariants after every step. */
export async function runSeed(seed: number): Promise<SeedResult> {
	const random = createRandom(seed);
	const isCalm = random.chance(0.1);
	const faults = isCalm
		? { drop: 0, repeat: 0, reorder: 0 }
		: { drop: random.next() * 0.3, repeat: random.next() * 0.2, reorder: random.chance(0.5) ? random.next() * 0.2 : 0 };
	const world = createWorld(random, faults);
	const run: Run = {
		random,
		world,
		witness: createWitness(),
		phoneOutbox: createSimOutbox(),
		therapistOutbox: createSimOutbox(),
		choice: random.chance(0.85) ? 'recorded' : 'live-only',
		therapistToken: '',
		phoneToken: '',
	};
	run.therapistToken = await world.start();
	await loadPage(run, 'therapist');
	await invite(run);

	const steps = random.whole(STEPS.least, STEPS.most);
	let step = 0;
	for (; step < steps && run.witness.violations.length === 0; step += 1) {
		await takeStep(run);
		checkStep(world, run.witness);
	}
	if (run.witness.violations.length === 0) await comeToRest(run);
	if (run.witness.violations.length === 0) checkRest(world, run.witness);
	if (run.witness.violations.length === 0) await finish(run);
	const { witness } = run;
	return {
		seed,
		steps: step,
		events: witness.written.size,
		excused: witness.excused.size,
		violations: [...new Set(witness.violations)],
		trace: `${step}:${witness.written.size}:${world.now}:${random.whole(0, 1_000_000_000)}`,
	};
}

async function loadPage(run: Run, seat: SimPage['seat']): Promise<SimPage> {
	const { world } = run;
	const token = seat === 'client' ? run.phoneToken : run.therapistToken;
	const page = await world.load(seat, token, seat === 'client' ? run.phoneOutbox : run.therapistOutbox);
	await settle();
	world.connect(page);
	return page;
}

async function invite(run: Run): Promise<void> {
	const hub = run.world.hub as LiveHub;
	const invitation = hub.issueCode(run.world.session);
	const joined = invitation && (await hub.join(invitation.ticket, '192.0.2.1'));
	await settle();
	if (!joined) return;
	run.phoneToken = joined.token;
	await loadPage(run, 'client');
}

type Action = (run: Run) => void | Promise<void>;

/** What may happen next, and how often relative to the rest. */
const ACTIONS: readonly (readonly [weight: number, action: Action])[] = [
	[30, moveFrames],
	[16, passTime],
	[14, ({ world, random, witness }) => withPage(world, random, 'client', (page) => clientActs(page, witness, random))],
	[
		7,
		({ world, random, witness }) =>
			withPage(world, random, 'therapist', (page) => therapistActs(page, witness, random)),
	],
	[10, ({ world }) => repeat(3, world.disk.work)],
	[8, ({ phoneOutbox, therapistOutbox }) => repeat(4, () => (phoneOutbox.work(), therapistOutbox.work()))],
	[6, ({ world, random }) => withPage(world, random, null, (page) => world.connect(page))],
	[2, ({ world, random }) => withPage(world, random, null, (page) => page.wire && cut(world, page))],
	[1.5, ({ world, random }) => withPage(world, random, null, (page) => goOffline(world, page))],
	[3, ({ world, random }) => withPage(world, random, null, (page) => goOnline(world, page))],
	[1.2, reload],
	[0.7, openSecondTab],
	[0.5, replacePhone],
	[1.2, crashServer],
	[0.6, cutPower],
	[1, ({ world, random }) => world.disk.setFull(random.chance(0.5))],
	[0.4, ({ world }) => world.disk.backup()],
	[0.12, restore],
	[
		0.1,
		({ world, random, witness, choice }) =>
			choice === 'recorded' && random.chance(0.4)
				? withPage(world, random, 'client', (page) => withdraws(page, witness))
				: undefined,
	],
	[0.5, silence],
];
const WEIGHT = ACTIONS.reduce((sum, [weight]) => sum + weight, 0);

async function takeStep(run: Run): Promise<void> {
	const { world, random, witness, choice } = run;
	let place = random.next() * WEIGHT;
	const [, action] = ACTIONS.find(([weight]) => (place -= weight) < 0) ?? [0, passTime];
	await action(run);
	await settle();
	for (const page of world.pages) {
		if (!page.isAlive) continue;
		if (page.seat === 'therapist') therapistSees(page, witness);
		else if (random.chance(0.3)) consents(page, witness, choice);
	}
	await settle();
}

function repeat(times: number, work: () => unknown): void {
	for (let i = 0; i < times; i += 1) work();
}

function withPage(world: World, random: Random, seat: SimPage['seat'] | null, act: (page: SimPage) => unknown): void {
	const pages = world.pages.filter((page) => page.isAlive && (seat === null || page.seat === seat));
	if (pages.length > 0) act(random.pick(pages));
}

async function moveFrames({ world, random }: Run): Promise<void> {
	for (let i = random.whole(1, 12); i > 0; i -= 1) {
		withPage(world, random, null, (page) => page.wire?.move(world.faults));
		if (i % 4 === 0) await settle();
	}
}

function passTime({ world, random }: Run): void {
	const most = random.chance(0.08) ? 7_000 : 400;
	world.now += random.whole(1, most);
	world.tickAll();
}

function cut(world: World, page: SimPage): void {
	world.unplug(page);
}

function goOffline(world: World, page: SimPage): void {
	page.isOnline = false;
	world.unplug(page);
}

function goOnline(world: World, page: SimPage): void {
	page.isOnline = true;
	world.connect(page);
}

/** Everything this page holds that its browser has not stored dies with it. */
function excuseUnstored(run: Run, page: SimPage): void {
	const { witness } = run;
	const stored = page.outbox?.keys() ?? new Set<string>();
	for (const [key, event] of witness.written) {
		if (event.writer === page.engine.writer || page.engine.view().log.get(event, event.n)?.seat === page.seat) {
			if (!stored.has(key)) run.witness.excused.set(key, 'page-died');
		}
	}
}

async function reload(run: Run): Promise<void> {
	const { world, random } = run;
	const pages = world.pages.filter(({ isAlive }) => isAlive);
	if (pages.length === 0) return;
	const page = random.pick(pages);
	run.witness.noteSent(page);
	run.witness.noteAppended(page);
	excuseUnstored(run, page);
	world.unload(page);
	await loadPage(run, page.seat);
}

async function openSecondTab(run: Run): Promise<void> {
	const { world, random } = run;
	const seat = random.pick(['client', 'therapist'] as const);
	if (world.pages.filter((page) => page.isAlive && page.seat === seat).length < 2 && world.hub)
		await loadPage(run, seat);
}

async function replacePhone(run: Run): Promise<void> {
	if (run.world.hub && run.world.pages.filter(({ isAlive, seat }) => isAlive && seat === 'client').length < 2)
		await invite(run);
}

async function crashServer(run: Run): Promise<void> {
	const { world, random } = run;
	world.disk.crash();
	world.crash();
	if (random.chance(0.5)) world.now += random.whole(1, 3_000);
	await world.boot();
}

async function cutPower(run: Run): Promise<void> {
	run.world.crash();
	run.world.disk.cutPower();
	await run.world.boot();
}

/** The store is set back to an older copy: what it had since is gone, and every page concerned must say so. */
async function restore(run: Run): Promise<void> {
	const { world, witness } = run;
	const before = world.disk.durable();
	const heads = new Map([...before.values()].map((row) => [streamKey(row), world.disk.durableHead(row)]));
	world.crash();
	world.disk.crash();
	if (world.disk.restore()) {
		for (const [key, row] of before) {
			if (row.n > world.disk.durableHead(row)) witness.excused.set(key, 'restored');
		}
		for (const [key, head] of heads) {
			const [writer, lane] = key.split('.') as [string, 'say' | 'flow'];
			if (world.disk.durableHead({ writer, lane }) < head) witness.setBack.add(key);
		}
	}
	await world.boot();
}

/** The phone is frozen; the therapist's line is fine: at 5 s without word nothing may look current. */
async function silence(run: Run): Promise<void> {
	const { world, witness } = run;
	const page = world.pages.find(({ isAlive, seat, wire }) => isAlive && seat === 'therapist' && wire);
	if (!page) return;
	const phones = world.pages.filter(({ seat }) => seat === 'client');
	for (const phone of phones) {
		phone.isOnline = false;
		world.unplug(phone);
	}
	for (let at = 0; at <= NO_SIGNAL_MS + 500; at += 100) {
		world.now += 100;
		world.tickAll();
		for (let i = 0; i < 40 && page.wire?.move({ drop: 0, repeat: 0, reorder: 0 }); i += 1);
		await settle();
	}
	const heardAt = page.engine.view().others.client?.heardAt ?? Number.NEGATIVE_INFINITY;
	if (page.engine.serverNow() - heardAt < NO_SIGNAL_MS) witness.violations.push('silence is not shown');
	for (const phone of phones) phone.isOnline = true;
}

/** Every fault is healed, and everything gets time to arrive. */
async function comeToRest(run: Run): Promise<void> {
	const { world, witness } = run;
	world.disk.setFull(false);
	for (const page of world.pages) page.isOnline = true;
	let quiet = 0;
	for (let round = 0; round < 400 && quiet < 25; round += 1) {
		const isBusy = await restRound(run);
		quiet = isBusy ? 0 : quiet + 1;
		checkStep(world, witness);
		if (witness.violations.length > 0) return;
	}
}

async function restRound(run: Run): Promise<boolean> {
	const { world, witness } = run;
	world.now += 250;
	world.tickAll();
	let isBusy = false;
	for (const page of world.pages) {
		if (!page.isAlive) continue;
		world.connect(page);
		for (let i = 0; i < 400 && page.wire?.move({ drop: 0, repeat: 0, reorder: 0 }); i += 1);
		if (page.seat === 'therapist') therapistSees(page, witness);
		else consents(page, witness, run.choice);
		isBusy ||= page.engine.view().unacknowledged > 0 && page.engine.view().recording !== 'held';
	}
	await settle();
	repeat(30, world.disk.work);
	repeat(200, () => (run.phoneOutbox.work(), run.therapistOutbox.work()));
	await settle();
	return isBusy || !world.disk.isIdle();
}

/** The session ends, everybody says goodbye, it is sealed: every page is told and every outbox empty (W11). */
async function finish(run: Run): Promise<void> {
	const { world, witness } = run;
	const of = (seat: SimPage['seat']) => world.pages.find((page) => page.isAlive && page.seat === seat);
	const therapist = of('therapist');
	const client = of('client');
	if (!therapist || !client) return;
	for (const page of [therapist, client]) page.engine.touch();
	await comeToRest(run);
	pressStop(client, witness);
	answerStops(therapist, witness);
	therapist.engine.append({ kind: 'ended' });
	witness.noteAppended(therapist);
	await comeToRest(run);
	client.engine.leave();
	therapist.engine.leave();
	for (let round = 0; round < 30; round += 1) await restRound(run);
	for (const page of [therapist, client]) {
		const { line } = page.engine.view();
		if (line.is !== 'over' || line.code !== 'session_sealed')
			witness.violations.push(`W11 ${page.seat} is not told that it is sealed`);
	}
	if (run.phoneOutbox.entries.size + run.therapistOutbox.entries.size > 0)
		witness.violations.push('W11 an outbox outlives the seal');
}
