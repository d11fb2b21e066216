import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { eventFor } from '../../shared/event-sight.ts';
import {
	acceptBody,
	type Body,
	EVENT_KINDS,
	type EventKind,
	framedEventSchema,
	isEventKind,
	type KnownBody,
	type Lane,
	type LoggedEvent,
	laneOf,
	readBody,
	refused,
	SEATS,
	type Seat,
} from '../../shared/events.ts';
import { isWriterOf, KINDS, ONE_OF_EACH } from './every-kind.ts';
import { said } from './log-builder.ts';

/** What is for the staff alone; everything else everyone in the session sees. */
const STAFF_ONLY: readonly EventKind[] = ['note', 'felt', 'signal'];

const logged = (body: Body, seat: Seat = 'therapist'): LoggedEvent => ({
	writer: 'writer'.padEnd(22, '0'),
	lane: 'say',
	seat,
	n: 1,
	at: 1,
	arrivedAt: 1,
	body,
});
/** A body as it comes off the wire. */
type Raw = { readonly kind: string } & Readonly<Record<string, unknown>>;
const unknown = (kind: string) => ({ kind, deep: { value: 7 } }) as unknown as Body;

test('W14 the tables of these tests name every kind there is', () => {
	expect([...KINDS].sort()).toEqual(Object.keys(EVENT_KINDS).sort());
});

describe.each(SEATS)('W14 what %s sees', (seat) => {
	test.each(KINDS)(`W14 ${seat} and %s`, (kind) => {
		const event = logged(ONE_OF_EACH[kind]);
		const isSeen = (seat !== 'client' && seat !== 'observer') || !STAFF_ONLY.includes(kind);
		expect(eventFor(seat, event)).toBe(isSeen ? event : null);
	});

	test.each(['mood', 'constructor', '__proto__', 'toString', ''])(
		`W14 ${seat} never sees the unknown kind "%s"`,
		(kind) => {
			expect(eventFor(seat, logged(unknown(kind)))).toBeNull();
		},
	);
});

test('W14 a therapist’s notes never reach a phone, whoever wrote them', () => {
	for (const seat of SEATS) expect(eventFor('client', logged(ONE_OF_EACH.note, seat))).toBeNull();
});

test('W14 W4 of what was refused a phone sees its own and nobody else’s', () => {
	const own = logged(refused('out_of_range'), 'client');
	const other = logged(refused('out_of_range'), 'therapist');
	expect([eventFor('client', own), eventFor('client', other)]).toEqual([own, null]);
	expect([eventFor('therapist', own), eventFor('owner', other)]).toEqual([own, other]);
	expect([eventFor('observer', own), eventFor('observer', other)]).toEqual([null, null]);
});

test('W14 an unknown kind is kept as it came', () => {
	const raw = { kind: 'mood', deep: { value: 7 } };
	expect(acceptBody('client', 'say', raw)).toEqual(raw);
	expect(readBody(raw)).toEqual(raw);
	expect(isEventKind('constructor')).toBe(false);
});

describe.each(SEATS)('W4 what %s writes', (seat) => {
	test.each(KINDS)(`W4 ${seat} and %s`, (kind) => {
		const body = ONE_OF_EACH[kind];
		expect(acceptBody(seat, laneOf(body), body)).toEqual(isWriterOf(seat, kind) ? body : refused('forbidden'));
	});
});

test.each([
	['client', 'lighter', true],
	['client', 'mistake', true],
	['client', 'said-aloud', false],
	['therapist', 'said-aloud', true],
	['therapist', 'lighter', false],
	['therapist', 'mistake', false],
] as const)('W4 %s may clear a STOP as %s: %s', (seat, how, may) => {
	const body: KnownBody = { kind: 'cleared', stops: [said('client', 1)], how };
	expect(acceptBody(seat, 'say', body)).toEqual(may ? body : refused('forbidden'));
});

test.each([
	['server', true, true],
	['server', false, false],
	['therapist', true, false],
	['owner', true, false],
	['owner', false, true],
] as const)('W4 only the server calls an end idle: %s, idle %s', (seat, isIdle, may) => {
	const body: KnownBody = { kind: 'ended', ...(isIdle && { idle: true as const }) };
	expect(acceptBody(seat, 'say', body)).toEqual(may ? body : refused('forbidden'));
});

test.each<[why: string, code: string, seat: Seat, lane: Lane, raw: Raw]>([
	['a rating above the scale', 'out_of_range', 'client', 'flow', { ...ONE_OF_EACH.rating, value: 101 }],
	['a rating below the scale', 'out_of_range', 'client', 'flow', { ...ONE_OF_EACH.rating, value: -1 }],
	['half a tenth', 'bad_request', 'client', 'flow', { ...ONE_OF_EACH.rating, value: 5.5 }],
	[
		'a rating that is no number',
		'bad_request',
		'client',
		'flow',
		{ ...ONE_OF_EACH.rating, value: Number.NaN } as never,
	],
	['a rating among say', 'bad_request', 'client', 'say', ONE_OF_EACH.rating],
	['a STOP in flow', 'bad_request', 'client', 'flow', ONE_OF_EACH.stop],
	['a member too many', 'bad_request', 'client', 'say', { kind: 'stop', loud: true }],
	['a member too few', 'bad_request', 'therapist', 'say', { kind: 'note' }],
	['a band upside down', 'bad_request', 'client', 'say', { kind: 'band', low: 60, high: 40, edge: 70 }],
	['an edge below the band', 'bad_request', 'client', 'say', { kind: 'band', low: 40, high: 60, edge: 50 }],
	['a point 0', 'out_of_range', 'therapist', 'say', { ...ONE_OF_EACH.point, point: 0 }],
	['a target of an hour', 'out_of_range', 'therapist', 'say', { ...ONE_OF_EACH.phase, targetMs: 3_600_000 }],
	['a mark on no STOP', 'bad_request', 'therapist', 'say', { kind: 'shown', stops: [] }],
	['a text four times too long', 'bad_request', 'therapist', 'say', { kind: 'note', text: 'x'.repeat(2_001) }],
	['a refusal made up by a page', 'bad_request', 'client', 'say', { kind: 'refused', code: 'internal' }],
])('W4 %s is refused as %s', (_why, code, seat, lane, raw) => {
	expect(acceptBody(seat, lane, raw)).toEqual({ kind: 'refused', code });
});

test('W4 what is accepted is kept clean: texts without control marks and no longer than theirs, no −0', () => {
	const note = acceptBody('therapist', 'say', { kind: 'note', text: ` a\u202eb\u0000${'x'.repeat(600)}` } as never);
	expect(note).toEqual({ kind: 'note', text: `ab${'x'.repeat(498)}` });
	const rating = acceptBody('client', 'flow', { ...ONE_OF_EACH.rating, value: -0 } as Raw);
	expect(Object.is((rating as { value: number }).value, 0)).toBe(true);
});

test('W4 a stored refusal with a code nobody knows is read back as one', () => {
	expect(readBody({ kind: 'refused', code: 'too_many' })).toEqual(refused('too_many'));
	expect(readBody({ kind: 'refused', code: '<b>' })).toEqual(refused('bad_request'));
});

test.each([
	['n 0', { n: 0 }],
	['half an n', { n: 1.5 }],
	['an n beyond what can be counted', { n: 2 ** 53 }],
	['a time before the epoch', { at: -1 }],
	['a body without a kind', { body: { value: 1 } }],
	['a kind as long as a text', { body: { kind: 'x'.repeat(33) } }],
	['practice said to be not', { practice: false }],
	['a place of its own in the log', { seat: 'therapist' }],
])('W4 an event with %s is no well-framed one', (_why, change) => {
	const good = { n: 1, at: 5, body: { kind: 'mood', any: ['thing'] } };
	expect(v.safeParse(framedEventSchema, good).success).toBe(true);
	expect(v.safeParse(framedEventSchema, { ...good, ...change }).success).toBe(false);
});

test('W9 only ratings are flow', () => {
	expect(KINDS.filter((kind) => laneOf(ONE_OF_EACH[kind]) === 'flow')).toEqual(['rating']);
	for (const kind of KINDS) expect(EVENT_KINDS[kind].lane).toBe(laneOf(ONE_OF_EACH[kind]));
});
