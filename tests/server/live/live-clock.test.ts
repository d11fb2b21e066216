import { expect, test } from 'vitest';
import { openHub, openPair, openRecorded, SESSION } from '../../harness/hub-harness.ts';

const HOUR_MS = 60 * 60 * 1_000;
const STEPS = [-HOUR_MS, HOUR_MS];

test('W12 a wall clock that is set while a session is under way moves nothing in it', async () => {
	for (const step of STEPS) {
		const room = await openHub();
		const { phone } = await openPair(room);
		const before = room.now();
		room.stepWall(step);
		await room.pass(2_000, 100);
		phone.say({ kind: 'cue', cue: 'more' });
		expect(room.now()).toBe(before + 2_000);
		expect(room.hub.events(SESSION)?.at(-1)?.arrivedAt).toBe(before + 2_000);
	}
});

test('W12 a wall clock that is set while the server is down leaves the log in the order in which it happened', async () => {
	for (const step of STEPS) {
		const room = await openHub();
		const { phone, tokens } = await openRecorded(room);
		await room.pass(1_000, 100);
		phone.say({ kind: 'cue', cue: 'more' });
		await room.journal.commit();
		const before = room.kinds();
		room.stepWall(step);
		await room.restart();
		const [again, desk] = [room.page(tokens.phone, 'again'), room.page(tokens.therapist, 'desk')];
		await room.pass(10);
		again.say({ kind: 'stop' });
		await room.pass(500);
		desk.say({ kind: 'started' });
		expect(room.kinds()).toEqual([...before, 'stop', 'started']);
	}
});

test('W12 between sessions the server’s clock is the wall clock again', async () => {
	for (const step of STEPS) {
		const room = await openHub();
		const before = room.now();
		room.stepWall(step);
		await room.pass(100);
		expect(room.now()).toBe(before + step + 100);
	}
});

test('W12 with a session open and nobody connected the clock is set forward and never back', async () => {
	for (const step of STEPS) {
		const room = await openHub();
		await room.start();
		const before = room.now();
		room.stepWall(step);
		await room.pass(100);
		expect(room.now()).toBe(before + Math.max(0, step) + 100);
	}
});
