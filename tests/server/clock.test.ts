import { expect, test } from 'vitest';
import { createClock, createMonotonic } from '../../server/clock.ts';

const HOUR_MS = 60 * 60 * 1_000;
const START = 1_790_000_000_000;

function setUp() {
	const hands = { wall: START, monotonic: 500.4 };
	const clock = createClock({ wall: () => hands.wall, monotonic: () => hands.monotonic });
	return { hands, clock };
}

test('W12 the server’s clock is the wall clock as it was read, and the monotonic one from then on', () => {
	for (const step of [-HOUR_MS, HOUR_MS]) {
		const { hands, clock } = setUp();
		hands.wall += step;
		hands.monotonic += 250;
		expect(clock.now()).toBe(START + 250);
	}
});

test('W12 a clock that was set back while the server was down goes on from what was recorded, up to a day', () => {
	const { clock } = setUp();
	clock.goOnFrom(START - 5_000);
	expect(clock.now()).toBe(START);
	clock.goOnFrom(START + HOUR_MS);
	expect(clock.now()).toBe(START + HOUR_MS);
	clock.goOnFrom(START + 25 * HOUR_MS);
	expect(clock.now()).toBe(START + HOUR_MS);
});

test('W12 while nobody looks the wall clock is followed, and backwards only where it is said that it may', () => {
	const { hands, clock } = setUp();
	hands.wall += HOUR_MS;
	clock.followWall(false);
	expect(clock.now()).toBe(START + HOUR_MS);
	hands.wall -= 2 * HOUR_MS;
	clock.followWall(false);
	expect(clock.now()).toBe(START + HOUR_MS);
	clock.followWall(true);
	expect(clock.now()).toBe(START - HOUR_MS);
});

test('W12 the monotonic clock goes on while the machine sleeps, and takes no small difference for sleep', () => {
	const hands = { running: 7_000, uptime: 90_000 };
	const monotonic = createMonotonic({ running: () => hands.running, uptime: () => hands.uptime });
	const pass = (running: number, uptime: number) => {
		hands.running += running;
		hands.uptime += uptime;
		return monotonic();
	};
	expect(pass(10_000, 12_900)).toBe(17_000);
	expect(pass(10_000, 10_000)).toBe(27_000);
	expect(pass(2_000, HOUR_MS)).toBe(29_000 + HOUR_MS - 2_000 + 2_900);
	const before = monotonic();
	expect(pass(500, 400)).toBe(before + 500);
	expect(pass(20_000, 18_000)).toBe(before + 20_500);
});
