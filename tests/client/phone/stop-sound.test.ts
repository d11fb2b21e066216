import { expect, test } from 'vitest';
import { createStopSound } from '../../../client/phone/stop-sound.ts';
import { createWakeLock, type WakeLockSource } from '../../../client/phone/wake-lock.ts';

/** An audio context that stays suspended until `allow`, with the tones it was given. */
function fakeAudio(start: AudioContextState) {
	const tones: number[] = [];
	const audio = {
		state: start,
		currentTime: 0,
		destination: {},
		onstatechange: null as (() => void) | null,
		isAllowed: start === 'running',
		async resume() {
			if (audio.isAllowed && audio.state !== 'running') {
				audio.state = 'running';
				audio.onstatechange?.();
			}
		},
		async close() {},
		createGain: () => ({ gain: { value: 0 }, connect() {}, disconnect: () => tones.splice(0) }),
		createOscillator: () => ({
			type: '',
			frequency: { value: 0 },
			connect() {},
			start: (at: number) => tones.push(at),
			stop() {},
		}),
	};
	return { audio, tones };
}

function setUp(start: AudioContextState) {
	const { audio, tones } = fakeAudio(start);
	const blocked: boolean[] = [];
	const vibrations: (readonly number[])[] = [];
	let repeat: (() => void) | null = null;
	const sound = createStopSound({
		openAudio: () => audio as unknown as AudioContext,
		vibrate: (pattern) => vibrations.push(pattern),
		every(_ms, act) {
			repeat = act;
			return () => {
				repeat = null;
			};
		},
		onBlocked: (isBlocked) => blocked.push(isBlocked),
	});
	return { audio, tones, blocked, vibrations, sound, again: () => repeat?.(), isRepeating: () => repeat !== null };
}

test('STOP4 the phone sounds and shakes at once on pressing, without any network, and goes on until it is told', () => {
	const { audio, tones, blocked, vibrations, sound, again, isRepeating } = setUp('running');
	sound.start();
	const first = tones.length;
	expect(tones[0]).toBe(0);
	expect(vibrations.length).toBe(1);
	expect(blocked.at(-1)).toBe(false);
	audio.currentTime = 1;
	again();
	expect(tones.length).toBeGreaterThan(first);
	expect(tones.at(-1)).toBeGreaterThan(2);
	sound.stop();
	expect(tones).toEqual([]);
	expect(isRepeating()).toBe(false);
	expect(vibrations.at(-1)).toEqual([]);
});

test('STOP5 where the browser does not let it sound it says so, until a touch', async () => {
	const { audio, tones, blocked, sound } = setUp('suspended');
	sound.start();
	expect(blocked.at(-1)).toBe(true);
	expect(tones).toEqual([]);
	audio.isAllowed = true;
	sound.unlock();
	await Promise.resolve();
	expect(blocked.at(-1)).toBe(false);
	expect(tones.length).toBeGreaterThan(0);
});

test('STOP5 a browser without sound says so and still shakes', () => {
	const blocked: boolean[] = [];
	let shaken = 0;
	const sound = createStopSound({
		openAudio: () => null,
		vibrate: () => (shaken += 1),
		every: () => () => {},
		onBlocked: (isBlocked) => blocked.push(isBlocked),
	});
	sound.start();
	expect(blocked.at(-1)).toBe(true);
	expect(shaken).toBe(1);
	sound.stop();
	expect(blocked.at(-1)).toBe(false);
});

test('PHONE10 the screen is kept on where the browser can, and it is known where it cannot', async () => {
	const told: boolean[] = [];
	createWakeLock(undefined, (isHeld) => told.push(isHeld)).hold();
	expect(told).toEqual([false]);

	const refusing: WakeLockSource = { request: () => Promise.reject(new Error('low battery')) };
	createWakeLock(refusing, (isHeld) => told.push(isHeld)).hold();
	await Promise.resolve();
	await Promise.resolve();
	expect(told).toEqual([false, false]);

	const lock = { released: false, release: async () => {}, onrelease: null as unknown };
	const wakeLock = createWakeLock({ request: async () => lock }, (isHeld) => told.push(isHeld));
	wakeLock.hold();
	await Promise.resolve();
	await Promise.resolve();
	expect(told.at(-1)).toBe(true);
	(lock.onrelease as () => void)();
	expect(told.at(-1)).toBe(false);
});
