import { NO_SIGNAL_MS } from '../../shared/protocol.ts';
import { streamKey } from '../../shared/stream.ts';
import { checkStep } from './check-step.ts';
import { clientActs, clientAnswers, pickBy, therapistActs, therapistSees, withdraws } from './people.ts';
import type { SimPage } from './sim-page.ts';
import { CALM } from './sim-wire.ts';
import type { Stage } from './stage.ts';
import { settle } from './world.ts';

type Act = (stage: Stage) => void | Promise<void>;

/** What may happen next, and how often relative to the rest. */
const ACTS: readonly (readonly [weight: number, act: Act])[] = [
	[30, moveFrames],
	[16, passTime],
	[14, (stage) => withPage(stage, 'client', (page) => clientActs(page, stage.witness, stage.random))],
	[7, (stage) => withPage(stage, 'therapist', (page) => therapistActs(page, stage.witness, stage.random))],
	[10, (stage) => stage.workDisks(3)],
	[8, (stage) => stage.workBrowsers(4)],
	[6, (stage) => withPage(stage, null, stage.world.connect)],
	[2, (stage) => withPage(stage, null, stage.world.unplug)],
	[1.5, (stage) => withPage(stage, null, (page) => goOffline(stage, page))],
	[3, (stage) => withPage(stage, null, (page) => goOnline(stage, page))],
	[0.8, (stage) => withPage(stage, 'client', (page) => lockOrUnlock(stage, page))],
	[0.8, (stage) => withPage(stage, null, hideOrShow)],
	[1.2, reload],
	[0.7, openSecondTab],
	[0.4, closeTab],
	[0.5, replacePhone],
	[1.2, crashServer],
	[0.6, cutPower],
	[1, fillDisk],
	[0.4, (stage) => stage.world.disk.backup()],
	[0.15, restore],
	[0.12, (stage) => withPage(stage, 'client', (page) => withdraws(page, stage.witness))],
	[0.5, silence],
];

export async function takeStep(stage: Stage): Promise<void> {
	await pickBy(stage.random, ACTS)(stage);
	await settle();
	for (const page of stage.pages('therapist')) therapistSees(page, stage.witness, stage.habits);
	for (const page of stage.pages('client')) {
		if (stage.random.chance(0.3)) clientAnswers(page, stage.witness, stage.habits);
	}
	await settle();
}

function withPage(stage: Stage, seat: SimPage['seat'] | null, act: (page: SimPage) => unknown): void {
	const pages = stage.pages(seat);
	if (pages.length > 0) act(stage.random.pick(pages));
}

async function moveFrames({ world, random, pages }: Stage): Promise<void> {
	for (let i = random.whole(1, 12); i > 0; i -= 1) {
		const live = pages(null);
		if (live.length > 0) world.move(random.pick(live), world.faults);
		if (i % 4 === 0) await settle();
	}
}

function passTime({ world, random }: Stage): void {
	world.pass(random.whole(1, random.chance(0.08) ? 7_000 : 400));
}

function goOffline({ world }: Stage, page: SimPage): void {
	page.isOnline = false;
	world.unplug(page);
}

function goOnline({ world }: Stage, page: SimPage): void {
	page.isOnline = true;
	world.connect(page);
}

/** A locked phone stands still; its line is half open until the server gives it up. */
function lockOrUnlock({ world }: Stage, page: SimPage): void {
	if (page.isFrozen) world.thaw(page);
	else page.isFrozen = true;
}

export function hideOrShow(page: SimPage): void {
	if (page.isFrozen) return;
	page.isInView = !page.isInView;
	page.engine.setInView(page.isInView);
	page.flow.setInView(page.isInView);
}

async function reload(stage: Stage): Promise<void> {
	const pages = stage.pages(null);
	if (pages.length === 0) return;
	const page = stage.random.pick(pages);
	stage.close(page);
	await stage.load(page.seat);
}

async function openSecondTab(stage: Stage): Promise<void> {
	const seat = stage.random.pick(['client', 'therapist'] as const);
	if (stage.pages(seat).length < 2) await stage.load(seat);
}

function closeTab(stage: Stage): void {
	const seat = stage.random.pick(['client', 'therapist'] as const);
	if (stage.pages(seat).length > 1) withPage(stage, seat, stage.close);
}

async function replacePhone(stage: Stage): Promise<void> {
	if (stage.pages('client').length < 2) await stage.invite();
}

export async function crashServer(stage: Stage): Promise<void> {
	const { world, random, witness } = stage;
	noteAll(stage);
	world.crash();
	witness.noteServerDeath();
	if (random.chance(0.5)) world.pass(random.whole(1, 3_000));
	await world.boot();
}

export async function cutPower(stage: Stage): Promise<void> {
	noteAll(stage);
	stage.world.crash();
	stage.world.disk.cutPower();
	stage.witness.noteServerDeath();
	await stage.world.boot();
}

function fillDisk({ world, random }: Stage): void {
	const isFull = random.chance(0.5);
	world.disk.setFull(isFull);
	world.store.setFull(isFull);
}

/** The store is set back to an older copy: what it had since is gone, and every page concerned must say so. */
async function restore(stage: Stage): Promise<void> {
	const { world, witness } = stage;
	noteAll(stage);
	world.crash();
	witness.noteServerDeath();
	const recorded = new Map(world.disk.durable().map((row) => [streamKey(row), world.disk.durableHead(row)]));
	if (world.disk.restore()) witness.noteRestore(recorded);
	await world.boot();
}

function noteAll({ world, witness }: Stage): void {
	for (const page of world.pages) if (page.isAlive) witness.note(page);
}

/** The phone is gone or stands still; the therapist's line is fine: at 5 s without word nothing may look current. */
async function silence(stage: Stage): Promise<void> {
	const { world, witness, random } = stage;
	const page = stage.pages('therapist').find(({ wire }) => wire);
	if (!page) return;
	const phones = world.pages.filter(({ seat }) => seat === 'client');
	const isLock = random.chance(0.5);
	for (const phone of phones) {
		if (isLock) phone.isFrozen = true;
		else goOffline(stage, phone);
	}
	for (let passed = 0; passed <= NO_SIGNAL_MS + 500 && witness.violations.length === 0; passed += 100) {
		world.pass(100);
		for (let i = 0; i < 40 && world.move(page, CALM); i += 1);
		await settle();
		checkStep(world, witness);
	}
	for (const phone of phones) {
		phone.isOnline = true;
		world.thaw(phone);
	}
}
