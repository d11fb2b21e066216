import { expect, test } from 'vitest';
import { SECOND_ROAD_WAIT_MS } from '../../../server/live/say-road.ts';
import type { KnownBody } from '../../../shared/events.ts';
import type { UpFrameOf } from '../../../shared/protocol.ts';
import { settle } from '../../harness/hand-wire.ts';
import {
	type HandPage,
	type HubHarness,
	letIn,
	openHub,
	openPair,
	openRecorded,
	stopOf,
} from '../../harness/hub-harness.ts';

const CUE = { kind: 'cue', cue: 'ease' } as const;
const STOP = { kind: 'stop' } as const;

/** Events of *say* as the second road carries them, from n on. */
const framesFrom = (room: HubHarness, { writer }: HandPage, first: number, ...bodies: readonly KnownBody[]) => {
	const events = bodies.map((body, i) => ({ n: first + i, at: room.now(), body }));
	return [{ t: 'events', writer, lane: 'say', events } satisfies UpFrameOf<'events'>];
};

/** An answer, and whether it has come. */
function watched<T>(answer: Promise<T>) {
	const watch: { value: T | undefined; isThere: boolean } = { value: undefined, isThere: false };
	void answer.then((value) => {
		watch.value = value;
		watch.isThere = true;
	});
	return watch;
}

test('W9 what comes by the second road is taken in order and relayed at once', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openPair(room);
	phone.disconnect();
	void room.hub.say({ token: tokens.phone, frames: framesFrom(room, phone, 1, CUE, STOP, CUE) });
	expect(therapist.heard().slice(-3)).toEqual(['cue', 'stop', 'cue']);
});

test('W9 it answers as soon as the STOP is shown, with heads and all that was said of it', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openRecorded(room);
	const answer = watched(room.hub.say({ token: tokens.phone, frames: framesFrom(room, phone, 2, STOP) }));
	await room.journal.commit();
	await room.pass(600, 100);
	expect(answer.isThere).toBe(false);
	therapist.say({ kind: 'note', text: 'canary' }, { kind: 'shown', stops: [stopOf(phone, 2)] });
	await settle();
	expect(answer.isThere).toBe(true);
	const [recorded, ...told] = answer.value ?? [];
	expect(recorded).toMatchObject({ t: 'recorded', heads: { [phone.writer]: [2, 0] } });
	expect(told.flatMap((frame) => (frame.t === 'events' ? frame.events.map(({ body }) => body.kind) : []))).toEqual([
		'admitted',
		'shown',
	]);
	expect(JSON.stringify(answer.value)).not.toContain('canary');
});

test('W9 after 1.5 s it answers with what there is', async () => {
	expect(SECOND_ROAD_WAIT_MS).toBe(1_500);
	const room = await openHub();
	const { phone, tokens } = await openRecorded(room);
	const answer = watched(room.hub.say({ token: tokens.phone, frames: framesFrom(room, phone, 2, STOP) }));
	await room.pass(1_499);
	expect(answer.isThere).toBe(false);
	await room.pass(1);
	expect(answer.isThere).toBe(true);
	expect(answer.value?.[0]).toMatchObject({ t: 'recorded', heads: { [phone.writer]: [1, 0] } });
});

test('W9 without a STOP there is nothing to wait for', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	const answer = watched(room.hub.say({ token: tokens.phone, frames: framesFrom(room, phone, 1, CUE) }));
	await settle();
	expect(answer.value?.some((frame) => frame.t === 'held' && frame.heads[phone.writer]?.[0] === 1)).toBe(true);
});

test('W9 W3 it takes by the same rules: what is missing is asked for, what was there is a repeat', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openPair(room);
	phone.say(STOP);
	therapist.take();
	const again = room.hub.say({ token: tokens.phone, frames: framesFrom(room, phone, 1, STOP) });
	const gap = room.hub.say({ token: tokens.phone, frames: framesFrom(room, phone, 3, CUE) });
	expect(therapist.take()).toEqual([]);
	expect(await gap).toContainEqual({ t: 'expect', writer: phone.writer, lane: 'say', n: 2 });
	await room.pass(SECOND_ROAD_WAIT_MS);
	expect(await again).not.toContainEqual(expect.objectContaining({ t: 'conflict' }));
});

test('W9 a token that is not known, and what is not the second road’s, get no answer', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	const frames = framesFrom(room, phone, 1, STOP);
	expect(await room.hub.say({ token: 'nobody-knows-this-toke', frames })).toBeNull();
	expect(await room.hub.say({ token: tokens.phone, frames: [{ t: 'pen' }] })).toBeNull();
	expect(await room.hub.say(null)).toBeNull();
	expect(room.kinds()).toEqual(['admitted']);
});

test('W9 a phone that is not let in is told so, and nothing is kept', async () => {
	const room = await openHub();
	const { phone } = await openPair(room);
	const asking = await room.join();
	expect(await room.hub.say({ token: asking, frames: framesFrom(room, phone, 1, CUE) })).toEqual([
		{ t: 'refused', code: 'not_admitted' },
	]);
	expect(room.kinds()).toEqual(['admitted']);
});

test('W9 W10 a replaced phone brings its STOP by the second road, and is told heads and nothing else', async () => {
	const room = await openHub();
	const { phone, therapist, tokens } = await openPair(room);
	await room.join().then((token) => room.page(token, 'other'));
	await room.pass(10);
	letIn(therapist);
	const answer = room.hub.say({ token: tokens.phone, frames: framesFrom(room, phone, 1, STOP) });
	expect(therapist.heard().at(-1)).toBe('stop');
	await room.pass(SECOND_ROAD_WAIT_MS);
	expect((await answer)?.filter((frame) => frame.t === 'events')).toEqual([]);
});

test('W9 W11 into a session that closes meanwhile it is answered all the same', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	const answer = room.hub.say({ token: tokens.phone, frames: framesFrom(room, phone, 1, STOP) });
	room.hub.forget('session'.padEnd(22, '0'));
	await room.pass(SECOND_ROAD_WAIT_MS);
	expect(Array.isArray(await answer)).toBe(true);
});

test('W9 a server that closes keeps nobody waiting', async () => {
	const room = await openHub();
	const { phone, tokens } = await openPair(room);
	const answer = watched(room.hub.say({ token: tokens.phone, frames: framesFrom(room, phone, 1, STOP) }));
	await room.hub.close();
	await settle();
	expect(answer.isThere).toBe(true);
});
