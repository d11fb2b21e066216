import { MUSCLES } from '../../shared/body.ts';
import { CUES, eventKey, type KnownBody } from '../../shared/events.ts';
import { PHASES } from '../../shared/phases.ts';
import { standingStops } from '../../shared/session-state.ts';
import type { Random } from './random.ts';
import type { Witness } from './witness.ts';
import type { SimPage } from './world.ts';

/** Says something on a page, as its person would; answers whether the page took it. */
function say(page: SimPage, witness: Witness, body: KnownBody, practice = false): boolean {
	const id = page.engine.append(body, { practice });
	if (id) witness.noteAppended(page);
	return id !== null;
}

/** One thing a client does. */
export function clientActs(page: SimPage, witness: Witness, random: Random): void {
	const { state, hasPen } = page.engine.view();
	if (!hasPen && random.chance(0.3)) page.engine.touch();
	if (state.consent === 'undecided') return;
	const act = random.whole(0, 19);
	if (act < 13) rate(page, witness, random);
	else if (act < 15) say(page, witness, { kind: 'cue', cue: random.pick(CUES) });
	else if (act < 17) pressStop(page, witness);
	else if (act < 18) clearStop(page, witness, random);
	else if (act < 19) say(page, witness, { kind: 'band', low: 30, high: random.whole(40, 60), edge: 70 });
	else say(page, witness, { kind: 'cue', cue: 'ok' }, true);
}

function rate(page: SimPage, witness: Witness, random: Random): void {
	for (let sample = random.whole(1, 4); sample > 0; sample -= 1) {
		say(page, witness, { kind: 'rating', value: random.whole(0, 100), touched: random.chance(0.8) });
	}
	page.engine.setPicture({
		rating: random.whole(0, 100),
		at: page.engine.serverNow(),
		touchedAt: page.engine.serverNow(),
	});
}

/** STOP must be the first new thing on the wire, whatever waits (W9). */
export function pressStop(page: SimPage, witness: Witness): void {
	const { wire } = page;
	const before = wire?.sentUp.length ?? 0;
	const wasLive = wire && page.engine.view().line.is === 'live';
	if (!say(page, witness, { kind: 'stop' }) || !wasLive || !wire) return;
	const next = wire.sentUp.slice(before).find((frame) => frame.t === 'events');
	if (next && !next.events.some(({ body }) => body.kind === 'stop')) {
		if (next.lane === 'flow') witness.violations.push('W9 flow left before a STOP');
	}
}

function clearStop(page: SimPage, witness: Witness, random: Random): void {
	const stops = standingStops(page.engine.view().state);
	const answered = stops.filter(({ answeredAt }) => answeredAt !== undefined);
	if (stops.length === 0) return;
	const how = answered.length > 0 ? random.pick(['lighter', 'elsewhere', 'finish'] as const) : 'mistake';
	const meant = answered.length > 0 ? answered : stops;
	say(page, witness, { kind: 'cleared', stops: meant.slice(0, 50).map(({ id }) => id), how });
}

/** One thing a therapist does of an own accord. */
export function therapistActs(page: SimPage, witness: Witness, random: Random): void {
	const { state, hasPen } = page.engine.view();
	if (!hasPen && random.chance(0.3)) page.engine.touch();
	const act = random.whole(0, 9);
	const point = state.point ?? 1;
	if (act < 4) say(page, witness, { kind: 'phase', phase: random.pick(PHASES), point, targetMs: 45_000 });
	else if (act < 5) {
		const muscle = random.pick(MUSCLES).id;
		say(page, witness, { kind: 'point', point: state.points.length + 1, muscle, side: 'left' });
	} else if (act < 7) say(page, witness, { kind: 'note', text: 'a note' });
	else if (act < 9) answerStops(page, witness);
	else say(page, witness, { kind: 'spoken-rating', value: random.whole(0, 100) });
}

export function answerStops(page: SimPage, witness: Witness): void {
	const open = page.engine.view().state.stops.filter((stop) => stop.answeredAt === undefined);
	if (open.length > 0) say(page, witness, { kind: 'answered', stops: open.slice(0, 50).map(({ id }) => id) });
}

/** What a therapist's page does by itself: lets devices in as its person does, and says which STOPs it painted. */
export function therapistSees(page: SimPage, witness: Witness): void {
	const view = page.engine.view();
	for (const { device } of view.asking) {
		if (!view.state.admittedDevices.includes(device)) say(page, witness, { kind: 'admitted', device });
	}
	const unshown = view.state.stops.filter((stop) => stop.shownAt === undefined);
	if (unshown.length === 0) return;
	for (const { id } of unshown) witness.painted.add(eventKey(id));
	say(page, witness, { kind: 'shown', stops: unshown.slice(0, 50).map(({ id }) => id) });
}

export function consents(page: SimPage, witness: Witness, choice: 'recorded' | 'live-only'): void {
	const view = page.engine.view();
	if (view.line.is === 'live' && view.state.consent === 'undecided') say(page, witness, { kind: 'consent', choice });
}

export function withdraws(page: SimPage, witness: Witness): void {
	if (page.engine.view().state.consent === 'recorded') say(page, witness, { kind: 'withdrawn' });
}
