import fc from 'fast-check';
import type { Body, LoggedEvent, Seat } from '../../shared/events.ts';
import { laneOf } from '../../shared/events.ts';
import { PHASES } from '../../shared/phases.ts';

export const T0 = 1_790_000_000_000;
/** Random logs move on this grid, ms, so that a second computation can step over it. */
export const GRID_MS = 100;

const WRITERS: readonly { readonly writer: string; readonly seat: Seat }[] = [
	{ writer: 'phone-first-load-00000', seat: 'client' },
	{ writer: 'phone-second-load-0000', seat: 'client' },
	{ writer: 'therapist-page-0000000', seat: 'therapist' },
	{ writer: 'owner-page-00000000000', seat: 'owner' },
];
const [PHONE, PHONE_AGAIN, THERAPIST, OWNER] = [0, 1, 2, 3];

interface Move {
	readonly by: number;
	readonly body: Body;
	readonly practice?: boolean;
	/** Names one of the STOPs that came before, by its place among them. */
	readonly mark?: 'shown' | 'answered' | 'cleared';
	readonly pick?: number;
	/** Grid steps since the move before; how far `at` and `arrivedAt` are from that. */
	readonly wait: number;
	readonly skew: number;
	readonly delay: number;
}

const tenths = fc.integer({ min: 0, max: 100 });
const phone = fc.constantFrom(PHONE, PHONE, PHONE, PHONE_AGAIN) as fc.Arbitrary<number>;
const times = {
	wait: fc.oneof(
		{ weight: 6, arbitrary: fc.integer({ min: 0, max: 20 }) },
		{ weight: 2, arbitrary: fc.integer({ min: 0, max: 60 }) },
		{ weight: 1, arbitrary: fc.constantFrom(49, 50, 51) },
	),
	skew: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: -15, max: 15 })),
	delay: fc.integer({ min: 0, max: 40 }),
};

const bodies = {
	rating: fc.record({
		by: phone,
		body: fc.record({ kind: fc.constant('rating' as const), value: tenths, touched: fc.boolean() }),
		practice: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()),
		...times,
	}),
	cue: fc.record({ by: phone, body: fc.constant({ kind: 'cue', cue: 'hold' } as const), ...times }),
	stop: fc.record({ by: phone, body: fc.constant({ kind: 'stop' } as const), practice: fc.boolean(), ...times }),
	mark: fc.record({
		by: fc.constant(THERAPIST as number),
		body: fc.constant({ kind: 'started' } as const),
		mark: fc.constantFrom('shown' as const, 'answered' as const, 'cleared' as const),
		pick: fc.nat({ max: 5 }),
		...times,
	}),
	band: fc.record({
		by: phone,
		body: fc
			.uniqueArray(tenths, { minLength: 3, maxLength: 3 })
			.map((all) => all.toSorted((a, b) => a - b))
			.map(([low = 0, high = 0, edge = 0]) => ({ kind: 'band' as const, low, high, edge })),
		...times,
	}),
	phase: fc.record({
		by: fc.constant(THERAPIST as number),
		body: fc.record({
			kind: fc.constant('phase' as const),
			phase: fc.constantFrom(...PHASES),
			point: fc.integer({ min: 1, max: 3 }),
		}),
		...times,
	}),
	point: fc.record({
		by: fc.constant(THERAPIST as number),
		body: fc.record({
			kind: fc.constant('point' as const),
			point: fc.integer({ min: 1, max: 3 }),
			muscle: fc.constantFrom('infraspinatus', 'masseter', 'where it hurts'),
			side: fc.constantFrom('left' as const, 'right' as const),
		}),
		...times,
	}),
	spoken: fc.record({
		by: fc.constant(THERAPIST as number),
		body: fc.record({ kind: fc.constant('spoken-rating' as const), value: tenths }),
		...times,
	}),
	signal: fc.record({
		by: fc.constant(THERAPIST as number),
		body: fc.record({ kind: fc.constant('signal' as const), state: fc.constantFrom('lost' as const, 'back' as const) }),
		...times,
	}),
	ended: fc.record({
		by: fc.constantFrom(THERAPIST as number, OWNER as number),
		body: fc.constant({ kind: 'ended' } as const),
		...times,
	}),
	undone: fc.record({
		by: fc.constant(THERAPIST as number),
		body: fc.constant({ kind: 'end-undone' } as const),
		...times,
	}),
};

const common = [
	{ weight: 24, arbitrary: bodies.rating as fc.Arbitrary<Move> },
	{ weight: 3, arbitrary: bodies.phase as fc.Arbitrary<Move> },
	{ weight: 2, arbitrary: bodies.band as fc.Arbitrary<Move> },
	{ weight: 1, arbitrary: bodies.cue as fc.Arbitrary<Move> },
	{ weight: 1, arbitrary: bodies.point as fc.Arbitrary<Move> },
	{ weight: 1, arbitrary: bodies.spoken as fc.Arbitrary<Move> },
	{ weight: 1, arbitrary: bodies.signal as fc.Arbitrary<Move> },
	{ weight: 1, arbitrary: bodies.ended as fc.Arbitrary<Move> },
	{ weight: 1, arbitrary: bodies.undone as fc.Arbitrary<Move> },
];
const withStops = [
	...common,
	{ weight: 3, arbitrary: bodies.stop as fc.Arbitrary<Move> },
	{ weight: 3, arbitrary: bodies.mark as fc.Arbitrary<Move> },
];

function bodyOf({ body, mark, pick = 0 }: Move, events: readonly LoggedEvent[]): Body {
	if (!mark) return body;
	const stops = events.filter((event) => event.body.kind === 'stop');
	const stop = stops[pick % Math.max(1, stops.length)];
	if (!stop) return body;
	const ids = [{ writer: stop.writer, lane: stop.lane, n: stop.n }];
	return mark === 'cleared' ? { kind: mark, stops: ids, how: 'said-aloud' } : { kind: mark, stops: ids };
}

function eventsOf(moves: readonly Move[]): readonly LoggedEvent[] {
	const events: LoggedEvent[] = [];
	let clock = T0;
	for (const move of moves) {
		clock += move.wait * GRID_MS;
		const { writer, seat } = WRITERS[move.by] as (typeof WRITERS)[number];
		const body = bodyOf(move, events);
		const lane = laneOf(body);
		const n = events.filter((event) => event.writer === writer && event.lane === lane).length + 1;
		const at = clock + move.skew * GRID_MS;
		const arrivedAt = clock + move.delay * GRID_MS;
		events.push({ writer, lane, n, seat, at, arrivedAt, body, ...(move.practice && { practice: true as const }) });
	}
	return events;
}

/** Logs of one session as its writers wrote them: every stream in its own order, clocks a little apart, in any state. */
export function randomLog(options: {
	readonly stops: boolean;
	readonly most: number;
}): fc.Arbitrary<readonly LoggedEvent[]> {
	const moves = fc.array(fc.oneof(...(options.stops ? withStops : common)), { maxLength: options.most, size: 'max' });
	return moves.map(eventsOf);
}

/** Another order of arrival: the streams mixed by `picks`, each in its own order. */
export function mixed(events: readonly LoggedEvent[], picks: readonly number[]): readonly LoggedEvent[] {
	const streams = [...Map.groupBy(events, ({ writer, lane }) => `${writer}.${lane}`).values()].map((all) => [...all]);
	const out: LoggedEvent[] = [];
	for (let i = 0; out.length < events.length; i++) {
		const open = streams.filter((stream) => stream.length > 0);
		const stream = open[(picks[i % Math.max(1, picks.length)] ?? 0) % open.length];
		const event = stream?.shift();
		if (event) out.push(event);
	}
	return out;
}
