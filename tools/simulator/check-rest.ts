import type { LinkEngine } from '../../client/link/link-engine.ts';
import type { LoggedEvent, Seat } from '../../shared/events.ts';
import { createSessionLog, type SessionLog } from '../../shared/session-log.ts';
import { foldSession, type SessionState } from '../../shared/session-state.ts';
import { sameContent, streamKey } from '../../shared/stream.ts';
import type { SimPage } from './sim-page.ts';
import { rootOf, type Witness } from './witness.ts';
import { CLIENT_NAME, type World } from './world.ts';

/** What must hold when every fault is healed and everything had time to arrive. */
export function checkRest(world: World, witness: Witness): void {
	witness.noteOver();
	const onTheWay = new Set(witness.storedRoots());
	if (world.hasSmallQueue) witness.noteDropped();
	const server = createSessionLog(world.hub?.events(world.session) ?? []);
	for (const page of world.pages) if (page.isAlive) checkPage(world, witness, page, server);
	checkDisk(world, witness);
	checkRecord(world, witness, server, onTheWay);
	for (const seat of ['client', 'therapist'] as const) {
		const pens = world.pages.filter((page) => page.isAlive && page.seat === seat && page.engine.view().hasPen);
		const live = pens.filter((page) => page.engine.view().line.is === 'live');
		if (live.length > 1) witness.blame(`W10 ${live.length} pages hold the pen of one seat`);
	}
}

function checkPage(world: World, witness: Witness, page: SimPage, server: SessionLog): void {
	const { line, recording, unacknowledged } = page.engine.view();
	const standing = world.store.device(page.token)?.standing;
	if (line.is === 'over' && witness.barOf(page)) return;
	if (line.is !== 'live') witness.blame(`${page.seat} at rest is ${line.is}`);
	if (recording === 'held') witness.blame(`${page.seat} at rest is held: the choice is lost`);
	if (unacknowledged > 0) witness.blame(`${page.seat} waits for ever for an acknowledgement`);
	checkFold(witness, page);
	checkConcerned(witness, page, server);
	if (standing !== 'admitted') return;
	for (const stream of server.streams()) {
		if (page.engine.view().log.head(stream) < server.head(stream))
			witness.blame(`${page.seat} lacks a part of the log`);
	}
	checkSameState(witness, page, server);
	checkSameTimes(witness, page, server);
}

/** W12: of what another seat wrote every page reckons the t that the server does, whatever is hidden from it. */
export function checkSameTimes(
	witness: Witness,
	{ seat, engine }: { readonly seat: Seat; readonly engine: LinkEngine },
	server: SessionLog,
): void {
	const { log } = engine.view();
	for (const stream of log.streams()) {
		const known = log.after(stream, 0);
		const served = server.after(stream, 0).filter(({ n }) => log.get(stream, n));
		// Of what was said again the hub tells the first alone.
		if (known[0]?.seat === seat || served.length < known.length) continue;
		// What a server that died had taken already came to the next one anew, later.
		const isTakenAnew = served.some(({ n, arrivedAt }) => log.get(stream, n)?.arrivedAt !== arrivedAt);
		if (isTakenAnew || served.every(({ n, t }) => log.get(stream, n)?.t === t)) continue;
		if (lacksSpokenChoice(seat, log, server.after(stream, 0)))
			witness.pardon('judged-anew-after-a-crash', streamKey(stream));
		else witness.blame(`W12 ${seat} reckons another time than the server`);
	}
}

/** Of all kinds a spoken consent alone is judged by what else is there: it was refused, and so hidden, and now it stands. */
function lacksSpokenChoice(seat: Seat, log: SessionLog, served: readonly LoggedEvent[]): boolean {
	return served.some(
		(event) =>
			seat !== 'therapist' &&
			event.body.kind === 'spoken-consent' &&
			event.n <= log.head(event) &&
			!log.get(event, event.n),
	);
}

/** W12, W15: the state as it grew event by event equals the fold of the whole log, and no fact counts twice. */
function checkFold(witness: Witness, { engine, seat }: SimPage): void {
	const { log, state } = engine.view();
	const again = createSessionLog(log.streams().flatMap((stream) => log.after(stream, 0))).ordered();
	if (JSON.stringify(foldSession(again)) !== JSON.stringify(state))
		witness.blame(`W12 ${seat}: state depends on the order of arrival`);
	if (new Set(again.map(rootOf)).size < again.length) witness.blame(`W7 ${seat}: what was said again counts twice`);
}

/** W7: who had something as kept that the server has no longer says that a part is lost. */
function checkConcerned(witness: Witness, page: SimPage, server: SessionLog): void {
	const lost = (witness.concerned.get(page.name) ?? []).filter((stream) => server.head(stream) < stream.n);
	if (lost.length > 0 && !page.engine.view().isPartLost)
		witness.blame(`W7 ${page.seat} does not say that a part is lost`);
}

/** What a therapist's page shows equals the state of the server's log, where the page knows nothing beyond it. */
function checkSameState(witness: Witness, { name, seat, engine }: SimPage, server: SessionLog): void {
	const { log, state } = engine.view();
	const knowsMore = log.streams().some((stream) => log.head(stream) > server.head(stream));
	if (seat !== 'therapist' || knowsMore) return;
	const due = JSON.stringify(digest(foldSession(server.ordered())));
	if (JSON.stringify(digest(state)) === due) return;
	if (JSON.stringify(digest(foldSession(arrivedAsAt(server, log).ordered()))) === due)
		witness.pardon('taken-anew-after-a-crash', name);
	else witness.blame('the screen shows another state than the log');
}

/** The page's log by the server's times of arrival: what a server that died had taken came to the next one later. */
function arrivedAsAt(server: SessionLog, log: SessionLog): SessionLog {
	const events = log.streams().flatMap((stream) => log.after(stream, 0));
	return createSessionLog(
		events.map((event) => ({ ...event, arrivedAt: server.get(event, event.n)?.arrivedAt ?? event.arrivedAt })),
	);
}

/** All but instants: on the writer's own page `arrivedAt` is not known. */
function digest({ consent, phase, points, band, stops, ended, notes, samples }: SessionState) {
	const marks = stops.map(({ id, shownAt, answeredAt, cleared, practice }) => [
		id,
		shownAt !== undefined,
		answeredAt !== undefined,
		cleared?.how ?? null,
		practice,
	]);
	return [consent, phase?.phase, points.length, band, marks, ended !== null, notes.length, samples.length];
}

/** Each stream on the disk without a missing n, each event as it was written. */
function checkDisk({ disk }: World, witness: Witness): void {
	const heads = new Map<string, number>();
	for (const row of [...disk.rows()].sort((a, b) => a.n - b.n)) {
		const key = streamKey(row);
		if (row.n !== (heads.get(key) ?? 0) + 1) witness.blame('a stream on the disk misses an n');
		heads.set(key, row.n);
		checkRow(witness, row);
	}
}

function checkRow({ written, blame }: Witness, row: LoggedEvent): void {
	if (row.seat === 'server' || row.seat === 'owner') return;
	const event = written.get(`${streamKey(row)}.${row.n}`);
	if (!event) blame('the disk holds what nobody wrote');
	else if (row.body.kind !== 'refused' && !sameContent(event, row))
		blame('the disk holds other content than was written');
}

/**
 * Row 1: what was recorded, or could have been, is there; what must not be there is not.
 * @param onTheWay first tellings in the stored outbox of a page that is closed: they come when it is opened again
 * @param server what the server holds in memory; null once that is gone with the session
 */
export function checkRecord(
	world: World,
	witness: Witness,
	server: SessionLog | null,
	onTheWay: ReadonlySet<string>,
): void {
	const recording = world.store.session(world.session)?.recording;
	const rows = world.disk.rows();
	if (recording === 'recorded') checkWhole(witness, rows, onTheWay, 'lost');
	if (recording === 'live-only') {
		if (server) checkWhole(witness, server.ordered(), onTheWay, 'gone from the held log');
		if (rows.length > 0) witness.blame('W13 a live-only session left events');
		if (world.store.clients.size > 0) witness.blame('W13 a live-only session left a name');
		if (world.store.digests.size > 0) witness.blame('W13 a live-only session left a digest');
	}
	if (recording === 'withdrawn') checkWithdrawn(world, witness, rows);
	if (recording === 'recorded' && world.store.clients.get(world.session) !== CLIENT_NAME)
		witness.blame('W13 a recorded session has no client');
}

function checkWhole(
	witness: Witness,
	events: readonly LoggedEvent[],
	onTheWay: ReadonlySet<string>,
	what: string,
): void {
	const there = new Set(events.map(rootOf));
	for (const event of witness.written.values()) {
		const root = rootOf(event);
		if (!there.has(root) && !onTheWay.has(root) && !witness.excused.has(root)) {
			witness.blame(`${what}: ${event.body.kind} in ${event.lane}`);
			return;
		}
	}
}

function checkWithdrawn({ pages, store }: World, witness: Witness, rows: readonly LoggedEvent[]): void {
	const isErased = pages.some((page) => page.isAlive && page.engine.view().isErased);
	if (isErased && (rows.length > 0 || store.clients.size > 0 || store.digests.size > 0))
		witness.blame('W13 something is left after erasing');
	// A restore brings back what an older copy held; the tombstone that a restore applies is not part of this yet.
	if (rows.length === 0 || witness.hasRestored) return;
	const last = rows.findIndex(({ body }) => body.kind === 'withdrawn' || isSpokenWithdrawal(body));
	if (last === -1) witness.blame('W13 the withdrawal itself is not recorded');
	else if (last < rows.length - 1) witness.blame('W13 something was recorded after withdrawing');
}

const isSpokenWithdrawal = (body: LoggedEvent['body']) => body.kind === 'spoken-consent' && body.choice === 'withdrawn';
