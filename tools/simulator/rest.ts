import { checkStep } from './check-step.ts';
import { clientAnswers, therapistSees } from './people.ts';
import { CALM } from './sim-wire.ts';
import { hasFailed, type Stage } from './stage.ts';
import { settle } from './world.ts';

const ROUND_MS = 250;
/** So many rounds without anything under way are rest; past this many nothing will come of waiting. */
const QUIET_ROUNDS = 10;
const MOST_ROUNDS = 240;
/** Frames moved for one page in a round, at most: two pages that only answer each other must not hold it up. */
const FRAMES = 400;

/** Every fault is healed, and everything gets time to arrive. */
export async function comeToRest(stage: Stage): Promise<void> {
	heal(stage);
	await ensurePeople(stage);
	let quiet = 0;
	for (let round = 0; round < MOST_ROUNDS && quiet < QUIET_ROUNDS; round += 1) {
		const isBusy = await restRound(stage);
		if (round % 40 === 39 || quiet === QUIET_ROUNDS - 1) await ensurePeople(stage);
		quiet = isBusy || !isPeopled(stage) ? 0 : quiet + 1;
		checkStep(stage.world, stage.witness);
		if (hasFailed(stage)) return;
	}
	for (let round = 0; round < 20 && isMoving(stage); round += 1) await moveAll(stage);
}

const isMoving = ({ world }: Stage) =>
	!world.disk.isIdle() || world.pages.some(({ isAlive, wire }) => isAlive && wire && wire.waiting() > 0);

function heal({ world }: Stage): void {
	world.disk.setFull(false);
	world.store.setFull(false);
	for (const page of world.pages) {
		page.isOnline = true;
		world.thaw(page);
	}
}

const isPeopled = (stage: Stage) => stage.writing('therapist') !== undefined && stage.writing('client') !== undefined;

/** Somebody is there in both seats and can write: a person without the pen touches their page. */
async function ensurePeople(stage: Stage): Promise<void> {
	for (const seat of ['therapist', 'client'] as const) {
		const pages = stage.pages(seat);
		const canWrite = pages.some((page) => page.engine.view().hasPen && page.engine.view().line.is === 'live');
		const admitted = stage.writing(seat);
		if (!canWrite) admitted?.touch();
		if (admitted) continue;
		const isAsking = pages.some(({ token }) => stage.world.store.device(token)?.standing === 'asking');
		if (seat === 'therapist') await stage.load(seat);
		else if (!isAsking) await stage.invite();
	}
}

async function moveAll(stage: Stage): Promise<void> {
	for (const page of stage.world.pages) {
		for (let i = 0; page.isAlive && i < FRAMES && stage.world.move(page, CALM); i += 1);
	}
	await settle();
	stage.workDisks(30);
	stage.workBrowsers(200);
	await settle();
}

/** One round without faults; answers whether something is still under way. */
export async function restRound(stage: Stage): Promise<boolean> {
	const { world, witness, habits } = stage;
	world.pass(ROUND_MS);
	for (const page of world.pages) {
		if (!page.isAlive) continue;
		world.connect(page);
		if (page.seat === 'therapist') therapistSees(page, witness, habits);
		else clientAnswers(page, witness, habits);
	}
	// What leaves is committed, and its acknowledgement arrives.
	await moveAll(stage);
	if (isMoving(stage)) await moveAll(stage);
	await world.observers?.rest();
	const isBusy = stage.pages(null).some(({ engine }) => {
		const { line, unacknowledged, recording } = engine.view();
		return line.is !== 'live' || unacknowledged > 0 || recording === 'held';
	});
	return isBusy || world.observers?.isBusy() || stage.hasLeftovers() || !world.disk.isIdle() || !world.store.isIdle();
}
