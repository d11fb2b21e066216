import { learnSignal } from '../../client/link/learn-signal.ts';
import { stopPanel } from '../../client/phone/stop-panel.ts';
import { alarmsAt } from '../../shared/alarms.ts';
import { eventKey, LANES } from '../../shared/events.ts';
import { NO_SIGNAL_MS, WEAK_MS } from '../../shared/protocol.ts';
import { currentRating } from '../../shared/readings.ts';
import { ringingStops, standingStops } from '../../shared/session-state.ts';
import { NOT_DELIVERED_MS } from '../../shared/stop-status.ts';
import { headOf, streamKey } from '../../shared/stream.ts';
import type { SimPage } from './sim-page.ts';
import { rootOf, type Witness } from './witness.ts';
import type { World } from './world.ts';

/** What must hold after every step. */
export function checkStep(world: World, witness: Witness): void {
	for (const problem of world.throws.splice(0)) witness.blame(`threw: ${problem}`);
	for (const page of world.pages) {
		if (!page.isAlive) continue;
		witness.note(page);
		checkPen(witness, page);
		checkAcknowledged(world, witness, page);
		if (!page.isFrozen) checkScreen(world, witness, page);
	}
	checkStores(world, witness);
	world.observers?.check.step();
}

function checkScreen(world: World, witness: Witness, page: SimPage): void {
	const { line } = page.engine.view();
	if (line.is === 'live' && page.now() - page.frameAt >= WEAK_MS) witness.blame('the own cut-off is late');
	checkOutbox(world, witness, page);
	if (page.seat === 'client') checkStops(witness, page);
	else if (line.is !== 'connecting' && line.is !== 'waiting') checkRating(world, witness, page);
}

/** W10: a page that lost the pen has it again only by its person's touch. */
function checkPen(witness: Witness, page: SimPage): void {
	const { hasPen } = page.engine.view();
	if (!hasPen && !page.hasStrayPen) page.isMoved = true;
	if (!hasPen || !page.isMoved) return;
	if (page.hasStrayPen) witness.pardon('late-word-of-the-pen', page.name);
	else witness.blame('W10 the pen came without a touch');
}

/** Rows 1, 5: what a page believes recorded is fsynced, or was until a restore. */
function checkAcknowledged(world: World, witness: Witness, page: SimPage): void {
	const { recording, recordedHeads } = page.engine.view();
	if ((recording !== 'recorded' && recording !== 'not-recording') || world.disk.wasErased()) return;
	if (page.checkedHeads === recordedHeads) return;
	page.checkedHeads = recordedHeads;
	for (const writer of Object.keys(recordedHeads)) {
		for (const lane of LANES) {
			const stream = { writer, lane };
			const head = Math.max(world.disk.durableHead(stream), witness.setBack.get(streamKey(stream)) ?? 0);
			if (headOf(recordedHeads, stream) > head) witness.blame(`W5 called recorded before it was: ${lane}`);
		}
	}
}

/** W2: once the choice is made, what waits for its acknowledgement is in the stored outbox as soon as the browser gets to it. */
function checkOutbox(world: World, witness: Witness, page: SimPage): void {
	const { line, recording, recordedHeads, log, isStoreRefused } = page.engine.view();
	// A tab that knows of a withdrawal wipes the store that it shares with one that does not yet.
	if (witness.choices.has('withdrawn')) return;
	if (line.is === 'over' || recording !== 'recorded' || isStoreRefused || page.isMisled || !page.outbox.isIdle())
		return;
	const { writer } = page.engine;
	for (const lane of LANES) {
		const stream = { writer, lane };
		// Another tab of this browser may have brought it, and taken it out.
		const waiting = log.after(stream, Math.max(headOf(recordedHeads, stream), world.disk.durableHead(stream)));
		const setBack = witness.setBack.get(streamKey(stream)) ?? 0;
		for (const event of waiting) {
			if (page.outbox.has(eventKey(event)) || witness.isSafeElsewhere(page, rootOf(event))) continue;
			if (event.n <= setBack) witness.pardon('recorded-until-a-restore', eventKey(event));
			else witness.blame('W2 the outbox is not stored');
		}
	}
}

/** Rows 7, 8: only what was painted is called shown; what is not shown is admitted at 2 s. */
function checkStops(witness: Witness, page: SimPage): void {
	const view = page.engine.view();
	const now = page.engine.serverNow();
	checkLeftStops(witness, page);
	for (const stop of view.state.stops) {
		if (stop.shownAt !== undefined && !witness.painted.has(eventKey(stop.id)))
			witness.blame('STOP called shown before it was painted');
	}
	const panel = stopPanel(view, now, page.engine.pressedAgoMs);
	if (!panel) return;
	if (panel.status === 'shown') checkShown(witness, panel.stops.map(eventKey));
	const isOverdue = standingStops(view.state).some(
		({ id, practice, shownAt, answeredAt }) =>
			!practice &&
			shownAt === undefined &&
			answeredAt === undefined &&
			(page.engine.pressedAgoMs(id) ?? 0) >= NOT_DELIVERED_MS,
	);
	if (isOverdue && panel.status !== 'not-delivered') witness.blame('STOP not admitted as not delivered');
}

/** Several STOPs are told as the one that is worst off: one that was answered already may be among them. */
function checkShown({ painted, answered, blame, pardon }: Witness, stops: readonly string[]): void {
	for (const stop of stops) {
		if (painted.has(stop)) continue;
		if (answered.has(stop)) pardon('answered-without-being-shown', stop);
		else blame('STOP called shown before it was painted');
	}
}

/** Row 11: a STOP that waits in the outbox stands in the state, whichever load pressed it. */
function checkLeftStops(witness: Witness, { engine }: SimPage): void {
	const left = engine.outbox().filter(({ event }) => event.body.kind === 'stop');
	if (left.length === 0) return;
	const { stops } = engine.view().state;
	const standing = new Set(stops.map(({ id }) => eventKey(id)));
	const isMissing = left.some(({ writer, lane, event }) => !standing.has(rootOf({ ...event, writer, lane })));
	if (isMissing) witness.blame('a STOP that waits in the outbox is not on the phone');
}

/** Clocks are rounded to whole ms on their way. */
const ROUNDING_MS = 2;

/** Row 12: what is not known to stand is never drawn as current. */
function checkRating(world: World, witness: Witness, page: SimPage): void {
	const { engine } = page;
	const view = engine.view();
	page.signal = learnSignal(page.signal, view);
	const now = engine.serverNow();
	const { standing, value } = currentRating(view.state, page.signal, now);
	const isCurrent = standing === 'fresh' || standing === 'hollow' || standing === 'weak';
	// Before anything was told of the phone, and after the end, the log alone speaks.
	const isWatched = Number.isFinite(page.clientHeardAt) && !view.state.ended;
	const silence = isWatched ? page.now() - page.clientHeardAt - ROUNDING_MS : 0;
	if (isCurrent && silence >= NO_SIGNAL_MS) witness.blame('silence is not shown');
	if (isCurrent && standing !== 'weak' && silence >= WEAK_MS) witness.blame('a weak line is not shown');
	if (isCurrent && !wasRated(world, witness, value)) witness.blame('a stale value is drawn as current');
	const alarms = alarmsAt(view.state, page.signal, now);
	const isLost = alarms.some((alarm) => alarm.kind === 'no-signal' && alarm.until === null);
	if (!view.state.ended && isLost !== (standing === 'lost'))
		witness.blame('“no signal” and the struck-out value disagree');
	const isRinging = alarms.some(({ kind }) => kind === 'stop');
	if (isRinging !== ringingStops(view.state).length > 0) witness.blame('a STOP does not ring');
}

/** Whether the client really had that value so lately that it may stand; estimates of the clock may be off, twice. */
function wasRated(world: World, witness: Witness, value: number | null): boolean {
	const from = world.now - NO_SIGNAL_MS - 2 * witness.skewMs;
	return witness.stood.some((one) => one.value === value && one.until >= from);
}

/** W13: nothing is stored that the client did not choose to have stored. */
function checkStores({ disk, store }: World, witness: Witness): void {
	if (witness.choices.has('recorded')) return;
	if (disk.hasRows()) witness.blame('W13 events are stored without a choice');
	if (store.clients.size > 0) witness.blame('W13 a name is stored without a choice');
	if (witness.hasStored()) witness.blame('W13 an outbox is stored without a choice');
}
