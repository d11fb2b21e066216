import { eventKey } from '../../shared/events.ts';
import { createSessionLog } from '../../shared/session-log.ts';
import { foldSession } from '../../shared/session-state.ts';
import { stopStatus } from '../../shared/stop-status.ts';
import { headOf, sameContent, streamKey } from '../../shared/stream.ts';
import type { Witness } from './witness.ts';
import type { SimPage, World } from './world.ts';

/** What must hold after every step. */
export function checkStep(world: World, witness: Witness): void {
	for (const problem of world.throws.splice(0)) witness.violations.push(`threw: ${problem}`);
	for (const page of world.pages) {
		if (!page.isAlive) continue;
		witness.noteSent(page);
		witness.noteAppended(page);
		checkAcknowledged(world, witness, page);
		if (page.seat === 'client') checkStops(witness, page);
	}
}

/** Row 1, 5: what a page believes recorded is fsynced. */
function checkAcknowledged(world: World, witness: Witness, page: SimPage): void {
	const view = page.engine.view();
	if (view.recording !== 'recorded' && view.recording !== 'not-recording') return;
	for (const writer of Object.keys(view.recordedHeads)) {
		for (const lane of ['say', 'flow'] as const) {
			const stream = { writer, lane };
			if (witness.setBack.has(streamKey(stream))) continue;
			if (
				headOf(view.recordedHeads, stream) > world.disk.durableHead(stream) &&
				!world.store.erased.has(world.session)
			) {
				witness.violations.push(`W5 called recorded before it was: ${lane}`);
			}
		}
	}
}

/** Rows 7, 8: only what was painted is called shown; what is not shown is admitted at 2 s. */
function checkStops(witness: Witness, page: SimPage): void {
	const { state, others } = page.engine.view();
	for (const stop of state.stops) {
		const key = eventKey(stop.id);
		const ago = page.engine.pressedAgoMs(stop.id);
		const now = page.engine.serverNow();
		const status = stopStatus(
			{ ...stop, t: ago === null ? stop.t : now - ago },
			now,
			others.therapist?.inView ?? false,
		);
		if ((status === 'shown' || stop.shownAt !== undefined) && !witness.painted.has(key)) {
			witness.violations.push('STOP called shown before it was painted');
		}
		if (status === 'sending' && ago !== null && ago >= 2_000)
			witness.violations.push('STOP not admitted as not delivered');
	}
}

/** What must hold when every fault is healed and everything had time to arrive. */
export function checkRest(world: World, witness: Witness): void {
	const live = world.pages.filter(({ isAlive }) => isAlive);
	for (const page of live) checkRestingPage(world, witness, page);
	checkStreams(world, witness);
	checkKept(world, witness);
	for (const seat of ['client', 'therapist'] as const) {
		const pens = live.filter((page) => page.seat === seat && page.engine.view().hasPen).length;
		if (pens > 1) witness.violations.push(`W10 ${pens} pages hold the pen of one seat`);
	}
}

function checkRestingPage(world: World, witness: Witness, page: SimPage): void {
	const view = page.engine.view();
	const where = page.seat;
	if (view.line.is !== 'live') witness.violations.push(`${where} at rest is ${view.line.is}`);
	if (view.recording !== 'held' && view.unacknowledged > 0) {
		witness.violations.push(`${where} waits for ever for ${view.unacknowledged} acknowledgements`);
	}
	const server = createSessionLog(world.hub?.events(world.session) ?? []);
	for (const stream of server.streams()) {
		if (view.log.head(stream) < server.head(stream)) witness.violations.push(`${where} lacks a part of the log`);
	}
	const again = foldSession(
		createSessionLog(view.log.streams().flatMap((stream) => view.log.after(stream, 0))).ordered(),
	);
	if (JSON.stringify(again) !== JSON.stringify(view.state))
		witness.violations.push(`W12 ${where}: state depends on arrival`);
	if (witness.concerned.has(page.name) && !view.isPartLost)
		witness.violations.push(`W7 ${where} does not say a part is lost`);
	checkSameState(witness, page, server.ordered());
}

/** Two roads, same answer: what a therapist's page shows equals the state of the server's log. */
function checkSameState(witness: Witness, page: SimPage, server: Parameters<typeof foldSession>[0]): void {
	if (page.seat !== 'therapist' || witness.setBack.size > 0 || witness.excused.size > 0) return;
	const { consent, phase, points, band, stops, ended } = page.engine.view().state;
	const truth = foldSession(server);
	const shown = {
		consent,
		phase: phase?.phase,
		points: points.length,
		band,
		stops: stops.length,
		ended: ended !== null,
	};
	const really = {
		consent: truth.consent,
		phase: truth.phase?.phase,
		points: truth.points.length,
		band: truth.band,
		stops: truth.stops.length,
		ended: truth.ended !== null,
	};
	if (JSON.stringify(shown) !== JSON.stringify(really))
		witness.violations.push('the screen shows another state than the log');
}

/** Each stream on the disk without a missing n, each event as it was written. */
function checkStreams(world: World, witness: Witness): void {
	const rows = world.disk.rows(world.session);
	const heads = new Map<string, number>();
	for (const row of [...rows].sort((a, b) => a.n - b.n)) {
		const key = streamKey(row);
		if (row.n !== (heads.get(key) ?? 0) + 1) witness.violations.push('a stream on the disk misses an n');
		heads.set(key, row.n);
		const written = witness.written.get(eventKey(row));
		if (row.seat !== 'server' && row.seat !== 'owner' && !written)
			witness.violations.push('the disk holds what nobody wrote');
		if (written && row.body.kind !== 'refused' && !sameContent(written, row)) {
			witness.violations.push('the disk holds other content than was written');
		}
	}
}

/** Row 1: what was recorded, or could have been, is there; what must not be there is not. */
function checkKept(world: World, witness: Witness): void {
	const rows = world.disk.rows(world.session);
	const recording = world.pages.find(({ isAlive }) => isAlive)?.engine.view().recording;
	if (recording === 'live-only' || recording === 'held') {
		if (rows.length > 0) witness.violations.push('W13 a live-only session left events');
		if (world.store.clients.has(world.session)) witness.violations.push('W13 a live-only session left a name');
	}
	if (recording === 'recorded') checkNothingLost(witness, rows);
	if (recording === 'withdrawn') checkEndsWithWithdrawal(witness, rows);
}

function checkNothingLost(witness: Witness, rows: ReturnType<World['disk']['rows']>): void {
	const there = new Set(rows.flatMap((row) => [eventKey(row), ...(row.of ? [eventKey(row.of)] : [])]));
	for (const [key, event] of witness.written) {
		const isThere = there.has(key) || (event.of && there.has(eventKey(event.of)));
		if (!isThere && !witness.excused.has(key)) {
			witness.violations.push(`lost: ${event.body.kind} in ${event.lane}`);
			return;
		}
	}
}

function checkEndsWithWithdrawal(witness: Witness, rows: ReturnType<World['disk']['rows']>): void {
	if (rows.length === 0) return;
	const withdrawal = rows.find(({ body }) => body.kind === 'withdrawn');
	if (!withdrawal) witness.violations.push('W13 the withdrawal itself is not recorded');
	else if (rows.some(({ arrivedAt }) => arrivedAt > withdrawal.arrivedAt)) {
		witness.violations.push('W13 something was recorded after withdrawing');
	}
}
