import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createServerClock } from '../../../client/link/server-clock.ts';

const SERVER_AT = 1_790_000_000_000;

function setUp(lastKnownAt = 0) {
	let own = 1_000;
	const clock = createServerClock(() => own, lastKnownAt);
	return {
		clock,
		pass: (ms: number) => {
			own += ms;
		},
		own: () => own,
	};
}

test('W12 a page’s time is the server’s, as it was half a trip ago, gone on by the page’s own clock', () => {
	const { clock, pass, own } = setUp();
	const sentAt = own();
	pass(80);
	clock.learn(sentAt, SERVER_AT);
	expect(clock.now()).toBe(SERVER_AT + 40);
	pass(10_000);
	expect(clock.now()).toBe(SERVER_AT + 10_040);
});

test('W12 before the first answer nothing is known, unless an earlier load knew a lower bound', () => {
	expect(setUp().clock.isSet()).toBe(false);
	const { clock, pass } = setUp(SERVER_AT);
	expect(clock.isSet()).toBe(true);
	pass(500);
	expect(clock.now()).toBe(SERVER_AT + 500);
});

test('W12 a longer trip does not spoil what a shorter one taught', () => {
	const { clock, pass, own } = setUp();
	const first = own();
	pass(20);
	clock.learn(first, SERVER_AT);
	pass(1_000);
	const second = own();
	pass(400);
	clock.learn(second, SERVER_AT + 1_010 + 390);
	expect(clock.now()).toBe(SERVER_AT + 10 + 1_400);
	const third = own();
	pass(10);
	clock.learn(third, SERVER_AT + 10 + 1_405);
	expect(clock.now()).toBe(SERVER_AT + 10 + 1_410);
});

test('W12 an answer from before the question teaches nothing', () => {
	const { clock, own } = setUp();
	clock.learn(own() + 1, SERVER_AT);
	expect(clock.isSet()).toBe(false);
});

test('W12 however the way there and the way back share a trip, the estimate is off by half of it at most', () => {
	fc.assert(
		fc.property(fc.nat(800), fc.nat(800), (there, back) => {
			const { clock, pass, own } = setUp();
			const sentAt = own();
			pass(there + back);
			clock.learn(sentAt, SERVER_AT + there);
			const really = SERVER_AT + there + back;
			expect(Math.abs(clock.now() - really)).toBeLessThanOrEqual((there + back) / 2 + 0.5);
		}),
	);
});
