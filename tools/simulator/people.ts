import { signalChange } from '../../client/therapist/signal-model.ts';
import { alarmsAt } from '../../shared/alarms.ts';
import { MUSCLES } from '../../shared/body.ts';
import { CUES, eventKey, type KnownBody } from '../../shared/events.ts';
import { isWorking, PHASES } from '../../shared/phases.ts';
import { standingStops } from '../../shared/session-state.ts';
import type { Random } from './random.ts';
import type { SimPage } from './sim-page.ts';
import type { Witness } from './witness.ts';

/** What this run's people are like. */
export interface Habits {
	readonly choice: 'recorded' | 'live-only';
	/** The therapist enters the consent as spoken, before any phone is let in. */
	readonly isSpoken: boolean;
	/** After withdrawing: delete what was recorded. */
	readonly erases: boolean;
}

/** Most STOPs named by one event. */
const STOPS_AT_ONCE = 50;

/** Says something on a page, as its person would; answers whether the page took it. */
export function say(page: SimPage, witness: Witness, body: KnownBody, practice = false): boolean {
	const id = page.engine.append(body, { practice });
	if (id) witness.note(page);
	return id !== null;
}

type Act = (page: SimPage, witness: Witness, random: Random) => void;

const CLIENT_ACTS: readonly (readonly [weight: number, act: Act])[] = [
	[12, slide],
	[2, (page, witness, random) => say(page, witness, { kind: 'cue', cue: random.pick(CUES) }, page.isPractising)],
	[2, pressStop],
	[1.5, clearStops],
	[1, (page, witness, random) => say(page, witness, { kind: 'band', low: 30, high: random.whole(40, 60), edge: 70 })],
	[0.5, togglePractice],
	[0.3, putAway],
	[0.3, misbehave],
];

const THERAPIST_ACTS: readonly (readonly [weight: number, act: Act])[] = [
	[4, enterPhase],
	[1, addPoint],
	[2, (page, witness) => say(page, witness, { kind: 'note', text: 'a note' })],
	[2, answerStops],
	[0.5, (page, witness) => clearAs(page, witness, 'said-aloud')],
	[1, (page, witness, random) => say(page, witness, { kind: 'spoken-rating', value: random.whole(0, 100) })],
	[0.3, (page, witness) => say(page, witness, { kind: page.engine.view().state.ended ? 'end-undone' : 'ended' })],
	[0.15, removeDevice],
];

export function pickBy<T>(random: Random, choices: readonly (readonly [weight: number, choice: T])[]): T {
	let place = random.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
	const found = choices.find(([weight]) => {
		place -= weight;
		return place < 0;
	});
	return (found ?? (choices[0] as (typeof choices)[number]))[1];
}

/** One thing a client does. */
export function clientActs(page: SimPage, witness: Witness, random: Random): void {
	const { state, hasPen } = page.engine.view();
	if (!hasPen && random.chance(0.3)) page.touch();
	if (state.consent !== 'undecided') pickBy(random, CLIENT_ACTS)(page, witness, random);
}

/** One thing a therapist does of an own accord. */
export function therapistActs(page: SimPage, witness: Witness, random: Random): void {
	if (!page.engine.view().hasPen && random.chance(0.3)) page.touch();
	pickBy(random, THERAPIST_ACTS)(page, witness, random);
}

/** The slider is the shipping one; a touch takes the pen. */
function slide(page: SimPage, witness: Witness, random: Random): void {
	const { line } = page.engine.view();
	if (line.is === 'over' || line.is === 'connecting') return;
	for (let move = random.whole(1, 3); move > 0; move -= 1) {
		const value = random.whole(0, 100);
		witness.noteRated(page, value);
		page.flow.touch(value);
	}
	witness.note(page);
}

/** STOP must be the first new thing on the wire, whatever waits (W9). */
export function pressStop(page: SimPage, witness: Witness): void {
	const { wire } = page;
	const before = wire?.sentUp.length ?? 0;
	const wasLive = wire && page.engine.view().line.is === 'live';
	if (!say(page, witness, { kind: 'stop' }, page.isPractising) || !wasLive || !wire) return;
	const next = wire.sentUp.slice(before).find((frame) => frame.t === 'events');
	if (next?.lane === 'flow') witness.blame('W9 flow left before a STOP');
}

export function clearStops(page: SimPage, witness: Witness, random: Random): void {
	const isAnswered = standingStops(page.engine.view().state).some(({ answeredAt }) => answeredAt !== undefined);
	clearAs(page, witness, isAnswered ? random.pick(['lighter', 'elsewhere', 'finish'] as const) : 'mistake');
}

function clearAs(page: SimPage, witness: Witness, how: Extract<KnownBody, { kind: 'cleared' }>['how']): void {
	const standing = standingStops(page.engine.view().state);
	const answered = standing.filter(({ answeredAt }) => answeredAt !== undefined);
	const meant = how === 'mistake' || answered.length === 0 ? standing : answered;
	if (meant.length > 0)
		say(page, witness, { kind: 'cleared', stops: meant.slice(0, STOPS_AT_ONCE).map(({ id }) => id), how });
}

/** The client lets go of the phone: nothing is sampled until the next touch. */
function putAway(page: SimPage, witness: Witness): void {
	if (!say(page, witness, { kind: 'left' })) return;
	page.flow.reset();
	page.stands = null;
}

/** With hands at work nobody is kept in practice. */
function togglePractice(page: SimPage): void {
	const { phase } = page.engine.view().state;
	page.isPractising = !page.isPractising && !(phase && isWorking(phase.phase));
}

/** What a client's page may not write: it is refused, keeps its number, and the page is told (W4). */
function misbehave(page: SimPage, witness: Witness, random: Random): void {
	const value = random.whole(0, 100);
	say(
		page,
		witness,
		random.chance(0.5) ? { kind: 'spoken-rating', value } : { kind: 'note', text: 'not mine to write' },
	);
}

function enterPhase(page: SimPage, witness: Witness, random: Random): void {
	const point = page.engine.view().state.point ?? 1;
	say(page, witness, { kind: 'phase', phase: random.pick(PHASES), point, targetMs: 45_000 });
}

function addPoint(page: SimPage, witness: Witness, random: Random): void {
	const point = page.engine.view().state.points.length + 1;
	say(page, witness, { kind: 'point', point, muscle: random.pick(MUSCLES).id, side: 'left' });
}

function removeDevice(page: SimPage, witness: Witness): void {
	const device = page.engine.view().state.admittedDevices.at(-1);
	if (device !== undefined) say(page, witness, { kind: 'removed', device });
}

export function answerStops(page: SimPage, witness: Witness): void {
	const open = page.engine.view().state.stops.filter((stop) => stop.answeredAt === undefined);
	if (open.length > 0)
		say(page, witness, { kind: 'answered', stops: open.slice(0, STOPS_AT_ONCE).map(({ id }) => id) });
}

/** What a therapist and their page do without being asked: let devices in, say what was painted and what was lost. */
export function therapistSees(page: SimPage, witness: Witness, habits: Habits): void {
	const view = page.engine.view();
	if (!view.hasPen || page.isFrozen || page.hasLeft || view.line.is === 'over') return;
	if (habits.isSpoken && !speakConsent(page, witness, habits)) return;
	letIn(page, witness);
	if (!page.isInView) return;
	markShown(page, witness);
	const change = signalChange(alarmsAt(view.state, page.signal, page.engine.serverNow()), view.state);
	if (change) say(page, witness, change);
}

/** Whether the choice is made. */
function speakConsent(page: SimPage, witness: Witness, { choice }: Habits): boolean {
	const { state, line } = page.engine.view();
	if (state.consent !== 'undecided' || state.admittedDevices.length > 0) return true;
	return line.is === 'live' && say(page, witness, { kind: 'spoken-consent', choice, member: 'Example Member' });
}

/** A device that goes on asking is let in anew: a server may have lost what it was told before. */
const ASKED_AGAIN_MS = 3_000;

function letIn(page: SimPage, witness: Witness): void {
	const { asking, log } = page.engine.view();
	const now = page.engine.serverNow();
	for (const { device } of asking) {
		const saidAt = log.ordered().findLast(({ body }) => body.kind === 'admitted' && body.device === device)?.at;
		if (saidAt === undefined || now - saidAt > ASKED_AGAIN_MS) say(page, witness, { kind: 'admitted', device });
	}
}

function markShown(page: SimPage, witness: Witness): void {
	const unshown = page.engine.view().state.stops.filter((stop) => stop.shownAt === undefined);
	if (unshown.length === 0) return;
	for (const { id } of unshown) witness.painted.add(eventKey(id));
	say(page, witness, { kind: 'shown', stops: unshown.slice(0, STOPS_AT_ONCE).map(({ id }) => id) });
}

/** What a client answers when the page asks: the choice before the slider, and what becomes of the record. */
export function clientAnswers(page: SimPage, witness: Witness, habits: Habits): void {
	const view = page.engine.view();
	if (page.isFrozen || view.line.is !== 'live') return;
	if (view.state.consent === 'undecided' || view.isChoiceLost) {
		say(page, witness, { kind: 'consent', choice: habits.choice });
	}
	if (view.recording === 'withdrawn' && !page.hasAnsweredErase && view.hasPen) {
		page.hasAnsweredErase = true;
		page.engine.answerErase(habits.erases);
	}
}

export function withdraws(page: SimPage, witness: Witness): void {
	if (page.engine.view().state.consent === 'recorded') say(page, witness, { kind: 'withdrawn' });
}
