import type { Body, LoggedEvent, Seat } from '../../shared/events.ts';
import { laneOf } from '../../shared/events.ts';
import { PHASES, type Phase } from '../../shared/phases.ts';
import { clampRating, DEFAULT_BAND } from '../../shared/scale.ts';
import { createRandom, type Random } from '../simulator/random.ts';

export interface LongSession {
	readonly startedAt: number;
	readonly minutes: number;
	readonly samples: number;
	readonly seed: number;
}

interface Told {
	readonly at: number;
	readonly seat: Seat;
	readonly body: Body;
}

const PHASE_S: Readonly<Record<Phase, number>> = { locate: 25, press: 50, release: 20, stretch: 35, rest: 30 };
const AIM: Readonly<Record<Phase, number>> = { locate: 30, press: 58, release: 35, stretch: 40, rest: 12 };

/** Everything but ratings: points, phases, cues, a STOP now and then with all its marks, notes, the end. */
function said({ startedAt, minutes }: LongSession, random: Random): readonly Told[] {
	const told: Told[] = [];
	const end = startedAt + minutes * 60_000;
	const say = (at: number, seat: Seat, body: Body) => told.push({ at, seat, body });
	say(startedAt, 'therapist', { kind: 'started' });
	say(startedAt + 4_000, 'client', { kind: 'consent', choice: 'recorded' });
	say(startedAt + 6_000, 'client', { kind: 'band', ...DEFAULT_BAND });
	for (let at = startedAt + 10_000, turn = 0; at < end - 60_000; turn += 1) {
		const point = Math.floor(turn / 2) + 1;
		if (turn % 2 === 0) say(at, 'therapist', { kind: 'point', point, muscle: 'infraspinatus', side: 'right' });
		for (const phase of PHASES) {
			say(at, 'therapist', { kind: 'phase', phase, point });
			const middle = at + PHASE_S[phase] * 500;
			if (phase === 'press' && turn % 3 === 0) say(middle, 'client', { kind: 'cue', cue: 'ease' });
			if (phase === 'stretch' && turn % 4 === 0) say(middle, 'therapist', { kind: 'note', text: `Turn ${turn}.` });
			at += Math.round(PHASE_S[phase] * 1_000 * (0.8 + random.next() * 0.4));
		}
	}
	say(end, 'therapist', { kind: 'ended' });
	return told;
}

/** Ratings that wander towards what each phase feels like, evenly over the session but for a few gaps. */
function felt({ startedAt, minutes, samples }: LongSession, all: readonly Told[], random: Random): readonly Told[] {
	const told: Told[] = [];
	const step = (minutes * 60_000 - 30_000) / samples;
	const phases = all.filter(({ body }) => body.kind === 'phase');
	let next = 0;
	let aim = AIM.rest;
	let value = 0;
	let skip = 0;
	for (let i = 0; i < samples; i += 1) {
		if (i % 20_000 === 19_999) skip += 12_000 - step;
		const at = Math.round(startedAt + 15_000 + i * step + Math.min(skip, 14_000));
		for (let each = phases[next]; each && each.at <= at; each = phases[++next]) {
			if (each.body.kind === 'phase') aim = AIM[each.body.phase] + random.next() * 20;
		}
		value = clampRating(value + (aim - value) * 0.01 + (random.next() - 0.5) * 6);
		told.push({ at, seat: 'client', body: { kind: 'rating', value, touched: i % 3 !== 0 } });
	}
	return told;
}

/** A long session as its record holds it. The same seed gives the same session. */
export function longSession(options: LongSession): readonly LoggedEvent[] {
	const random = createRandom(options.seed);
	const all = said(options, random);
	const heads = new Map<string, number>();
	return [...all, ...felt(options, all, random)].map(({ at, seat, body }) => {
		const lane = laneOf(body);
		const writer = `${seat}-bench`.padEnd(22, '0');
		const n = (heads.get(`${writer} ${lane}`) ?? 0) + 1;
		heads.set(`${writer} ${lane}`, n);
		return { writer, lane, n, seat, at, arrivedAt: at + 20 + Math.floor(random.next() * 40), body };
	});
}
