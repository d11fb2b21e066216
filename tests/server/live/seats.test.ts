import { expect, test } from 'vitest';
import { createSeats, type Line } from '../../../server/live/seats.ts';
import type { Seat } from '../../../shared/events.ts';

const PICTURE = { rating: 50, at: 5, touchedAt: 5 };

const lineOf = (seat: Seat, writer: string, change: Partial<Line> = {}): Line => ({
	connection: { send: () => undefined, close: () => undefined },
	device: `device of ${writer}`,
	seat,
	writer,
	sent: {},
	inView: true,
	heardAt: 0,
	isDraining: false,
	isPassing: false,
	...change,
});

function setUp(...lines: readonly Line[]) {
	const seats = createSeats();
	for (const line of lines) seats.add(line);
	return seats;
}
const first = lineOf('client', 'first');
const second = lineOf('client', 'second');

test('W10 a seat has one pen: who takes it is told who lost it', () => {
	const seats = setUp(first, second);
	expect(seats.takePen(first)).toBeNull();
	expect(seats.takePen(second)).toBe(first);
	expect([first, second].map(seats.hasPen)).toEqual([false, true]);
	expect(seats.takePen(second)).toBeNull();
});

test('W10 seats do not share a pen', () => {
	const therapist = lineOf('therapist', 'page');
	const seats = setUp(first, therapist);
	seats.takePen(first);
	expect(seats.takePen(therapist)).toBeNull();
	expect(seats.hasPen(first)).toBe(true);
});

test('W10 a pen whose page is gone lies there for the next that asks', () => {
	const seats = setUp(first, second);
	seats.takePen(first);
	seats.remove(first);
	expect(seats.hasPen(first)).toBe(false);
	expect(seats.takePen(second)).toBeNull();
	seats.dropPen(second);
	expect(seats.hasPen(second)).toBe(false);
});

test('W10 a page that lost the pen while it was away does not get it by coming back; a fresh load does', () => {
	const seats = setUp(first, second);
	expect(seats.mayHavePen('client', 'first')).toBe(true);
	seats.takePen(first);
	seats.takePen(second);
	expect(seats.mayHavePen('client', 'first')).toBe(false);
	expect(seats.mayHavePen('client', 'second')).toBe(true);
	expect(seats.mayHavePen('client', 'a fresh load')).toBe(true);
});

test('W8 the others see who is connected, in view, and how long ago it was heard', () => {
	const seats = setUp(first);
	expect(seats.presences('therapist', 1_000)).toEqual([
		{ seat: 'client', isConnected: true, inView: true, heardAgoMs: null, picture: null },
	]);
	seats.takePen(first);
	seats.heard(first, 700);
	expect(seats.presences('therapist', 1_000)[0]).toMatchObject({ heardAgoMs: 300 });
	expect(seats.presences('therapist', 600)[0]).toMatchObject({ heardAgoMs: 0 });
	seats.remove(first);
	expect(seats.presences('therapist', 1_000)[0]).toMatchObject({ isConnected: false, inView: false, heardAgoMs: 300 });
	expect(seats.presences('client', 1_000).map(({ seat }) => seat)).toEqual(['therapist']);
	expect(seats.presences('owner', 1_000).map(({ seat }) => seat)).toEqual(['client', 'therapist']);
});

test('W8 silence is that of the pen’s page: another tab that lives hides nothing', () => {
	const seats = setUp(first, second);
	seats.takePen(first);
	seats.heard(first, 1_000);
	seats.heard(second, 9_000);
	expect(seats.presences('therapist', 10_000)[0]).toMatchObject({ heardAgoMs: 9_000 });
	seats.dropPen(first);
	seats.heard(second, 9_500);
	expect(seats.presences('therapist', 10_000)[0]).toMatchObject({ heardAgoMs: 500 });
});

test('W8 a client’s picture is shown to the others; a therapist’s is nobody’s business', () => {
	const therapist = lineOf('therapist', 'page');
	const seats = setUp(first, therapist);
	seats.showPicture(first, { writer: 'first', ...PICTURE });
	seats.showPicture(therapist, { writer: 'page', ...PICTURE });
	expect(seats.presences('therapist', 0)[0]?.picture).toEqual({ writer: 'first', ...PICTURE });
	expect(seats.presences('client', 0)[0]?.picture).toBeNull();
});

test('W10 a line that only drains or passes is nobody’s presence', () => {
	const seats = setUp(lineOf('client', 'a', { isDraining: true }), lineOf('client', 'b', { isPassing: true }));
	expect(seats.presences('therapist', 0)[0]).toMatchObject({ isConnected: false, inView: false });
});
