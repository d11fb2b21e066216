import { expect, test } from 'vitest';
import type { SessionLink } from '../../../client/link/link-view.ts';
import { createFlow } from '../../../client/phone/flow.ts';

/** A flow with a clock and a timer moved by hand; what it says and draws is kept. */
function setUp() {
	const said: { value: number; touched: boolean; practice: boolean }[] = [];
	const pictures: Parameters<SessionLink['setPicture']>[0][] = [];
	let now = 0;
	let timer: { at: number; act: () => void } | null = null;
	let isPractice = false;
	const flow = createFlow({
		link: {
			append(body, options) {
				if (body.kind === 'rating')
					said.push({ value: body.value, touched: body.touched, practice: options?.practice === true });
				return null;
			},
			setPicture: (picture) => pictures.push(picture),
			serverNow: () => 5_000 + now,
			touch: () => {},
		},
		now: () => now,
		after(ms, act) {
			const set = { at: now + ms, act };
			timer = set;
			return () => {
				if (timer === set) timer = null;
			};
		},
		isPractice: () => isPractice,
	});
	const runTo = (end: number) => {
		while (timer && timer.at <= end) {
			const { at, act } = timer;
			timer = null;
			now = Math.max(now, at);
			act();
		}
		now = end;
	};
	return { flow, said, pictures, runTo, practise: (on: boolean) => (isPractice = on) };
}

test('FLOW2 FLOW5 a quick movement says its first value at once and its last in time; each is in the picture of now', () => {
	const { flow, said, pictures, runTo } = setUp();
	for (const value of [10, 20, 30, 40]) flow.touch(value);
	expect(said.map(({ value }) => value)).toEqual([10]);
	runTo(50);
	expect(said.map(({ value }) => value)).toEqual([10, 40]);
	expect(pictures.map(({ rating }) => rating)).toEqual([10, 20, 30, 40]);
	expect(pictures.at(-1)?.touchedAt).toBe(5_000);
});

test('FLOW5 what waits leaves when the page is hidden, and nothing after it', () => {
	const { flow, said, runTo } = setUp();
	flow.touch(10);
	flow.touch(90);
	flow.setInView(false);
	expect(said.map(({ value }) => value)).toEqual([10, 90]);
	runTo(60_000);
	expect(said).toHaveLength(2);
	flow.setInView(true);
	expect(said.at(-1)).toEqual({ value: 90, touched: false, practice: false });
});

test('FLOW1 FLOW7 after practice nothing is said until the next touch, and practice is marked', () => {
	const { flow, said, pictures, runTo, practise } = setUp();
	practise(true);
	flow.touch(30);
	flow.reset();
	practise(false);
	runTo(10_000);
	expect(said).toEqual([{ value: 30, touched: true, practice: true }]);
	expect(pictures.at(-1)).toMatchObject({ rating: null, touchedAt: null });
	flow.touch(30);
	expect(said.at(-1)).toEqual({ value: 30, touched: true, practice: false });
});
