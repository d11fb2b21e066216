import { expect, test } from 'vitest';
import { ownCurve, pathOf } from '../../../client/phone/own-curve.ts';
import type { KnownBody } from '../../../shared/events.ts';
import { createSessionLog } from '../../../shared/session-log.ts';

const told = (...events: readonly (readonly [at: number, body: KnownBody, practice?: true])[]) =>
	createSessionLog(
		events.map(([at, body, practice], i) => ({
			writer: 'w'.repeat(22),
			lane: 'flow' as const,
			seat: 'client' as const,
			n: i + 1,
			at,
			arrivedAt: at,
			...(practice && { practice }),
			body,
		})),
	).ordered();
const rating = (value: number): KnownBody => ({ kind: 'rating', value, touched: true });

test('PHONE9 the client’s own curve breaks where nothing was known, and practice is not in it', () => {
	const curve = ownCurve(
		told(
			[1_000, rating(90), true],
			[10_000, rating(30)],
			[12_000, rating(50)],
			[17_000, rating(60)],
			[22_001, rating(20)],
			[23_000, { kind: 'stop' }],
			[99_000, rating(100)],
		),
		30_000,
	);
	expect(curve?.pieces.map((piece) => piece.map(({ value }) => value))).toEqual([[30, 50, 60], [20]]);
	expect(curve).toMatchObject({ from: 10_000, to: 30_000, stops: [23_000], peak: 60, last: 20 });
});

test('PHONE9 without a rating there is no curve', () => {
	expect(ownCurve(told([1_000, rating(90), true], [2_000, { kind: 'stop' }]), 5_000)).toBeNull();
	expect(ownCurve([], 5_000)).toBeNull();
});

test('PHONE9 a curve is drawn in steps, and its extremes survive a narrow screen', () => {
	const piece = [
		{ t: 0, value: 10 },
		{ t: 1, value: 90 },
		{ t: 2, value: 20 },
		{ t: 100, value: 30 },
	];
	const path = pathOf(
		piece,
		(t) => t / 10,
		(value) => 100 - value,
	);
	expect(path).toBe('M0 10V90V80H10V70');
	expect(
		pathOf(
			piece.slice(0, 1),
			(t) => t,
			(value) => value,
		),
	).toBe('M0 10h1');
});
