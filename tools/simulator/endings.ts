import { IDLE_END_MS } from '../../server/live/live-session.ts';
import { DRAIN_MS } from '../../server/live/sealing.ts';
import { ringingStops } from '../../shared/session-state.ts';
import { crashServer } from './acts.ts';
import { checkRecord } from './check-rest.ts';
import { answerStops, clientActs, pickBy, pressStop } from './people.ts';
import { comeToRest, restRound } from './rest.ts';
import type { SimPage } from './sim-page.ts';
import { hasFailed, type Stage } from './stage.ts';
import { rootOf } from './witness.ts';
import { settle } from './world.ts';

type Ending = (stage: Stage, therapist: SimPage, client: SimPage) => Promise<void>;

/** How sessions end (W11), and how often relative to the rest. */
const ENDINGS: readonly (readonly [weight: number, ending: Ending])[] = [
	[4, bothLeave],
	[3, leaveWithFullOutbox],
	[2, undoAnEnd],
	[1, nobodySaysGoodbye],
	[1, everybodyGoes],
	[1, crashWhileSealing],
];

/** The session ends in one of these ways, and is sealed: every page is told, every outbox is empty, nothing is lost. */
export async function endSession(stage: Stage): Promise<void> {
	for (const seat of ['therapist', 'client'] as const) stage.writing(seat)?.touch();
	await comeToRest(stage);
	// Only now: a phone that still asked may have replaced the one before.
	const therapist = stage.writing('therapist');
	const client = stage.writing('client');
	if (!therapist || !client) return stage.witness.blame('nobody is left at rest');
	if (!therapist.engine.view().state.ended) pressStop(client, stage.witness);
	answerStops(therapist, stage.witness);
	await pickBy(stage.random, ENDINGS)(stage, therapist, client);
	await stage.world.observers?.rest();
	if (!hasFailed(stage)) checkSealed(stage);
	stage.world.observers?.checkSealed();
}

async function bothLeave(stage: Stage, therapist: SimPage, client: SimPage): Promise<void> {
	await end(stage, therapist);
	await lateStop(stage, therapist, client);
	leave(client);
	leave(therapist);
	await rounds(stage, 30);
}

/** A STOP after the end rings, and stands in the record. */
async function lateStop({ random, witness, ...stage }: Stage, therapist: SimPage, client: SimPage): Promise<void> {
	if (random.chance(0.5)) return;
	client.isPractising = false;
	pressStop(client, witness);
	await comeToRest({ random, witness, ...stage });
	if (therapist.engine.view().hasPen && ringingStops(therapist.engine.view().state).length === 0)
		witness.blame('W11 a late STOP does not ring');
}

/** The client leaves without a line, with a full outbox: the goodbye waits until all of it has arrived. */
async function leaveWithFullOutbox(stage: Stage, therapist: SimPage, client: SimPage): Promise<void> {
	const { world, witness, random } = stage;
	await end(stage, therapist);
	world.unplug(client);
	for (let i = 0; i < 6; i += 1) {
		clientActs(client, witness, random);
		world.pass(300);
	}
	pressStop(client, witness);
	leave(client);
	leave(therapist);
	await settle();
	await rounds(stage, 60);
}

/** Who said goodbye to an end that was undone has not said it to the next one. */
async function undoAnEnd(stage: Stage, therapist: SimPage, client: SimPage): Promise<void> {
	const { witness } = stage;
	await end(stage, therapist);
	leave(client);
	await rounds(stage, 10);
	therapist.engine.append({ kind: 'end-undone' });
	witness.note(therapist);
	await comeToRest(stage);
	await end(stage, therapist);
	leave(therapist);
	await rounds(stage, 10);
	if (client.engine.view().line.is === 'over')
		return witness.blame('W11 sealed by a goodbye to an end that was undone');
	leave(client);
	await rounds(stage, 20);
}

async function nobodySaysGoodbye(stage: Stage, therapist: SimPage): Promise<void> {
	for (const page of stage.pages('client')) putDown(page);
	await end(stage, therapist);
	await passLong(stage, DRAIN_MS - 600_000);
	if (isSealed(stage)) stage.witness.blame('W11 sealed before 24 hours had passed');
	await passLong(stage, 660_000);
	await rounds(stage, 20);
}

async function everybodyGoes(stage: Stage): Promise<void> {
	await comeToRest(stage);
	for (const page of stage.world.pages) if (page.isAlive) stage.close(page);
	await passLong(stage, IDLE_END_MS + 1_000);
	await passLong(stage, DRAIN_MS + 1_000);
	await rounds(stage, 20);
}

async function crashWhileSealing(stage: Stage, therapist: SimPage, client: SimPage): Promise<void> {
	await end(stage, therapist);
	leave(client);
	leave(therapist);
	await rounds(stage, stage.random.whole(0, 2));
	stage.world.pass(250);
	for (const page of [therapist, client]) {
		for (let i = stage.random.whole(0, 40); i > 0 && stage.world.move(page, stage.world.faults); i -= 1);
	}
	await settle();
	stage.workDisks(stage.random.whole(0, 3));
	await settle();
	await crashServer(stage);
	await rounds(stage, 60);
	if (isSealed(stage)) return;
	// Every page was told, and a held log is gone: nobody comes back, and the session ends as an idle one.
	await passLong(stage, IDLE_END_MS + 1_000);
	await passLong(stage, DRAIN_MS + 1_000);
	await rounds(stage, 20);
}

/** A phone that is put away samples no more. */
function putDown(page: SimPage): void {
	page.flow.reset();
	page.stands = null;
}

function leave(page: SimPage): void {
	putDown(page);
	page.hasLeft = true;
	page.engine.leave();
}

async function end(stage: Stage, therapist: SimPage): Promise<void> {
	therapist.touch();
	if (!therapist.engine.view().state.ended) therapist.engine.append({ kind: 'ended' });
	stage.witness.note(therapist);
	await comeToRest(stage);
}

async function rounds(stage: Stage, count: number): Promise<void> {
	for (let round = 0; round < count && !isOver(stage); round += 1) await restRound(stage);
}

/** The clock moves on by that much at once: nobody's line survives it. */
async function passLong(stage: Stage, ms: number): Promise<void> {
	stage.world.pass(ms);
	await rounds(stage, 8);
}

/** Sealed, and everybody told. */
const isOver = (stage: Stage) => isSealed(stage) && stage.pages(null).length === 0;

const isSealed = ({ world }: Stage) => world.store.session(world.session)?.sealedAt != null;

function checkSealed(stage: Stage): void {
	const { world, witness } = stage;
	const recorded = new Set(world.disk.rows().map(rootOf));
	if (!isSealed(stage)) witness.blame('W11 the session is not sealed');
	for (const page of world.pages) {
		const { line } = page.engine.view();
		if (!page.isAlive || witness.barOf(page)) continue;
		if (line.is !== 'over') witness.blame(`W11 ${page.seat} is not told that it is sealed`);
		const waiting = page.engine.outbox().map(({ writer, lane, event }) => rootOf({ ...event, writer, lane }));
		if (waiting.some((root) => !recorded.has(root)) && !witness.hasLostHeldLog)
			witness.blame(`W11 sealed before ${page.seat} had brought everything`);
	}
	if (world.pages.some(({ isAlive }) => isAlive) && stage.stored() > 0)
		witness.blame('W11 an outbox outlives the seal');
	witness.noteOver();
	// A phone that was put away for good still has what it could not bring.
	checkRecord(world, witness, null, new Set(witness.storedRoots()));
}
